//! The public form: who asks here is written to once, and only who follows the link in that letter and presses its button
//! has subscribed. The answer is the same whether an address is known or not.

mod confirming;
mod moment;

pub use confirming::{Confirmation, Request, confirm, request};
pub use moment::{moment, read_moment};

use crate::{
    Mailroom, Member, Result,
    audit::{self, Subject},
    consents, topics,
    topics::OfferedTopic,
};
use domain::{EmailAddress, Invalid, TopicId, consent::FormText};
use sqlx::PgConnection;

/// Letters to one address in a day, whoever asks for them.
const PER_ADDRESS_MAX: i64 = 3;
/// Requests of one network in an hour: an office, a school.
const PER_NETWORK_MAX: i64 = 30;
/// How long the link in the letter works.
pub const CONFIRM_WITHIN_DAYS: i32 = 7;
const NAME_CHARACTERS_MAX: usize = 100;
const USER_AGENT_CHARACTERS_MAX: usize = 300;

/// What somebody filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Application {
    pub address: String,
    pub name: String,
    /// `ko` or `en`.
    pub locale: String,
    pub topics: Vec<TopicId>,
    /// What they agreed to.
    pub text: FormText,
    /// Where it came from: the part of its address that names no person.
    pub network: String,
    pub user_agent: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A letter is on its way, if one may be sent there.
    Taken,
    /// This network asked too often; in a while again.
    TooOften,
}

/// Whether the form is open, and what it offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    pub is_open: bool,
    pub sender: String,
    pub topics: Vec<OfferedTopic>,
}

pub async fn form(mailroom: &Mailroom) -> Result<Form> {
    let is_open = is_open(&mut *mailroom.db.acquire().await?).await?;
    let topics = topics::offered(&mut *mailroom.db.acquire().await?, None).await?;
    Ok(Form { is_open, sender: consents::house_name(mailroom).await?, topics })
}

async fn is_open(db: &mut PgConnection) -> Result<bool> {
    Ok(sqlx::query_scalar!("select is_open from subscribe_form").fetch_one(db).await?)
}

/// Opens the form to strangers, or closes it.
pub async fn set_open(mailroom: &Mailroom, by: &Member, wanted: bool) -> Result<()> {
    by.may_administer()?;
    let mut tx = mailroom.db.begin().await?;
    let changed = sqlx::query!("update subscribe_form set is_open = $1 where is_open <> $1", wanted);
    if changed.execute(&mut *tx).await?.rows_affected() > 0 {
        let subject = Subject { kind: "subscribe_form", id: 0, name: "" };
        let act = if wanted { "opened" } else { "closed" };
        audit::note(&mut tx, by, act, subject, None::<&()>, None::<&()>).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// # Errors
/// `Invalid` on `address` or `name`; `Refused` where the form is closed.
pub async fn ask(mailroom: &Mailroom, asked: &Application) -> Result<Asked> {
    let address: EmailAddress =
        asked.address.parse().map_err(|why: Invalid| Invalid { field: "address".into(), ..why })?;
    let name = name(&asked.name)?;
    let mut tx = mailroom.db.begin().await?;
    if !is_open(&mut tx).await? {
        return Err(crate::Error::refused((
            "new subscriptions are not taken at the moment",
            "지금은 새 구독 신청을 받지 않습니다",
        )));
    }
    // one after another, so that the counts are right
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", format!("subscribe {}", asked.network))
        .execute(&mut *tx)
        .await?;
    let counts = sqlx::query!(
        r#"select (select count(*) from subscription_requests
                   where network = $1 and asked_at > now() - interval '1 hour') as "of_network!",
                  (select count(*) from subscription_requests
                   where address = $2 and asked_at > now() - interval '1 day') as "of_address!""#,
        asked.network,
        address.as_str()
    )
    .fetch_one(&mut *tx)
    .await?;
    if counts.of_network >= PER_NETWORK_MAX {
        return Ok(Asked::TooOften);
    }
    let request = write(&mut tx, asked, &address, &name).await?;
    if counts.of_address < PER_ADDRESS_MAX && may_be_asked(&mut tx, &address).await? {
        confirming::send(mailroom, &mut tx, request, address, asked).await?;
    }
    tx.commit().await?;
    Ok(Asked::Taken)
}

fn name(name: &str) -> Result<String, Invalid> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > NAME_CHARACTERS_MAX {
        let why = (
            format!("at most {NAME_CHARACTERS_MAX} characters"),
            format!("{NAME_CHARACTERS_MAX}자까지 쓸 수 있습니다"),
        );
        return Err(Invalid::new("name", why));
    }
    Ok(name)
}

async fn write(db: &mut PgConnection, asked: &Application, address: &EmailAddress, name: &str) -> Result<i64> {
    let hash = consents::keep_text(&mut *db, &asked.text).await?;
    let topics: Vec<i64> = asked.topics.iter().map(|topic| topic.0).collect();
    let user_agent: String = asked.user_agent.chars().take(USER_AGENT_CHARACTERS_MAX).collect();
    let id = sqlx::query_scalar!(
        "insert into subscription_requests (address, name, locale, topics, text_hash, network, user_agent)
         values ($1, $2, $3, $4, $5, $6, $7) returning id",
        address.as_str(),
        name,
        asked.locale,
        &topics,
        hash,
        asked.network,
        user_agent,
    );
    Ok(id.fetch_one(db).await?)
}

/// Not where a letter would bounce, was called spam, or where we decided so ourselves. Who refused may take that back.
async fn may_be_asked(db: &mut PgConnection, address: &EmailAddress) -> Result<bool> {
    let stopped = sqlx::query_scalar!(
        r#"select exists (select from suppressions
                          where address = $1 and (reason <> 'refused' or beneath is not null)) as "stopped!""#,
        address.as_str()
    );
    Ok(!stopped.fetch_one(db).await?)
}

/// Requests are kept no longer than their link works.
pub async fn forget_old(mailroom: &Mailroom) -> Result<u64> {
    let gone = sqlx::query!(
        "delete from subscription_requests where asked_at < now() - make_interval(days => $1)",
        CONFIRM_WITHIN_DAYS
    );
    Ok(gone.execute(&mailroom.db).await?.rows_affected())
}

/// What somebody who was erased had asked for.
pub(crate) async fn forget(db: &mut PgConnection, addresses: &[String]) -> Result<()> {
    sqlx::query!("delete from subscription_requests where address = any($1)", addresses).execute(db).await?;
    Ok(())
}
