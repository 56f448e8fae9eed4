//! A parked account, as people are told of it: why, when it is tried again, and when the day's quota comes back.

use crate::{Mailroom, Result};
use domain::{
    failure::Cause,
    ses::{Parked, QuotaReturns},
};

/// `None` where the account is free to send.
pub(crate) async fn parking(mailroom: &Mailroom, account: &str) -> Result<Option<Parked>> {
    let row = sqlx::query!(
        r#"select parked_until as "until!", coalesce(parked_why, '') as "why!" from pace
           where account = $1 and parked_until > clock_timestamp()"#,
        account
    )
    .fetch_optional(&mailroom.db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let (code, text) = row.why.split_once(": ").unwrap_or(("", &row.why));
    let cause = Cause::of(code, text);
    let quota = if cause == Cause::QuotaSpent { returns(mailroom, account).await? } else { None };
    Ok(Some(Parked { cause, until: crate::instant(row.until)?, quota }))
}

/// From when our own letters of the last 24 hours left. `None` where none did: then something else used the quota up, and
/// nobody here knows when.
async fn returns(mailroom: &Mailroom, account: &str) -> Result<Option<QuotaReturns>> {
    let row = sqlx::query!(
        r#"with left_then as (
               select m.minute, sum(m.sent + m.delivered + m.complained + m.bounced + m.in_doubt) as n
               from campaign_minutes m join campaigns c on c.id = m.campaign_id
               where c.account = $1 and m.minute > clock_timestamp() - interval '24 hours'
               group by m.minute having sum(m.sent + m.delivered + m.complained + m.bounced + m.in_doubt) > 0
           ), so_far as (
               select minute, sum(n) over (order by minute) as n from left_then
           ), waits as (
               select coalesce(sum(t.waiting + t.sending + t.retrying), 0) as n
               from totals t join campaigns c on c.id = t.campaign_id where c.account = $1 and c.state = 'running'
           )
           select (select min(minute) + interval '24 hours' from left_then) as "from?",
                  (select min(s.minute) + interval '24 hours' from so_far s, waits w where s.n >= w.n) as "enough_at?",
                  (select n::bigint from waits) as "waiting!""#,
        account
    )
    .fetch_one(&mailroom.db)
    .await?;
    let Some(from) = row.from else { return Ok(None) };
    Ok(Some(QuotaReturns {
        from: crate::instant(from)?,
        enough_at: row.enough_at.map(crate::instant).transpose()?,
        waiting: row.waiting,
    }))
}
