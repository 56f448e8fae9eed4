use super::{attributes, person};
use crate::{Error, Mailroom, Member, Result, audit, suppressions};
use domain::{
    ContactId, EmailAddress, Invalid, Origin,
    contact::Attributes,
    people::{Person, SuppressionReason},
    typed,
};
use serde::Serialize;
use serde_json::json;
use sqlx::{PgConnection, types::Json};

const NAME_CHARS_MAX: usize = 300;
const ATTRIBUTES_MAX: usize = 1_000;
const VALUE_CHARS_MAX: usize = 10_000;
const WORDS_CHARS_MAX: usize = 500;

/// What a person writes of somebody.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Card {
    pub address: EmailAddress,
    pub name: String,
    pub locale: Option<String>,
    pub attributes: Attributes,
}

impl Card {
    fn check(&self) -> Result<(), Invalid> {
        typed::line("name", &self.name, NAME_CHARS_MAX)?;
        if self.locale.as_deref().is_some_and(|tag| super::import::language(tag).as_deref() != Some(tag)) {
            return refuse("locale", ("write a language as ‘ko’ or ‘en-US’", "언어는 ‘ko’나 ‘en-US’처럼 적으세요"));
        }
        if self.attributes.len() > ATTRIBUTES_MAX || self.attributes.keys().any(|name| name.trim().is_empty()) {
            return refuse("attributes", ("give every attribute a name", "모든 속성에 이름을 붙이세요"));
        }
        self.attributes.iter().try_for_each(|(name, value)| {
            typed::line("attributes", name, VALUE_CHARS_MAX)?;
            typed::check("attributes", value.as_str().unwrap_or_default(), VALUE_CHARS_MAX)
        })
    }
}

fn refuse(field: &str, words: (&str, &str)) -> Result<(), Invalid> {
    Err(Invalid::new(field, words))
}

/// `consents` is what the person said to whoever writes them down, where they said something.
pub async fn add(mailroom: &Mailroom, by: &Member, card: &Card, consents: Option<bool>) -> Result<ContactId> {
    by.may_send()?;
    card.check()?;
    let mut tx = mailroom.db.begin().await?;
    check_not_erased(&mut tx, &card.address).await?;
    let id = sqlx::query_scalar!(
        "insert into contacts (address, name, locale, attributes) values ($1, $2, $3, $4)
         on conflict (address) do nothing returning id",
        card.address.as_str(),
        card.name,
        card.locale,
        Json(&card.attributes) as _,
    );
    let contact = ContactId(id.fetch_optional(&mut *tx).await?.ok_or_else(taken)?);
    learn_names(&mut tx, card).await?;
    if let Some(given) = consents {
        say(&mut tx, by, contact, given).await?;
    }
    audit::note(&mut tx, by, "created", subject(contact), None::<&()>, Some(card)).await?;
    tx.commit().await?;
    Ok(contact)
}

/// A refusal goes along with a changed address: it is the person's.
pub async fn change(mailroom: &Mailroom, by: &Member, contact: ContactId, card: &Card) -> Result<()> {
    by.may_send()?;
    card.check()?;
    let mut tx = mailroom.db.begin().await?;
    sqlx::query!("select id from contacts where id = $1 for update", contact.0).fetch_optional(&mut *tx).await?;
    let before = person::find_in(&mut tx, contact).await?;
    if before.address != card.address {
        check_not_erased(&mut tx, &card.address).await?;
        carry_refusal(&mut tx, &before, &card.address).await?;
    }
    let written = sqlx::query!(
        "update contacts set address = $2, name = $3, locale = $4, attributes = $5, updated_at = now() where id = $1",
        contact.0,
        card.address.as_str(),
        card.name,
        card.locale,
        Json(&card.attributes) as _,
    );
    match written.execute(&mut *tx).await {
        Ok(_) => {}
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => return Err(taken()),
        Err(error) => return Err(error.into()),
    }
    learn_names(&mut tx, card).await?;
    let was = Card { address: before.address, name: before.name, locale: before.locale, attributes: before.attributes };
    audit::note(&mut tx, by, "changed", subject(contact), Some(&was), Some(card)).await?;
    tx.commit().await?;
    Ok(())
}

