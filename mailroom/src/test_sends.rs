//! Trying a campaign out: a letter to any address, with a real person's data. Asked for here, sent by a dispatcher
//! within a second, and kept with how it ended; the campaign's own numbers know nothing of it.

use crate::{Error, Mailroom, Member, Result, audit, campaigns::drafts, contacts, control};
use domain::{
    CampaignId, ContactId, EmailAddress, Invalid,
    contact::Attributes,
    draft::{TestOutcome, TestSend},
    edition::Edition,
    recipient::Recipient,
};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, types::Json};

/// A person trying things out needs fewer; a stolen session must not become a mail gun.
pub const PER_HOUR_MAX: i64 = 30;
/// A test marked longer ago than a call lasts was cut off: it may have been sent.
const CUT_OFF_MINUTES: i32 = 3;
const SHOWN: i64 = 10;

/// Whose data a test carries: as a letter would be filled in, without what only a ledger knows.
#[derive(Debug, Serialize, Deserialize)]
struct Model {
    address: EmailAddress,
    name: String,
    locale: Option<String>,
    merge: Attributes,
}

/// Asks for a letter. `as_person`: whose data it carries; whoever comes first of the audience where none is named.
/// Never to an address that is suppressed.
pub async fn ask(
    mailroom: &Mailroom,
    by: &Member,
    campaign: CampaignId,
    to: &str,
    as_person: Option<ContactId>,
) -> Result<i64> {
    by.may_send()?;
    let to: EmailAddress = to.parse().map_err(|invalid: Invalid| Invalid { field: "to".into(), ..invalid })?;
    // with connections of its own: whoever waits for one must not hold another
    let person = match as_person {
        Some(person) => Some(person),
        None => first_of_audience(mailroom, campaign).await?,
    };
    let mut tx = mailroom.db.begin().await?;
    let name = drafts::lock(&mut tx, campaign).await?.name;
    contacts::check_not_erased(&mut tx, &to).await.map_err(by_its_field)?;
    refuse_suppressed(&mut tx, &to).await?;
    refuse_too_many(&mut tx, by).await?;
    let words = words(mailroom, &mut tx, campaign).await?;
    let (contact, person) = model(&mut tx, person).await?;
    let id = sqlx::query_scalar!(
        "insert into test_sends (campaign_id, asked_by, address, person, words, contact_id)
         values ($1, $2, $3, $4, $5, $6) returning id",
        campaign.0,
        by.stored_id(),
        to.as_str(),
        Json(&person) as _,
        Json(&words) as _,
        contact.0,
    )
    .fetch_one(&mut *tx)
    .await?;
    let after = serde_json::json!({ "to": to, "as": person.address });
    let subject = audit::Subject { kind: "campaign", id: campaign.0, name: &name };
    audit::note(&mut tx, by, "tested", subject, None::<&()>, Some(&after)).await?;
    control::announce(&mut tx).await?;
    tx.commit().await?;
    Ok(id)
}

/// The latest of a campaign, newest first.
pub async fn list(mailroom: &Mailroom, campaign: CampaignId) -> Result<Vec<TestSend>> {
    let rows = sqlx::query!(
        r#"select t.id, t.address, coalesce(nullif(k.name, ''), k.address, '–') as "as_person!",
                  coalesce(nullif(m.name, ''), m.email, '') as "asked_by!",
                  t.asked_at, t.detail,
                  case when t.outcome is null and t.taken_at < clock_timestamp() - make_interval(mins => $2) then 'in_doubt'
                       else t.outcome end as outcome
           from test_sends t left join members m on m.id = t.asked_by left join contacts k on k.id = t.contact_id
           where t.campaign_id = $1 order by t.id desc limit $3"#,
        campaign.0,
        CUT_OFF_MINUTES,
        SHOWN,
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(TestSend {
                id: row.id,
                address: row.address.parse()?,
                as_person: row.as_person,
                asked_by: row.asked_by,
                asked_at: crate::instant(row.asked_at)?,
                outcome: row.outcome.map(|word| word.parse()).transpose().map_err(Error::broken)?,
                detail: row.detail.unwrap_or_default(),
            })
        })
        .collect()
}

/// A test that a dispatcher took to send.
pub(crate) struct Asked {
    pub id: i64,
    pub campaign: CampaignId,
    pub to: EmailAddress,
    pub person: Recipient,
    pub words: Edition,
}

