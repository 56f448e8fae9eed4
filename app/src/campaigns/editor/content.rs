use super::{
    api::SaveContent,
    desk::{Step, Table},
    measuring::Measuring,
    texts::texts,
    typing::{SaveState, Typing},
};
use crate::{
    browser,
    campaigns::actions::Subject,
    templates::Thumbnail,
    texts::texts as shared,
    ui::{Checkbox, Field, FormFields, Glyph, Icon, Look, MenuSide, RadioCards, RadioChoice, TextArea},
    variables::VariableMenu,
};
use domain::{
    TemplateId,
    campaign::CampaignKind,
    draft::{Content, Versions, mark},
    template::library::TemplateSummary,
};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::components::A;
use std::collections::BTreeMap;

/// What a phone shows of a subject, in half-width columns: a Hangul syllable is two of them.
const SUBJECT_SHOWN: usize = 60;
const PREHEADER_SHOWN: usize = 100;

#[component]
pub fn ContentCard(
    table: Table,
    content: Content,
    versions: Versions,
    templates: Vec<TemplateSummary>,
    wanted: Vec<String>,
    columns: Vec<String>,
    kind: RwSignal<CampaignKind>,
) -> impl IntoView {
    let t = texts();
    let columns = StoredValue::new(columns);
    let typing = Typing::<SaveContent>::new(domain::draft::Card::Content, versions, table);
    let subject = RwSignal::new(content.subject.clone());
    let preheader = RwSignal::new(content.preheader.clone());
    let template = RwSignal::new(content.template.map_or_else(String::new, |t| format!("{}:{}", t.id, t.version)));
    let chosen = Callback::new(move |word: String| {
        if let Ok(word) = word.parse() {
            kind.set(word);
        }
    });
    let kinds = [CampaignKind::Advertising, CampaignKind::Informational];
    let kinds = kinds.map(|kind| RadioChoice::new(kind.as_str(), (shared().campaign_kind)(kind), (t.kind_means)(kind)));
    let reason = RwSignal::new(content.reason.clone());
    let has_reason = move || kind.get() == CampaignKind::Advertising || !reason.with(|reason| reason.trim().is_empty());
    let is_done =
        move || !subject.with(|subject| subject.trim().is_empty()) && !template.with(String::is_empty) && has_reason();
    view! {
        <Step name="content" title=t.content is_done=Signal::derive(is_done)>
            <ActionForm action=typing.action node_ref=typing.form attr:novalidate="" on:input=move |_| typing.touch()
                on:change=move |_| typing.send()>
                <Subject id=table.id/>
                <input type="hidden" name="seen" value=move || typing.seen.get()/>
                <fieldset class="step-fields" disabled=table.is_locked>
                    <FormFields>
                        <RadioCards name="kind" label=t.kind choices=kinds.to_vec() value=content.kind.as_str() on_choice=chosen/>
                        <div hidden=move || kind.get() == CampaignKind::Advertising>
                            <Field name="reason" label=t.reason hint=t.reason_hint required=false bound=reason error=typing.error/>
                        </div>
                        <Templates templates chosen=template/>
                        <div class="subject">
                            <Field name="subject" label=t.subject bound=subject error=typing.error
                                hint=t.subject_hint/>
                            <div class="subject-foot">
                                <Meter text=subject shown=SUBJECT_SHOWN/>
                                <Variables into="subject" label=t.subject columns/>
                            </div>
                            <MarkButton subject kind on_marked=Callback::new(move |()| typing.touch())/>
                        </div>
                        <div class="subject">
                            <Field name="preheader" label=t.preheader required=false bound=preheader error=typing.error
                                hint=t.preheader_hint/>
                            <div class="subject-foot">
                                <Meter text=preheader shown=PREHEADER_SHOWN/>
                                <Variables into="preheader" label=t.preheader columns/>
                            </div>
                        </div>
                        <OwnTexts table fields=content.fields wanted columns/>
                        <Checkbox name="footer" label=t.footer hint=t.footer_hint checked=content.footer/>
                        <Measuring tracking=content.tracking error=typing.error/>
                    </FormFields>
                </fieldset>
                <SaveState typing/>
            </ActionForm>
        </Step>
    }
}

/// What can be put in where one stands in the field of this id.
#[component]
fn Variables(
    #[prop(into)] into: String,
    #[prop(into)] label: String,
    columns: StoredValue<Vec<String>>,
) -> impl IntoView {
    let t = texts();
    view! {
        <VariableMenu
            label=move || view! { <Icon glyph=Glyph::People/> {t.variable} }
            named=(t.variable_for)(&label)
            columns=columns.get_value()
            side=MenuSide::BelowEnd
            on_choose=move |text: String| browser::insert_text_into(&into, &text)
        />
    }
}

/// A version that can be sent.
struct Choice {
    template: TemplateId,
    version: i32,
    /// As the form sends it.
    written: String,
    name: String,
    note: Option<String>,
}

