//! Which carrier's account campaigns launched on the pages go through: the one offered last by a dispatcher that
//! lives (`docs/decisions/0016`). What its carrier said of it stands here too, for processes that have none.

use crate::{Mailroom, Result, ledger::Owner, mailer::Quota};

/// The account that pages launch through.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub account: String,
    /// What the carrier allows, with the operator's cap.
    pub quota: Quota,
}

/// `None` where no dispatcher is there to launch anything.
pub async fn current(mailroom: &Mailroom) -> Result<Option<Offer>> {
    let row = sqlx::query!(
        r#"select account as "account!", rate, left_today, sandbox as "sandbox!", sending_enabled as "sending_enabled!"
           from offer_in_force"#
    )
    .fetch_optional(&mailroom.db)
    .await?;
    Ok(row.map(|row| Offer {
        account: row.account,
        quota: Quota {
            rate_per_second: row.rate,
            left_today: row.left_today,
            most_a_day: None,
            sandbox: row.sandbox,
            sending_enabled: row.sending_enabled,
        },
    }))
}

/// Said once a minute by a dispatcher that stays. Offers of the dead go.
pub(crate) async fn make(mailroom: &Mailroom, owner: Owner, account: &str, quota: &Quota) -> Result<()> {
    sqlx::query!(
        "delete from offers where number not in (select number from living_dispatchers where number is not null)"
    )
    .execute(&mailroom.db)
    .await?;
    sqlx::query!(
        "insert into offers (number, account, rate, left_today, sandbox, sending_enabled) values ($1, $2, $3, $4, $5, $6)
         on conflict (number) do update set account = excluded.account, rate = excluded.rate, left_today = excluded.left_today,
             sandbox = excluded.sandbox, sending_enabled = excluded.sending_enabled, asked_at = clock_timestamp()",
        owner.0,
        account,
        quota.rate_per_second,
        quota.left_today,
        quota.sandbox,
        quota.sending_enabled,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}
