//! Those who failed or bounced, of all campaigns.

use crate::{
    Error, Mailroom, Member, Result,
    campaigns::{self, Whom},
};
use domain::{
    CampaignId, DeliveryState,
    failed_send::{FailedFilter, FailedKey, FailedSend, Reason},
    failure::Cause,
    typed,
};
use sqlx::PgConnection;

/// Counting stops here: more is said as "10,000 or more".
pub const COUNTED_MAX: i64 = 10_000;
/// People one request may choose by hand.
const CHOSEN_MAX: usize = 500;

/// Newest first, up to `limit`.
pub async fn page(
    mailroom: &Mailroom,
    filter: &FailedFilter,
    after: Option<FailedKey>,
    limit: i64,
) -> Result<Vec<FailedSend>> {
    let mut tx = planned_anew(mailroom).await?;
    let (at, campaign, seq) = match after {
        Some(key) => (Some(crate::stored(key.at)?), key.campaign.0, key.seq),
        None => (None, 0, 0),
    };
    let rows = sqlx::query!(
        r#"with page as (
               select campaign_id, seq, state, cause, is_final, at from failures
               where ($1::text is null or cause = $1) and ($2::bigint is null or campaign_id = $2)
                 and ($3::text is null or domain = $3) and ($4::timestamptz is null or at >= $4)
                 and ($5::timestamptz is null or at < $5)
                 and ($6::timestamptz is null or (at, campaign_id, seq) < ($6, $7, $8))
               order by at desc, campaign_id desc, seq desc limit $9
           )
           select p.campaign_id, p.seq, p.state, p.cause, p.at, c.name as campaign_name, r.address, r.name,
                  s.detail as "detail!", s.attempts as "attempts!",
                  x.address is not null as "is_suppressed!",
                  not p.is_final and x.address is null and c.state <> 'cancelled' as "may_go_again!",
                  c.state <> 'cancelled' as "may_be_corrected!"
           from page p join campaigns c on c.id = p.campaign_id
           join recipients r on r.campaign_id = p.campaign_id and r.seq = p.seq
           -- person by person: joined as it is, the view would be made whole first
           join lateral (
               select detail, attempts from recipient_states where campaign_id = p.campaign_id and seq = p.seq limit 1
           ) s on true
           left join suppressions x on x.address = r.address
           order by p.at desc, p.campaign_id desc, p.seq desc"#,
        filter.cause.map(Cause::as_str),
        filter.campaign.map(|id| id.0),
        domain_of(filter),
        filter.since.map(crate::stored).transpose()?,
        filter.until.map(crate::stored).transpose()?,
        at,
        campaign,
        seq,
        limit,
    )
    .fetch_all(&mut *tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(FailedSend {
                campaign: CampaignId(row.campaign_id),
                campaign_name: row.campaign_name,
                seq: row.seq,
                address: row.address.parse()?,
                name: row.name,
                state: row.state.parse::<DeliveryState>().map_err(Error::broken)?,
                cause: row.cause.parse().map_err(Error::broken)?,
                detail: row.detail,
                attempts: row.attempts,
                at: crate::instant(row.at)?,
                is_suppressed: row.is_suppressed,
                may_go_again: row.may_go_again,
                may_be_corrected: row.may_be_corrected,
            })
        })
        .collect()
}

/// How many failed for each cause, most first; counted up to [`COUNTED_MAX`] each. The filter's own cause plays no part.
pub async fn reasons(mailroom: &Mailroom, filter: &FailedFilter) -> Result<Vec<Reason>> {
    let mut tx = planned_anew(mailroom).await?;
    let rows = sqlx::query!(
        r#"with recursive causes as (
               (select cause from failures order by cause limit 1)
               union all
               select (select f.cause from failures f where f.cause > c.cause order by f.cause limit 1)
               from causes c where c.cause is not null
           )
           select cause as "cause!", (
               select count(*) from (
                   select from failures f
                   where f.cause = c.cause and ($1::bigint is null or f.campaign_id = $1) and ($2::text is null or f.domain = $2)
                     and ($3::timestamptz is null or f.at >= $3) and ($4::timestamptz is null or f.at < $4)
                   limit $5
               ) counted
           ) as "people!"
           from causes c where cause is not null order by 2 desc, 1"#,
        filter.campaign.map(|id| id.0),
        domain_of(filter),
        filter.since.map(crate::stored).transpose()?,
        filter.until.map(crate::stored).transpose()?,
        COUNTED_MAX,
    )
    .fetch_all(&mut *tx)
    .await?;
    rows.into_iter()
        .filter(|row| row.people > 0)
        .map(|row| Ok(Reason { cause: row.cause.parse().map_err(Error::broken)?, people: row.people }))
        .collect()
}

/// Sends again to people chosen one by one. Says how many.
pub async fn send_again(mailroom: &Mailroom, by: &Member, chosen: &[(CampaignId, i32)]) -> Result<usize> {
    by.may_send()?;
    if chosen.len() > CHOSEN_MAX {
        return Err(Error::refused((
            format!("choose at most {CHOSEN_MAX} people at once, or send again to all of the filter"),
            format!("한 번에 {CHOSEN_MAX}명까지 선택할 수 있습니다. 더 많다면 필터 전체에 다시 보내세요"),
        )));
    }
    let mut by_campaign = std::collections::BTreeMap::<CampaignId, Vec<i32>>::new();
    for (campaign, seq) in chosen {
        by_campaign.entry(*campaign).or_default().push(*seq);
    }
    let mut asked = 0;
    for (campaign, seqs) in by_campaign {
        asked += campaigns::requeue(mailroom, by, campaign, &Whom::People(seqs)).await?;
    }
    Ok(asked)
}

/// Sends again to everybody the filter shows who may get it again. Says how many.
pub async fn send_all_again(mailroom: &Mailroom, by: &Member, filter: &FailedFilter) -> Result<usize> {
    by.may_send()?;
    let mut asked = 0;
    for campaign in campaigns_with_failures(mailroom, filter).await? {
        let whom =
            Whom::Failed { cause: filter.cause, domain: domain_of(filter), since: filter.since, until: filter.until };
        asked += campaigns::requeue(mailroom, by, campaign, &whom).await?;
    }
    Ok(asked)
}

async fn campaigns_with_failures(mailroom: &Mailroom, filter: &FailedFilter) -> Result<Vec<CampaignId>> {
    let ids = sqlx::query_scalar!(
        "select c.id from campaigns c
         where c.state <> 'cancelled' and ($1::bigint is null or c.id = $1)
           and exists (select from failures f where f.campaign_id = c.id)
         order by c.id",
        filter.campaign.map(|id| id.0),
    )
    .fetch_all(&mailroom.db)
    .await?;
    Ok(ids.into_iter().map(CampaignId).collect())
}

/// Each combination of filters is planned by itself: a plan that fits all of them would read the whole list.
async fn planned_anew(mailroom: &Mailroom) -> Result<sqlx::Transaction<'static, sqlx::Postgres>> {
    let mut tx = mailroom.db.begin_with("begin read only").await?;
    plan_anew(&mut tx).await?;
    Ok(tx)
}

async fn plan_anew(db: &mut PgConnection) -> Result<()> {
    sqlx::query!("set local plan_cache_mode = force_custom_plan").execute(db).await?;
    Ok(())
}

fn domain_of(filter: &FailedFilter) -> Option<String> {
    filter
        .domain
        .as_deref()
        .map(|domain| typed::plain(domain).trim_start_matches('@').to_lowercase())
        .filter(|d| !d.is_empty())
}
