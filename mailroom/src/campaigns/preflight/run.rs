//! One run: over every person of the audience, a page at a time.

use super::{
    audience::{self, Page, Walk},
    facts,
    ready::{Letter, Ready},
    store,
};
use crate::{Error, Mailroom, Result, campaigns::drafts};
use domain::{
    CampaignId, ContactId,
    compose::inspect,
    preflight::{self, Finding, LetterFacts, PeopleFacts, Somebody, Tally},
    recipient::Recipient,
};
use std::sync::Arc;

/// Writes what it finds into its row; nobody waits for it.
pub async fn run(mailroom: Mailroom, id: i64, ready: Ready) {
    let campaign = ready.draft.id;
    if let Err(error) = look(&mailroom, id, ready).await {
        tracing::warn!(%error, %campaign, "a check before launch could not go on");
        if let Err(error) = store::fail(&mailroom, id).await {
            tracing::warn!(%error, %campaign, "nor could that be written down");
        }
    }
}

async fn look(mailroom: &Mailroom, id: i64, mut ready: Ready) -> Result<()> {
    let mut findings = std::mem::take(&mut ready.gaps);
    findings.extend(facts::schedule(&ready)?);
    if let Some(letter) = ready.letter.take() {
        let letter = Arc::new(letter);
        let Some(seen) = everybody(mailroom, id, ready.draft.id, &letter, &ready.draft.draft.content.subject).await?
        else {
            return Ok(());
        };
        findings.extend(preflight::people(ready.draft.draft.content.kind, seen.people));
        findings.extend(preflight::letter(LetterFacts { tally: &seen.tally, edition: &letter.edition }));
        findings.extend(facts::advertising(mailroom, &ready, &seen.tally).await?);
        findings.extend(facts::letter(mailroom, &ready, &letter, seen.first.as_ref()).await?);
        findings.extend(facts::carrier(mailroom, &letter, seen.people.people - seen.people.suppressed).await?);
    }
    findings.sort_by_key(Finding::severity);
    store::finish(mailroom, id, &findings).await
}

/// What is left of the audience once all of it was seen.
#[derive(Default)]
struct Everybody {
    tally: Tally,
    people: PeopleFacts,
    first: Option<(ContactId, Recipient)>,
}

/// `None` where the run was cancelled under way.
async fn everybody(
    mailroom: &Mailroom,
    id: i64,
    campaign: CampaignId,
    letter: &Arc<Letter>,
    subject: &str,
) -> Result<Option<Everybody>> {
    let total = drafts::reach(mailroom, &letter.audience).await?.people;
    let required: Arc<[String]> = letter.edition.required().into();
    let earlier = audience::earlier(mailroom, campaign, subject.trim()).await?;
    let (mut seen, mut walk) = (Everybody::default(), Walk::begin(mailroom, &letter.audience).await?);
    while let Some(page) = walk.next(mailroom).await? {
        seen.people.people += page.people;
        seen.people.suppressed += page.suppressed;
        seen.people.unasked += page.unasked;
        seen.people.lately += audience::overlap(mailroom, &earlier, &page).await?;
        if seen.first.is_none() {
            seen.first = page.mailed.first().cloned();
        }
        let (mailroom_too, letter, required) = (mailroom.clone(), letter.clone(), required.clone());
        let tally = seen.tally;
        let counted =
            tokio::task::spawn_blocking(move || count(&mailroom_too, campaign, &letter, &required, page, tally));
        seen.tally = counted.await.map_err(Error::broken)??;
        if !store::say(mailroom, id, seen.people.people, total).await? {
            return Ok(None);
        }
    }
    Ok(Some(seen))
}

fn count(
    mailroom: &Mailroom,
    campaign: CampaignId,
    letter: &Letter,
    required: &[String],
    page: Page,
    mut tally: Tally,
) -> Result<Tally> {
    for (contact, person) in page.mailed {
        let links = facts::links_of(mailroom, contact, letter, campaign)?;
        let who = Somebody { id: contact, address: person.address.clone() };
        tally.checked += 1;
        match inspect(&letter.edition, required, &person, &links) {
            Ok(inspected) => {
                inspected.blanks.iter().for_each(|name| tally.lacks(name, &who));
                tally.weighs(inspected.html_octets, &who);
                if !inspected.is_marked {
                    tally.lacks_mark(&who);
                }
            }
            Err(_) => tally.cannot_be_made(&who),
        }
    }
    Ok(tally)
}
