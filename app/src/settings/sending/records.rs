use super::{Acts, identities::tone_of, texts::texts};
use crate::{
    texts::speak,
    ui::{
        Address, Badge, Card, Copy, ErrorNotice, Field, FormFields, Look, Notice, Submit, Table, Tone, When, failure,
    },
};
use domain::{
    sending_domain::{CheckedRecord, RecordState},
    ses::{DomainCheck, Identity},
};
use leptos::{
    either::{Either, EitherOf3},
    form::ActionForm,
    prelude::*,
};
use leptos_router::components::A;

/// What DNS has of a domain, or how an address stands.
#[component]
pub fn RecordsCard(check: DomainCheck, acts: Acts) -> impl IntoView {
    let t = texts();
    let DomainCheck { domain, identity, records, checked_at } = check;
    let address = Address::here();
    let again = {
        let (domain, moment) = (domain.clone(), checked_at.as_second().to_string());
        move || address.with(&[("name", Some(&domain)), ("again", Some(&moment))])
    };
    let is_ses = matches!(identity, Some(Ok(_)));
    let list = (!records.is_empty()).then(|| view! { <Listed domain=domain.clone() records is_ses/> });
    let is_address = domain.contains('@');
    view! {
        <Card
            title=if is_address { domain.clone() } else { (t.records_title)(&domain) }
            actions=move || view! { <A href=again.clone() scroll=false attr:class=Look::Plain.class()>{t.check_again}</A> }
        >
            <div class="sending-card" id="records">
                <p class="quiet">{t.checked} " " <When at=checked_at/></p>
                {match identity {
                    Some(Ok(identity)) => EitherOf3::A(view! { <Standing identity acts/> }),
                    Some(Err(why)) => EitherOf3::B(view! {
                        <Notice tone=Tone::Warning>
                            <p>{t.cannot_ask}</p>
                            <p class="verbatim" lang="en">{why.en}</p>
                        </Notice>
                    }),
                    None => EitherOf3::C(()),
                }}
                {list}
            </div>
        </Card>
    }
}

/// What SES thinks of the identity, and what it still wants.
#[component]
fn Standing(identity: Identity, acts: Acts) -> impl IntoView {
    let t = texts();
    let Identity { line, mail_from, problem, last_checked_at, .. } = identity;
    let says = match (line.is_domain(), line.is_sending) {
        (true, true) => None,
        (true, false) => Some(t.ses_waits),
        (false, true) => Some(t.address_good),
        (false, false) => Some(t.address_waits),
    };
    let again_name = line.name.clone();
    let again = (!line.is_domain() && !line.is_sending).then(|| {
        view! {
            <ActionForm action=acts.again>
                <ErrorNotice error=failure(acts.again)/>
                <input type="hidden" name="name" value=again_name/>
                <Submit label=t.mail_again pending=acts.again.pending()/>
            </ActionForm>
        }
    });
    let lacks_mail_from = line.is_domain() && mail_from.is_none();
    let problem = problem.filter(|_| !line.is_sending);
    view! {
        <p>
            {t.ses_says} " " <Badge label=(t.verification)(line.verification) tone=tone_of(line.verification)/>
            {last_checked_at.map(|at| view! { " " <span class="quiet"><When at/></span> })}
        </p>
        {says.map(|says| view! { <p>{says}</p> })}
        {problem.map(|problem| view! { <p>{t.ses_problem} " " <code>{problem}</code></p> })}
        {again}
        {lacks_mail_from.then(|| view! { <MailFrom name=line.name acts/> })}
    }
}

#[component]
fn MailFrom(name: String, acts: Acts) -> impl IntoView {
    let t = texts();
    let error = failure(acts.mail_from);
    view! {
        <ActionForm action=acts.mail_from>
            <fieldset class="sending-mail-from">
                <legend>{t.mail_from}</legend>
                <p>{t.mail_from_means}</p>
                <ErrorNotice error fields=&["mail_from"]/>
                <input type="hidden" name="name" value=name.clone()/>
                <FormFields>
                    <Field name="mail_from" label=t.mail_from_label hint=(t.mail_from_hint)(&name) value=format!("mail.{name}") error/>
                </FormFields>
                <Submit label=t.mail_from_set pending=acts.mail_from.pending()/>
            </fieldset>
        </ActionForm>
    }
}

#[component]
fn Listed(domain: String, records: Vec<CheckedRecord>, is_ses: bool) -> impl IntoView {
    let t = texts();
    let wanting = records
        .iter()
        .filter(|record| record.state != RecordState::Good && record.state != RecordState::Advice)
        .count();
    let summary = match wanting {
        0 => Either::Left(view! { <Notice tone=Tone::Good>{t.all_good}</Notice> }),
        n => Either::Right(view! {
            <Notice tone=Tone::Warning>{(t.to_enter)(n)} " " {if is_ses { t.records_lead } else { t.records_plain }}</Notice>
        }),
    };
    view! {
        {summary}
        <Table label=(t.records_title)(&domain) class="record-table">
            <thead>
                <tr>
                    <th scope="col">{t.what}</th>
                    <th scope="col">{t.kind}</th>
                    <th scope="col">{t.name}</th>
                    <th scope="col">{t.value}</th>
                    <th scope="col">{t.state}</th>
                </tr>
            </thead>
            <tbody>
                {records.into_iter().map(|record| view! { <Line record domain=domain.clone()/> }).collect_view()}
            </tbody>
        </Table>
    }
}

#[component]
fn Line(record: CheckedRecord, domain: String) -> impl IntoView {
    let t = texts();
    let CheckedRecord { purpose, kind, name, value, state, found, says } = record;
    let purpose = (t.purpose)(purpose);
    let short = name.strip_suffix(&format!(".{domain}")).map(str::to_owned);
    // nobody else's key can be entered from here
    let has_name = !name.starts_with('*');
    view! {
        <tr data-record=state.as_str()>
            <th scope="row">{purpose}</th>
            <td data-label=t.kind class="record-kind"><code>{kind.as_str()}</code></td>
            <td data-label=t.name class="record-text">
                <code>{name.clone()}</code>
                {has_name.then(|| view! { <Copy text=name.clone() named=format!("{}: {purpose}, {name}", t.copy_name)/> })}
                {short.filter(|_| has_name).map(|short| view! { <span class="quiet record-short">{t.short_name} " " <code>{short}</code></span> })}
            </td>
            <td data-label=t.value class="record-text">
                {(!value.is_empty()).then(|| view! {
                    <code>{value.clone()}</code>
                    <Copy text=value.clone() named=format!("{}: {purpose}, {name}", t.copy_value)/>
                })}
            </td>
            <td data-label=t.state class="record-state">
                <Badge label=(t.record_state)(state) tone=tone_of_state(state)/>
                <p>{speak(&says)}</p>
                <Present found is_hidden={state == RecordState::Good && !value.is_empty()}/>
            </td>
        </tr>
    }
}

/// What is in DNS, where that is not what should be.
#[component]
fn Present(found: Vec<String>, is_hidden: bool) -> impl IntoView {
    (!found.is_empty() && !is_hidden).then(|| {
        let line = |found: String| view! { <li><code>{found}</code></li> };
        view! {
            <div class="quiet record-found">{texts().found} <ul>{found.into_iter().map(line).collect_view()}</ul></div>
        }
    })
}

fn tone_of_state(state: RecordState) -> Tone {
    match state {
        RecordState::Good => Tone::Good,
        RecordState::Advice | RecordState::Waiting => Tone::Calm,
        RecordState::Missing | RecordState::Unasked => Tone::Warning,
        RecordState::Wrong => Tone::Wrong,
    }
}
