use crate::{Error, Mailroom, Member, Result, audit, campaigns::drafts::zone_of};
use domain::{
    law::{LawSettings, QuietEntry, QuietHours},
    member::Role,
};
use jiff::{Timestamp, civil::Time, tz::TimeZone};
use sqlx::PgExecutor;

pub async fn settings(mailroom: &Mailroom) -> Result<LawSettings> {
    read(&mailroom.db).await
}

/// For all campaigns, in effect within a second.
pub async fn change(
    mailroom: &Mailroom,
    by: &Member,
    sends_receipts: bool,
    keeps_quiet: bool,
    quiet: &QuietEntry,
) -> Result<()> {
    may_settle(by)?;
    let after = LawSettings { sends_receipts, keeps_quiet, quiet: quiet.check()? };
    zone_of(&after.quiet.zone)?;
    let mut tx = mailroom.db.begin().await?;
    sqlx::query!("select is_one from law_settings for update").fetch_one(&mut *tx).await?;
    let before = read(&mut *tx).await?;
    if before == after {
        return Ok(());
    }
    sqlx::query!(
        "update law_settings set sends_receipts = $1, keeps_quiet = $2, quiet_from = $3, quiet_until = $4, quiet_zone = $5,
             changed_at = clock_timestamp()",
        after.sends_receipts,
        after.keeps_quiet,
        minute(after.quiet.from),
        minute(after.quiet.until),
        after.quiet.zone,
    )
    .execute(&mut *tx)
    .await?;
    let subject = audit::Subject { kind: "law", id: 0, name: "" };
    audit::note(&mut tx, by, "changed", subject, Some(&before), Some(&after)).await?;
    crate::control::announce(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

/// When advertising goes on, where it waits at this moment.
pub(crate) async fn quiet_until(db: impl PgExecutor<'_>) -> Result<Option<Timestamp>> {
    let settings = read(db).await?;
    if !settings.keeps_quiet {
        return Ok(None);
    }
    let zone = TimeZone::get(&settings.quiet.zone).map_err(Error::broken)?;
    Ok(settings.quiet.until(Timestamp::now(), &zone))
}

async fn read(db: impl PgExecutor<'_>) -> Result<LawSettings> {
    let row = sqlx::query!("select sends_receipts, keeps_quiet, quiet_from, quiet_until, quiet_zone from law_settings")
        .fetch_one(db)
        .await?;
    Ok(LawSettings {
        sends_receipts: row.sends_receipts,
        keeps_quiet: row.keeps_quiet,
        quiet: QuietHours { from: time(row.quiet_from)?, until: time(row.quiet_until)?, zone: row.quiet_zone },
    })
}

fn minute(time: Time) -> i16 {
    i16::from(time.hour()) * 60 + i16::from(time.minute())
}

fn time(minute: i16) -> Result<Time> {
    let part = |part: i16| i8::try_from(part).map_err(Error::broken);
    Time::new(part(minute / 60)?, part(minute % 60)?, 0, 0).map_err(Error::broken)
}

fn may_settle(by: &Member) -> Result<()> {
    match by.role {
        Role::Admin => Ok(()),
        Role::Marketer | Role::Viewer => Err(Error::refused((
            "only an admin changes what is kept of the law; ask one",
            "법규 설정은 관리자만 바꿀 수 있습니다. 관리자에게 요청하세요",
        ))),
    }
}