/// Each as the mail it makes. One that was never whole cannot be chosen, and is left out.
#[component]
fn Templates(templates: Vec<TemplateSummary>, chosen: RwSignal<String>) -> impl IntoView {
    let t = texts();
    let value = chosen.get_untracked();
    let id = value.split(':').next().unwrap_or_default().to_owned();
    let choices = templates.iter().filter_map(|template| {
        let version = template.usable_version?;
        let written = format!("{}:{version}", template.id);
        // an older version stays chosen until a person takes the newer one
        let is_older = template.id.to_string() == id && written != value;
        let older = value.rsplit(':').next().and_then(|version| version.parse().ok()).filter(|_| is_older);
        let older = older.map(|version| Choice {
            template: template.id,
            version,
            written: value.clone(),
            name: (t.older_version)(&template.name),
            note: None,
        });
        let note = (template.version > version).then(|| (t.newest_is_broken)(template.version, version));
        let newest = Choice { template: template.id, version, written, name: template.name.clone(), note };
        Some(older.into_iter().chain([newest]))
    });
    let choices: Vec<_> = choices.flatten().collect();
    let is_empty = choices.is_empty();
    let edit = move || {
        let id = chosen.with(|chosen| chosen.split(':').next().unwrap_or_default().to_owned());
        (!id.is_empty()).then(|| view! {
            <A href=format!("/templates/{id}") attr:class=Look::Small.class()><Icon glyph=Glyph::Edit/> {t.edit_template}</A>
        })
    };
    let tile = move |choice: Choice| {
        let is_chosen = choice.written == value;
        view! {
            <label class="template-tile">
                <Thumbnail template=choice.template version=Some(choice.version) none=""/>
                <span class="template-tile-name">
                    <input type="radio" name="template" value=choice.written checked=is_chosen
                        on:change=move |event| chosen.set(event_target_value(&event))/>
                    <span>
                        {choice.name}
                        {choice.note.map(|note| view! { <span class="template-tile-note">{note}</span> })}
                    </span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="field template-choice">
            <legend>{t.template}</legend>
            <div class="template-tiles">{choices.into_iter().map(tile).collect_view()}</div>
            <div class="template-acts">
                {edit}
                {is_empty.then(|| view! { <A href="/templates" attr:class=Look::Small.class()>{t.make_template}</A> })}
            </div>
        </fieldset>
    }
}

/// One press puts the mark that the law wants in front of the subject.
#[component]
fn MarkButton(subject: RwSignal<String>, kind: RwSignal<CampaignKind>, on_marked: Callback<()>) -> impl IntoView {
    let t = texts();
    let is_needed = move || kind.get() == CampaignKind::Advertising && !subject.with(|s| mark::is_marked(s));
    let mark = move |_| {
        subject.update(|subject| *subject = mark::marked(subject));
        on_marked.run(());
    };
    view! {
        <Show when=is_needed>
            <p class="mark-needed">
                <Icon glyph=Glyph::Warning/> {t.mark_needed}
                <button type="button" class=Look::Small.class() on:click=mark>{t.mark}</button>
            </p>
        </Show>
    }
}

/// How long a text is against what mail programs show of it.
#[component]
fn Meter(text: RwSignal<String>, shown: usize) -> impl IntoView {
    let t = texts();
    let wide = move || text.with(|text| columns(text));
    view! {
        <p class="meter" data-long=move || (wide() > shown).to_string()>
            <meter min="0" max=shown value=move || wide().min(shown) aria-hidden="true"></meter>
            <span>{move || (t.length)(text.with(|text| text.chars().count()), wide() > shown)}</span>
        </p>
    }
}

/// Hangul and other wide signs count twice.
fn columns(text: &str) -> usize {
    text.chars().map(|sign| if sign >= '\u{1100}' { 2 } else { 1 }).sum()
}

/// The texts the chosen template asks for that neither people nor the sender give. What was written for another
/// template is kept, out of sight.
#[component]
fn OwnTexts(
    table: Table,
    fields: BTreeMap<String, String>,
    wanted: Vec<String>,
    columns: StoredValue<Vec<String>>,
) -> impl IntoView {
    let t = texts();
    let wanted = RwSignal::new(wanted);
    let written = StoredValue::new(fields.clone());
    let text = move |name: &String| written.with_value(|written| written.get(name).cloned().unwrap_or_default());
    let kept = move || {
        let kept = fields.iter().filter(|(name, _)| wanted.with(|wanted| !wanted.contains(name)));
        kept.map(|(name, text)| view! { <input type="hidden" name=format!("fields[{name}]") value=text.clone()/> })
            .collect_view()
    };
    view! {
        {kept}
        <For each=move || wanted.get() key=String::clone let(name)>
            <div class="subject">
                <TextArea name=format!("fields[{name}]") label=(t.own_text)(&name) rows=3 value=text(&name)/>
                <div class="subject-foot">
                    <Variables into=format!("fields[{name}]") label=(t.own_text)(&name) columns/>
                </div>
            </div>
        </For>
        <Transition>
            {move || Suspend::new(async move {
                // only another list draws the texts anew: what is typed into one must stay
                if let Ok(Some(outlook)) = table.outlook.await
                    && wanted.with_untracked(|wanted| *wanted != outlook.wanted)
                {
                    wanted.set(outlook.wanted);
                }
            })}
        </Transition>
    }
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn hangul_is_twice_as_wide() {
        assert_eq!((columns("Sale"), columns("특가"), columns("(광고) A")), (4, 4, 8));
    }
}
