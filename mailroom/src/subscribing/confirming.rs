//! The letter that asks whether it was them, and what their yes does.

use super::{Application, CONFIRM_WITHIN_DAYS};
use crate::{
    Error, Mailroom, Result, consents,
    consents::Word,
    links::{self, Purpose},
    notices, suppressions,
    topics::{self, OwnChoice},
};
use domain::{
    ContactId, EmailAddress, Origin, Sentence, TopicId,
    consent::{ConsentKind, FormText, Proof},
    notice::{Notice, NoticeKind},
    suppression::SuppressionReason,
};
use jiff::Timestamp;
use sqlx::PgConnection;

/// What somebody asked for and has yet to confirm.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub address: EmailAddress,
    pub locale: String,
    pub asked_at: Timestamp,
    pub topics: Vec<Sentence>,
    pub is_confirmed: bool,
}

/// How pressing the button ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmation {
    Subscribed,
    /// Nothing can be sent to this address.
    Stopped(SuppressionReason),
    /// The link is not one of ours, or older than it may be.
    Unknown,
}

/// Asks whether it was them, by a letter to that address.
pub(super) async fn send(
    mailroom: &Mailroom,
    db: &mut PgConnection,
    request: i64,
    to: EmailAddress,
    asked: &Application,
) -> Result<()> {
    let token = links::sign(mailroom, Purpose::Confirm, &[request])?;
    let ids: Vec<i64> = asked.topics.iter().map(|topic| topic.0).collect();
    let notice = Notice {
        kind: NoticeKind::ConfirmSubscription,
        to,
        locale: Some(asked.locale.clone()),
        sender: None,
        at: Timestamp::now(),
        topics: names(&mut *db, &ids)
            .await?
            .into_iter()
            .map(|name| if asked.locale == "ko" { name.ko } else { name.en })
            .collect(),
        link: links::address(mailroom, "confirm", &token)?,
    };
    notices::ask(db, &format!("subscription request {request}"), None, &notice).await
}

async fn read(mailroom: &Mailroom, token: &str) -> Result<Option<i64>> {
    match links::read(mailroom, Purpose::Confirm, token).await?.as_deref() {
        Some(&[request]) => Ok(Some(request)),
        _ => Ok(None),
    }
}

async fn names(db: &mut PgConnection, topics: &[i64]) -> Result<Vec<Sentence>> {
    let names = sqlx::query!(
        "select name_en, name_ko from topics where id = any($1) and archived_at is null order by lower(name_en)",
        topics
    );
    let names = names.fetch_all(db).await?.into_iter();
    Ok(names.map(|name| Sentence::new(name.name_en, name.name_ko)).collect())
}

/// What a link stands for; `None` where it is not ours or works no more. Changes nothing.
pub async fn request(mailroom: &Mailroom, token: &str) -> Result<Option<Request>> {
    let Some(id) = read(mailroom, token).await? else { return Ok(None) };
    let row = sqlx::query!(
        "select address, locale, asked_at, topics, confirmed_at from subscription_requests
         where id = $1 and asked_at > now() - make_interval(days => $2)",
        id,
        CONFIRM_WITHIN_DAYS
    );
    let Some(row) = row.fetch_optional(&mailroom.db).await? else { return Ok(None) };
    let topics = names(&mut *mailroom.db.acquire().await?, &row.topics).await?;
    Ok(Some(Request {
        address: row.address.parse()?,
        locale: row.locale,
        asked_at: crate::instant(row.asked_at)?,
        topics,
        is_confirmed: row.confirmed_at.is_some(),
    }))
}

/// The person pressed the button. Pressing it again changes nothing.
pub async fn confirm(mailroom: &Mailroom, token: &str) -> Result<Confirmation> {
    let Some(id) = read(mailroom, token).await? else { return Ok(Confirmation::Unknown) };
    let mut tx = mailroom.db.begin().await?;
    let row = sqlx::query!(
        "select r.*, t.locale as text_locale, t.words from subscription_requests r
         join consent_texts t on t.hash = r.text_hash
         where r.id = $1 and r.asked_at > now() - make_interval(days => $2) for update of r",
        id,
        CONFIRM_WITHIN_DAYS
    );
    let Some(row) = row.fetch_optional(&mut *tx).await? else { return Ok(Confirmation::Unknown) };
    if row.confirmed_at.is_some() {
        return Ok(Confirmation::Subscribed);
    }
    let address: EmailAddress = row.address.parse()?;
    if let Some(reason) = come_back(&mut tx, &address).await? {
        return Ok(Confirmation::Stopped(reason));
    }
    let contact = write_down(&mut tx, &address, &row.name, &row.locale).await?;
    let proof = Proof {
        asked_at: Some(crate::instant(row.asked_at)?),
        confirmed_at: Some(Timestamp::now()),
        network: Some(row.network),
        user_agent: Some(row.user_agent),
    };
    let (source, text) = (&Origin::SubscribeForm, &FormText { locale: row.text_locale, words: row.words });
    let kind = ConsentKind::Confirmed;
    consents::note(&mut tx, &Word { contact, given: true, kind, source, text, proof: Some(proof.clone()) }).await?;
    for topic in row.topics.into_iter().map(TopicId) {
        let (text_hash, proof) = (Some(row.text_hash.as_slice()), Some(&proof));
        topics::choose_own(&mut tx, &OwnChoice { contact, topic, is_wanted: true, source, text_hash, proof }).await?;
    }
    sqlx::query!("update subscription_requests set confirmed_at = clock_timestamp() where id = $1", id)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(Confirmation::Subscribed)
}

/// Their own word ends their own refusal, and their having been erased; the reason that is left, where there is one.
async fn come_back(db: &mut PgConnection, address: &EmailAddress) -> Result<Option<SuppressionReason>> {
    // what campaigns under way still hold of who they were goes when those end: only the hash is theirs again
    sqlx::query!(
        "update erasures set address_hash = sha256(address_hash || uuid_send(gen_random_uuid()))
         where address_hash = address_hash($1)",
        address.as_str()
    )
    .execute(&mut *db)
    .await?;
    suppressions::take_back(&mut *db, &[address.to_string()]).await?;
    let left = sqlx::query_scalar!("select reason from suppressions where address = $1", address.as_str());
    let left = left.fetch_optional(db).await?;
    left.map(|reason| reason.parse().map_err(Error::broken)).transpose()
}

/// Whoever is known keeps what is known of them.
async fn write_down(db: &mut PgConnection, address: &EmailAddress, name: &str, locale: &str) -> Result<ContactId> {
    let id = sqlx::query_scalar!(
        "insert into contacts (address, name, locale) values ($1, $2, $3)
         on conflict (address) do update
         set name = coalesce(nullif(contacts.name, ''), excluded.name), locale = excluded.locale, updated_at = now()
         returning id",
        address.as_str(),
        name,
        locale
    );
    Ok(ContactId(id.fetch_one(db).await?))
}
