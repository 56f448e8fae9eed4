//! Whom campaigns come from: kept by admins, chosen by marketers.

use crate::{Error, Mailroom, Member, Result, audit};
use domain::{
    EmailAddress, Invalid, SenderId,
    member::Role,
    sender::{Legal, Sender, SenderEntry, SenderProfile},
};
use sqlx::PgConnection;

/// By name; archived ones last, where they are wanted.
pub async fn list(mailroom: &Mailroom, with_archived: bool) -> Result<Vec<Sender>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, name, address, reply_to, list_id, company, representative, postal_address, phone, archived_at
         from senders where $1 or archived_at is null order by archived_at is not null, lower(name), id",
        with_archived
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter().map(Row::into_sender).collect()
}

pub async fn find(mailroom: &Mailroom, sender: SenderId) -> Result<Sender> {
    let mut db = mailroom.db.acquire().await?;
    read(&mut db, sender).await?.ok_or_else(|| missing(sender))
}

pub async fn create(mailroom: &Mailroom, by: &Member, entry: &SenderEntry) -> Result<SenderId> {
    may_settle(by)?;
    let profile = entry.check()?;
    let mut tx = mailroom.db.begin().await?;
    let id = insert(&mut tx, &profile).await?;
    audit::note(&mut tx, by, "created", subject(id, &profile), None::<&()>, Some(&profile)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Campaigns launched before keep the words they were launched with.
pub async fn change(mailroom: &Mailroom, by: &Member, sender: SenderId, entry: &SenderEntry) -> Result<()> {
    may_settle(by)?;
    let profile = entry.check()?;
    let mut tx = mailroom.db.begin().await?;
    let before = locked(&mut tx, sender).await?.profile;
    if before == profile {
        return Ok(());
    }
    sqlx::query!(
        "update senders set name = $2, address = $3, reply_to = $4, list_id = $5, company = $6, representative = $7,
             postal_address = $8, phone = $9, updated_at = clock_timestamp()
         where id = $1",
        sender.0,
        profile.name,
        profile.address.as_str(),
        profile.reply_to.as_ref().map(EmailAddress::as_str),
        profile.list_id,
        profile.legal.company,
        profile.legal.representative,
        profile.legal.postal_address,
        profile.legal.phone,
    )
    .execute(&mut *tx)
    .await
    .map_err(taken_or)?;
    audit::note(&mut tx, by, "changed", subject(sender, &profile), Some(&before), Some(&profile)).await?;
    tx.commit().await?;
    Ok(())
}

/// No longer offered; drafts that chose it say so.
pub async fn archive(mailroom: &Mailroom, by: &Member, sender: SenderId) -> Result<()> {
    set_archived(mailroom, by, sender, true).await
}

pub async fn unarchive(mailroom: &Mailroom, by: &Member, sender: SenderId) -> Result<()> {
    set_archived(mailroom, by, sender, false).await
}

async fn set_archived(mailroom: &Mailroom, by: &Member, sender: SenderId, is_archived: bool) -> Result<()> {
    may_settle(by)?;
    let mut tx = mailroom.db.begin().await?;
    let before = locked(&mut tx, sender).await?;
    if before.archived_at.is_some() == is_archived {
        return Ok(());
    }
    sqlx::query!(
        "update senders set archived_at = case when $2 then clock_timestamp() end where id = $1",
        sender.0,
        is_archived
    )
    .execute(&mut *tx)
    .await
    .map_err(taken_or)?;
    let act = if is_archived { "archived" } else { "unarchived" };
    audit::note(&mut tx, by, act, subject(sender, &before.profile), None::<&()>, None::<&()>).await?;
    tx.commit().await?;
    Ok(())
}

/// In the caller's transaction.
pub(crate) async fn read(db: &mut PgConnection, sender: SenderId) -> Result<Option<Sender>> {
    let row = sqlx::query_as!(
        Row,
        "select id, name, address, reply_to, list_id, company, representative, postal_address, phone, archived_at
         from senders where id = $1",
        sender.0
    )
    .fetch_optional(db)
    .await?;
    row.map(Row::into_sender).transpose()
}

async fn locked(db: &mut PgConnection, sender: SenderId) -> Result<Sender> {
    sqlx::query!("select id from senders where id = $1 for update", sender.0).fetch_optional(&mut *db).await?;
    read(db, sender).await?.ok_or_else(|| missing(sender))
}

async fn insert(db: &mut PgConnection, profile: &SenderProfile) -> Result<SenderId> {
    let id = sqlx::query_scalar!(
        "insert into senders (name, address, reply_to, list_id, company, representative, postal_address, phone)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
        profile.name,
        profile.address.as_str(),
        profile.reply_to.as_ref().map(EmailAddress::as_str),
        profile.list_id,
        profile.legal.company,
        profile.legal.representative,
        profile.legal.postal_address,
        profile.legal.phone,
    )
    .fetch_one(db)
    .await
    .map_err(taken_or)?;
    Ok(SenderId(id))
}

struct Row {
    id: i64,
    name: String,
    address: String,
    reply_to: Option<String>,
    list_id: String,
    company: String,
    representative: String,
    postal_address: String,
    phone: String,
    archived_at: Option<time::OffsetDateTime>,
}

impl Row {
    fn into_sender(self) -> Result<Sender> {
        Ok(Sender {
            id: SenderId(self.id),
            profile: SenderProfile {
                name: self.name,
                address: self.address.parse()?,
                reply_to: self.reply_to.map(|address| address.parse()).transpose()?,
                list_id: self.list_id,
                legal: Legal {
                    company: self.company,
                    representative: self.representative,
                    postal_address: self.postal_address,
                    phone: self.phone,
                },
            },
            archived_at: self.archived_at.map(crate::instant).transpose()?,
        })
    }
}

fn may_settle(by: &Member) -> Result<()> {
    match by.role {
        Role::Admin => Ok(()),
        Role::Marketer | Role::Viewer => Err(Error::refused((
            "only an admin changes senders; ask one",
            "발신자는 관리자만 바꿀 수 있습니다. 관리자에게 요청하세요",
        ))),
    }
}

fn taken_or(error: sqlx::Error) -> Error {
    match error.as_database_error().and_then(|error| error.constraint()) {
        Some("senders_once") => Invalid::new(
            "address",
            (
                "there is a sender of this name and address already; change that one",
                "이름과 주소가 같은 발신자가 이미 있습니다. 그 발신자를 수정하세요",
            ),
        )
        .into(),
        _ => error.into(),
    }
}

fn subject(sender: SenderId, profile: &SenderProfile) -> audit::Subject<'_> {
    let name = if profile.name.is_empty() { profile.address.as_str() } else { &profile.name };
    audit::Subject { kind: "sender", id: sender.0, name }
}

fn missing(sender: SenderId) -> Error {
    Error::Missing(format!("sender {sender}"))
}
