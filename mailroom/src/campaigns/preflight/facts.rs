//! What the rules want to know beside the people.

use super::{
    domain_records,
    ready::{Letter, Ready},
};
use crate::{
    Error, Mailroom, Result,
    campaigns::drafts,
    images, law,
    links::{self, Claim},
    mailer::outbox,
    offers::{self, Offer},
};
use domain::{
    CampaignId, ContactId, Invalid,
    campaign::CampaignKind,
    compose::{Links, render},
    draft::{Card, When},
    preflight::{self, AccountFacts, Code, Finding, Fix, OwnPicture, Seen, Tally},
    recipient::Recipient,
};
use jiff::tz::TimeZone;

/// As long as the person's own will be.
pub fn links_of(mailroom: &Mailroom, contact: ContactId, letter: &Letter, campaign: CampaignId) -> Result<Links> {
    links::links(mailroom, Claim { contact, campaign }, 0, letter.edition.edition().tracking.counts())
}

/// What one letter tells of all: words, law, links, pictures. `somebody` is who gets it.
pub async fn letter(
    mailroom: &Mailroom,
    ready: &Ready,
    letter: &Letter,
    somebody: Option<&(ContactId, Recipient)>,
) -> Result<Vec<Finding>> {
    let stand_in = nobody(letter);
    let (contact, person) = somebody.unwrap_or(&stand_in);
    let links = links_of(mailroom, *contact, letter, ready.draft.id)?;
    let mut found: Vec<Finding> = Vec::new();
    for person in readers(letter, person) {
        for finding in judged(mailroom, ready, letter, &person, &links).await? {
            if !found.iter().any(|known| known.code == finding.code && known.about == finding.about) {
                found.push(finding);
            }
        }
    }
    Ok(found)
}

/// Whoever reads Korean and whoever reads English, where their letters differ.
fn readers(letter: &Letter, person: &Recipient) -> Vec<Recipient> {
    if !letter.edition.speaks_languages() {
        return vec![person.clone()];
    }
    ["ko", "en"].map(|locale| Recipient { locale: Some(locale.into()), ..person.clone() }).into()
}

async fn judged(
    mailroom: &Mailroom,
    ready: &Ready,
    letter: &Letter,
    person: &Recipient,
    links: &Links,
) -> Result<Vec<Finding>> {
    let rendered = match render(&letter.edition, person, links) {
        Ok(rendered) => rendered,
        Err(problem) => {
            let finding = Finding::new(Code::LetterBroken, problem.told()).mended_by(Fix::Card(Card::Content));
            return Ok(vec![finding]);
        }
    };
    let seen = Seen::of(&rendered.html);
    let (content, sender) = (&ready.draft.draft.content, &letter.sender);
    let mut found = preflight::words(&rendered.subject, &rendered.preheader);
    found.extend(preflight::law(content.kind, &rendered, &seen, &links.unsubscribe, (sender.0, &sender.1)));
    found.extend(preflight::links(&seen, &links.unsubscribe));
    found.extend(preflight::pictures(&seen, &own_pictures(mailroom, &seen).await?));
    Ok(found)
}

/// What quiet hours mean for advertising that would start now, and the marks that not every subject has.
pub async fn advertising(mailroom: &Mailroom, ready: &Ready, tally: &Tally) -> Result<Vec<Finding>> {
    let content = &ready.draft.draft.content;
    if content.kind != CampaignKind::Advertising {
        return Ok(vec![]);
    }
    let mut found = Vec::new();
    if let Some((count, whose)) = tally.unmarked.as_ref().filter(|(count, _)| *count < tally.checked) {
        found.push(preflight::unmarked(*count, whose));
    }
    if matches!(ready.draft.draft.when, When::Now)
        && let Some(until) = law::quiet_until(&mailroom.db).await?
    {
        let settings = law::settings(mailroom).await?;
        let zone = TimeZone::get(&settings.quiet.zone).map_err(Error::broken)?;
        let clock = zone.to_datetime(until).strftime("%H:%M");
        found.push(preflight::quiet_hours(&format!("{clock} ({})", settings.quiet.zone)));
    }
    Ok(found)
}

/// Where the audience is empty, a letter can still be read.
fn nobody(letter: &Letter) -> (ContactId, Recipient) {
    let address = letter.sender.1.address.clone();
    let person = Recipient { seq: 1, address, name: String::new(), locale: None, merge: Default::default() };
    (ContactId(0), person)
}

async fn own_pictures(mailroom: &Mailroom, seen: &Seen) -> Result<Vec<OwnPicture>> {
    let ours = images::base(mailroom);
    let names = seen.pictures.iter().filter_map(|picture| Some((picture.src.strip_prefix(&ours)?, &picture.src)));
    let (names, addresses): (Vec<String>, Vec<&String>) = names.map(|(name, src)| (name.to_owned(), src)).unzip();
    if names.is_empty() {
        return Ok(vec![]);
    }
    let rows = sqlx::query!(
        r#"select asked.name as "name!", max(i.octets) as octets from unnest($1::text[]) as asked (name)
           left join images i on i.name = asked.name or i.thumbnail = asked.name group by asked.name"#,
        &names
    )
    .fetch_all(&mailroom.db)
    .await?;
    let octets = |name: &str| rows.iter().find(|row| row.name == name).and_then(|row| row.octets);
    let own = names.iter().zip(addresses);
    Ok(own
        .map(|(name, src)| OwnPicture { address: src.clone(), octets: octets(name).map(i64::unsigned_abs) })
        .collect())
}

/// The account, and DNS of the sender's domain where letters really leave.
pub async fn carrier(mailroom: &Mailroom, letter: &Letter, mailed: i64) -> Result<Vec<Finding>> {
    let offer = offers::current(mailroom).await?;
    let is_outbox = offer.as_ref().is_some_and(|offer| offer.account == outbox::ACCOUNT);
    let mut found = preflight::account(&account(offer, is_outbox, mailed));
    if !is_outbox {
        found.extend(preflight::sender_domain(
            &domain_records::ask(&mailroom.dns, letter.sender.1.address.domain()).await,
        ));
    }
    Ok(found)
}

fn account(offer: Option<Offer>, is_outbox: bool, mailed: i64) -> AccountFacts {
    let quota = offer.as_ref().map(|offer| offer.quota);
    AccountFacts {
        account: offer.map(|offer| offer.account),
        is_outbox,
        rate_per_second: quota.and_then(|quota| quota.rate_per_second),
        left_today: quota.and_then(|quota| quota.left_today),
        sandbox: quota.is_some_and(|quota| quota.sandbox),
        sending_enabled: quota.is_none_or(|quota| quota.sending_enabled),
        mailed,
    }
}

/// Whether the moment that was chosen still lies ahead.
pub fn schedule(ready: &Ready) -> Result<Option<Finding>> {
    let when = &ready.draft.draft.when;
    let passed = |Invalid { reason, .. }| Finding::new(Code::SchedulePassed, reason).mended_by(Fix::Card(Card::When));
    match drafts::launch_moment(when, jiff::Timestamp::now()) {
        Ok(_) => Ok(None),
        Err(Error::Invalid(invalid)) => Ok(Some(passed(invalid))),
        Err(error) => Err(error),
    }
}