fn taken() -> Error {
    let words =
        ("somebody has this address already; look for them in the list", "이미 등록된 주소입니다. 목록에서 찾아보세요");
    Invalid::new("address", words).into()
}

pub(crate) async fn check_not_erased(db: &mut PgConnection, address: &EmailAddress) -> Result<()> {
    let erased = sqlx::query_scalar!(
        r#"select exists (select from erasures where address_hash = address_hash($1)) as "erased!""#,
        address.as_str()
    );
    if !erased.fetch_one(db).await? {
        return Ok(());
    }
    let words = (
        "this person asked to be erased; only they themselves can subscribe again",
        "삭제를 요청한 사람입니다. 본인만 다시 구독할 수 있습니다",
    );
    Err(Invalid::new("address", words).into())
}

async fn carry_refusal(db: &mut PgConnection, before: &Person, to: &EmailAddress) -> Result<()> {
    let Some(suppression) = &before.suppression else { return Ok(()) };
    match suppression.reason {
        SuppressionReason::Refused | SuppressionReason::Complained | SuppressionReason::ByHand => {}
        // the address was at fault, and is another now
        SuppressionReason::Bounced => return Ok(()),
    }
    suppressions::raise(db, &[to.to_string()], suppression.reason, &suppression.source.to_string()).await?;
    Ok(())
}

async fn learn_names(db: &mut PgConnection, card: &Card) -> Result<()> {
    attributes::know(db, &card.attributes.keys().cloned().collect::<Vec<_>>()).await
}

/// Why somebody is not to be mailed any more, as a member says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The person said so: by telephone, by letter.
    Refused,
    /// Our own decision.
    ByHand,
}

/// From this moment nothing is sent to them, not even by a campaign under way.
pub async fn stop(mailroom: &Mailroom, by: &Member, contact: ContactId, why: Stop, words: &str) -> Result<()> {
    by.may_send()?;
    let wanted = ("say why, so that others understand it later", "나중에 다른 사람도 알 수 있도록 이유를 적으세요");
    let words = typed::name("words", words, WORDS_CHARS_MAX, wanted)?;
    let mut tx = mailroom.db.begin().await?;
    person::find_in(&mut tx, contact).await?;
    let reason = match why {
        Stop::Refused => SuppressionReason::Refused,
        Stop::ByHand => SuppressionReason::ByHand,
    };
    let source = format!("{}: {words}", by.called());
    suppressions::of_person(&mut tx, contact, reason, &source).await?;
    if why == Stop::Refused {
        note_word(&mut tx, contact, false, &source).await?;
    }
    let after = json!({ "reason": reason, "note": words });
    audit::note(&mut tx, by, "suppressed", subject(contact), None::<&()>, Some(&after)).await?;
    tx.commit().await?;
    Ok(())
}

async fn say(db: &mut PgConnection, by: &Member, contact: ContactId, given: bool) -> Result<()> {
    let source = Origin::WrittenDownBy(by.called().to_owned()).to_string();
    note_word(db, contact, given, &source).await?;
    if !given {
        suppressions::of_person(db, contact, SuppressionReason::Refused, &source).await?;
    }
    Ok(())
}

async fn note_word(db: &mut PgConnection, contact: ContactId, given: bool, source: &str) -> Result<()> {
    sqlx::query!(
        "insert into consents (contact_id, at, given, source) values ($1, clock_timestamp(), $2, $3)",
        contact.0,
        given,
        source
    )
    .execute(db)
    .await?;
    Ok(())
}

/// By number: what names a person goes when they are erased.
pub(crate) fn subject(contact: ContactId) -> audit::Subject<'static> {
    audit::Subject { kind: "person", id: contact.0, name: "" }
}