/// Takes the oldest, if this account is the one offered to the pages. It is marked before the call and never taken
/// twice.
pub(crate) async fn take(mailroom: &Mailroom, account: &str) -> Result<Option<Asked>> {
    let row = sqlx::query!(
        r#"update test_sends set taken_at = clock_timestamp()
           where id = (select id from test_sends
                       where taken_at is null and person is not null
                         and $1 = (select account from offer_in_force)
                       order by id limit 1 for update skip locked)
           returning id, campaign_id, address, person as "person: Json<Model>", words as "words: Json<Edition>""#,
        account
    )
    .fetch_optional(&mailroom.db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let Json(Model { address, name, locale, merge }) =
        row.person.ok_or_else(|| Error::broken("a test that nobody took has no person"))?;
    Ok(Some(Asked {
        id: row.id,
        campaign: CampaignId(row.campaign_id),
        to: row.address.parse()?,
        person: Recipient { seq: 1, address, name, locale, merge },
        words: row.words.ok_or_else(|| Error::broken("a test that nobody took has no words"))?.0,
    }))
}

pub(crate) async fn end(mailroom: &Mailroom, id: i64, outcome: TestOutcome, detail: &str) -> Result<()> {
    sqlx::query!(
        "update test_sends set ended_at = clock_timestamp(), outcome = $2, detail = $3, words = null, person = null where id = $1",
        id,
        outcome.as_str(),
        detail,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// Whose data a test carries is not kept longer than it takes to send it; what was not sent yet never is.
pub(crate) async fn forget(db: &mut PgConnection, contact: ContactId, addresses: &[String]) -> Result<()> {
    sqlx::query!(
        "delete from test_sends where taken_at is null and (contact_id = $1 or address = any($2))",
        contact.0,
        addresses
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("update test_sends set person = null where contact_id = $1", contact.0).execute(&mut *db).await?;
    sqlx::query!("update test_sends set address = nameless(0), detail = null where address = any($1)", addresses)
        .execute(db)
        .await?;
    Ok(())
}

fn by_its_field(error: Error) -> Error {
    match error {
        Error::Invalid(invalid) => Invalid { field: "to".into(), ..invalid }.into(),
        other => other,
    }
}

async fn refuse_suppressed(db: &mut PgConnection, to: &EmailAddress) -> Result<()> {
    let is_suppressed =
        sqlx::query_scalar!(r#"select exists (select from suppressions where address = $1) as "is!""#, to.as_str())
            .fetch_one(db)
            .await?;
    if !is_suppressed {
        return Ok(());
    }
    Err(Invalid::new(
        "to",
        (
            format!(
                "{to} is on the suppression list, so it gets no test either; remove it from the list or use another address"
            ),
            format!("발송 제외 목록에 있는 주소라 테스트도 보내지 않습니다: {to}. 목록에서 지우거나 다른 주소를 쓰세요"),
        ),
    )
    .into())
}

async fn refuse_too_many(db: &mut PgConnection, by: &Member) -> Result<()> {
    let asked = sqlx::query_scalar!(
        r#"select count(*) as "n!" from test_sends where asked_by = $1 and asked_at > clock_timestamp() - interval '1 hour'"#,
        by.stored_id()
    )
    .fetch_one(db)
    .await?;
    if asked < PER_HOUR_MAX {
        return Ok(());
    }
    Err(Error::refused((
        format!("{PER_HOUR_MAX} tests in an hour are the most; try again later"),
        format!("테스트는 한 시간에 {PER_HOUR_MAX}통까지 보낼 수 있습니다. 나중에 다시 시도하세요"),
    )))
}

/// As the draft stands, or as a launched campaign was frozen.
async fn words(mailroom: &Mailroom, db: &mut PgConnection, campaign: CampaignId) -> Result<Edition> {
    let frozen = sqlx::query_scalar!(
        r#"select words as "words: Json<Edition>" from editions where campaign_id = $1"#,
        campaign.0
    )
    .fetch_optional(&mut *db)
    .await?;
    match frozen {
        Some(words) => Ok(words.0),
        None => {
            let draft = drafts::read_cards(db, campaign).await?;
            drafts::edition(mailroom, db, campaign, &draft).await
        }
    }
}

async fn model(db: &mut PgConnection, person: Option<ContactId>) -> Result<(ContactId, Model)> {
    let nobody = || {
        Error::from(Invalid::new(
            "as",
            (
                "there is nobody whose data it could carry; import people first",
                "데이터를 가져올 사람이 없습니다. 먼저 연락처를 가져오세요",
            ),
        ))
    };
    let person = person.ok_or_else(nobody)?;
    let row = sqlx::query!(
        r#"select address, name, locale, merge_of(attributes, consented_at) as "attributes!: Json<Attributes>" from contacts where id = $1"#,
        person.0
    )
    .fetch_optional(db)
    .await?
    .ok_or_else(nobody)?;
    let model = Model { address: row.address.parse()?, name: row.name, locale: row.locale, merge: row.attributes.0 };
    Ok((person, model))
}

async fn first_of_audience(mailroom: &Mailroom, campaign: CampaignId) -> Result<Option<ContactId>> {
    let cards = drafts::read_cards(&mut *mailroom.db.acquire().await?, campaign).await?;
    match cards.audience {
        Some(audience) => Ok(drafts::reach(mailroom, &audience).await?.sample.first().map(|person| person.id)),
        None => Ok(None),
    }
}
