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
    template::Language,
};
use jiff::Timestamp;
use sqlx::PgConnection;

/// Who stands behind a link.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    Person(Box<Preferences>),
    /// The letter tried a campaign out. In its language.
    Test(Language),
    /// Erased since: nothing is known of them any more, but the language of the letter.
    Gone(Language),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Preferences {
    pub address: EmailAddress,
    /// The language of their letters.
    pub locale: Option<String>,
    /// What they read: their own language, else that of the letter.
    pub reads: Language,
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
    let mut db = mailroom.db.acquire().await?;
    let letter = letter(&mut db, claim.campaign).await?;
    if claim.contact == ContactId(0) {
        return Ok(Found::Test(letter.language));
    }
    let row = sqlx::query!(
        r#"select k.address, k.locale, k.created_at, k.consented_at, s.reason as "reason?", s.at as "stopped_at?"
           from contacts k left join suppressions s on s.address = k.address where k.id = $1"#,
        claim.contact.0
    );
    let Some(row) = row.fetch_optional(&mut *db).await? else { return Ok(Found::Gone(letter.language)) };
    let topics = topics::offered(&mut db, Some(claim.contact)).await?;
    drop(db);
    let reason = row.reason.map(|reason| reason.parse().map_err(Error::broken)).transpose()?;
    let stopped_at = row.stopped_at.map(crate::instant).transpose()?;
    let sender = match letter.sender {
        Some(sender) => sender,
        None => consents::house_name(mailroom).await?,
    };
    Ok(Found::Person(Box::new(Preferences {
        address: row.address.parse()?,
        reads: row.locale.as_deref().map_or(letter.language, |locale| Language::of_locale(Some(locale))),
        locale: row.locale,
        since: crate::instant(row.consented_at.unwrap_or(row.created_at))?,
        has_agreed: row.consented_at.is_some(),
        stopped: reason.zip(stopped_at),
        topics,
        is_measured: reading::is_measured(mailroom, claim.contact).await?,
        sender,
    })))
}

/// What the letter itself tells whoever opens its link.
struct Letter {
    /// By the name that the law asks for where its sender has one, as its footer and our own letters call it.
    sender: Option<String>,
    language: Language,
}

/// A letter without a word of Korean is English; whoever's language nobody knows got the Korean half of one written in both.
async fn letter(db: &mut PgConnection, campaign: CampaignId) -> Result<Letter> {
    let row = sqlx::query!(
        r#"select coalesce((select nullif(s.company, '') from senders s
                            where lower(s.address) = lower(e.words->'from'->>'address')
                            order by s.archived_at is not null, s.id limit 1),
                           nullif(e.words->'from'->>'name', '')) as sender,
                  concat(e.words->>'subject', e.words->>'html', e.words->>'text', e.words->>'fields') ~ '[가-힣]' as "is_korean!"
           from editions e where e.campaign_id = $1"#,
        campaign.0
    );
    let row = row.fetch_optional(db).await?;
    let language = if row.as_ref().is_none_or(|row| row.is_korean) { Language::Korean } else { Language::English };
    Ok(Letter { sender: row.and_then(|row| row.sender), language })
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
            // whoever leaves it to us again has undone a choice, which is not undone once more
            (wanted.is_some() && locale != *wanted).then_some(Choice::Language(locale))
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
