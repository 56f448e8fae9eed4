//! What people choose for themselves, by the link in a letter: no sign-in, the link is theirs.

use crate::{
    Error, Mailroom, Result, consents,
    consents::Word,
    control,
    links::Claim,
    reading, suppressions,
    topics::{self, OfferedTopic, OwnChoice},
};
use domain::{
    CampaignId, ContactId, EmailAddress, Origin, TopicId,
    consent::{ConsentKind, FormText},
    suppression::SuppressionReason,
};
use jiff::Timestamp;
use sqlx::PgConnection;

/// Who stands behind a link.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    Person(Box<Preferences>),
    /// The letter tried a campaign out.
    Test,
    /// Erased since: nothing is known of them any more.
    Gone,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Preferences {
    pub address: EmailAddress,
    /// The language of their letters.
    pub locale: Option<String>,
    /// They agreed then, or else are known since then.
    pub since: Timestamp,
    pub has_agreed: bool,
    /// Why they get nothing.
    pub stopped: Option<(SuppressionReason, Timestamp)>,
    pub topics: Vec<OfferedTopic>,
    /// Whether opens and clicks of theirs are counted, where a campaign counts.
    pub is_measured: bool,
    /// Whom the letter came from.
    pub sender: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    Topic {
        topic: TopicId,
        is_wanted: bool,
    },
    /// All mail, or none.
    Everything(bool),
    /// Of their letters; `None` where they leave it to us.
    Language(Option<String>),
    /// Their opens and clicks are counted, or not.
    Measuring(bool),
}

/// What a choice did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What would make it as it was.
    pub undo: Option<Choice>,
}

pub async fn find(mailroom: &Mailroom, claim: &Claim) -> Result<Found> {
    if claim.contact == ContactId(0) {
        return Ok(Found::Test);
    }
    let mut db = mailroom.db.acquire().await?;
    let row = sqlx::query!(
        r#"select k.address, k.locale, k.created_at, k.consented_at, s.reason as "reason?", s.at as "stopped_at?",
                  (select nullif(words->'from'->>'name', '') from editions where campaign_id = $2) as sender
           from contacts k left join suppressions s on s.address = k.address where k.id = $1"#,
        claim.contact.0,
        claim.campaign.0
    );
    let Some(row) = row.fetch_optional(&mut *db).await? else { return Ok(Found::Gone) };
    let topics = topics::offered(&mut db, Some(claim.contact)).await?;
    drop(db);
    let reason = row.reason.map(|reason| reason.parse().map_err(Error::broken)).transpose()?;
    let stopped_at = row.stopped_at.map(crate::instant).transpose()?;
    let sender = match row.sender {
        Some(sender) => sender,
        None => consents::house_name(mailroom).await?,
    };
    Ok(Found::Person(Box::new(Preferences {
        address: row.address.parse()?,
        locale: row.locale,
        since: crate::instant(row.consented_at.unwrap_or(row.created_at))?,
        has_agreed: row.consented_at.is_some(),
        stopped: reason.zip(stopped_at),
        topics,
        is_measured: reading::is_measured(mailroom, claim.contact).await?,
        sender,
    })))
}

/// `text`: the words they chose by. `None` where nobody of that number is known.
pub async fn choose(mailroom: &Mailroom, claim: &Claim, choice: &Choice, text: &FormText) -> Result<Option<Done>> {
    let mut tx = mailroom.db.begin().await?;
    let locale = sqlx::query_scalar!("select locale from contacts where id = $1", claim.contact.0);
    let Some(locale) = locale.fetch_optional(&mut *tx).await? else { return Ok(None) };
    let person = (claim.contact, claim.campaign);
    let undo = match choice {
        Choice::Topic { topic, is_wanted } => {
            choose_topic(&mut tx, person, (*topic, *is_wanted), text).await?;
            Some(Choice::Topic { topic: *topic, is_wanted: !is_wanted })
        }
        Choice::Everything(false) => {
            stop(&mut tx, person, text).await?;
            Some(Choice::Everything(true))
        }
        Choice::Everything(true) => {
            come_back(&mut tx, person, text).await?;
            Some(Choice::Everything(false))
        }
        Choice::Language(wanted) => {
            sqlx::query!(
                "update contacts set locale = $2, updated_at = now() where id = $1",
                claim.contact.0,
                wanted.as_deref()
            )
            .execute(&mut *tx)
            .await?;
            (locale != *wanted).then_some(Choice::Language(locale))
        }
        Choice::Measuring(false) => {
            reading::refuse_measuring(&mut tx, claim.contact).await?;
            Some(Choice::Measuring(true))
        }
        Choice::Measuring(true) => {
            reading::allow_measuring(&mut tx, claim.contact).await?;
            Some(Choice::Measuring(false))
        }
    };
    tx.commit().await?;
    Ok(Some(Done { undo }))
}

type Person = (ContactId, CampaignId);

async fn choose_topic(
    db: &mut PgConnection,
    (contact, campaign): Person,
    (topic, is_wanted): (TopicId, bool),
    text: &FormText,
) -> Result<()> {
    let hash = consents::keep_text(&mut *db, text).await?;
    let source = &Origin::Preferences(campaign);
    let choice = OwnChoice { contact, topic, is_wanted, source, text_hash: Some(&hash), proof: None };
    if topics::choose_own(&mut *db, &choice).await? {
        // a campaign about it may be under way
        control::announce(db).await?;
    }
    Ok(())
}

/// Touches no contact, so that a refusal never waits for an import.
async fn stop(db: &mut PgConnection, (contact, campaign): Person, text: &FormText) -> Result<()> {
    let source = &Origin::Preferences(campaign);
    if suppressions::of_person(&mut *db, contact, SuppressionReason::Refused, &source.to_string()).await? {
        let word = Word { contact, given: false, kind: ConsentKind::Page, source, text, proof: None };
        consents::note(db, &word).await?;
    }
    Ok(())
}

/// Ends their own refusal only: an address that bounced or a complaint stays what it was.
async fn come_back(db: &mut PgConnection, (contact, campaign): Person, text: &FormText) -> Result<()> {
    suppressions::person_takes_back(&mut *db, contact).await?;
    let source = &Origin::Preferences(campaign);
    consents::note(db, &Word { contact, given: true, kind: ConsentKind::Page, source, text, proof: None }).await
}
