//! Writing the audience down, page by page; sending may begin before the last page.

use super::Page;
use crate::{Error, Mailroom, Result, campaigns, control, segments};
use domain::{Audience, CampaignId, DeliveryState, ImportId, campaign::CampaignState, segment::FrozenRule};
use sqlx::{Connection, PgConnection, types::Json};

/// The first page is one batch, so that the first mail leaves at once.
const FIRST_PAGE: i64 = BATCH_RECIPIENTS as i64;
/// Short enough that one worker's addressing does not keep another from sending.
const PAGE: i64 = 2_000;
/// How many are asked whether a rule chooses them, where it chooses few: bounds the time a page takes.
const ASKED: i64 = 10_000;
/// About 15 s of work at the rates accounts have; small enough that campaigns take fair turns.
pub(crate) const BATCH_RECIPIENTS: i32 = 500;

/// Addresses one more page of the oldest campaign of this account that still needs it. `false` when none does, or
/// when another worker is at it. A campaign whose audience cannot be written down is halted, so that others go on.
pub(crate) async fn address_next_page(mailroom: &Mailroom, account: &str) -> Result<bool> {
    let Some(campaign) = next_campaign(mailroom, account).await? else { return Ok(false) };
    match address_page(mailroom, campaign).await {
        Err(error) if !error.is_lost_connection() => {
            tracing::error!(%error, %campaign, "the audience of a campaign cannot be written down");
            campaigns::halt(mailroom, campaign, &campaigns::not_addressed()).await?;
            Ok(true)
        }
        done => done,
    }
}

/// Contacts have an address each, but one may be another's by the time a later page is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Twice {
    /// Nobody looks; the table refuses the page.
    CannotBe,
    /// Whose address the campaign has already is no recipient of it, and gets no number.
    LeftOut,
}

fn is_address_twice(error: &Error) -> bool {
    let Error::Database(sqlx::Error::Database(error)) = error else { return false };
    error.constraint() == Some("recipients_address_once")
}

#[tracing::instrument(name = "addressing", level = "debug", skip_all, fields(%campaign))]
async fn address_page(mailroom: &Mailroom, campaign: CampaignId) -> Result<bool> {
    let mut tx = mailroom.db.begin().await?;
    if !take_turn(&mut tx, campaign).await? {
        return Ok(false);
    }
    let Some(mut progress) = progress(&mut tx, campaign).await? else { return Ok(true) };
    let limit = if progress.recipients == 0 { FIRST_PAGE } else { PAGE };
    let written = write_page(&mut tx, campaign, &mut progress, limit).await?;
    write_batches(&mut tx, campaign, progress.recipients, written.people).await?;
    // only now do the campaign's other writers have to wait
    let Some(mut page) = Page::open_in(tx, campaign).await? else { return Ok(false) };
    if page.state == CampaignState::Cancelled {
        return Ok(true);
    }
    note_progress(page.db(), campaign, &written).await?;
    page.enter(DeliveryState::Waiting, written.people - written.skipped);
    page.enter(DeliveryState::Skipped, written.skipped);
    if progress.recipients == 0 && (written.people > 0 || written.is_last) {
        // others looked when nothing was there yet, and rest
        control::announce(page.db()).await?;
    }
    page.close().await?;
    Ok(true)
}

/// One page of a campaign at a time, until the transaction ends.
async fn take_turn(db: &mut PgConnection, campaign: CampaignId) -> Result<bool> {
    let key = format!("addressing {campaign}");
    let mine = sqlx::query_scalar!(r#"select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as "mine!""#, key)
        .fetch_one(db)
        .await?;
    Ok(mine)
}

async fn next_campaign(mailroom: &Mailroom, account: &str) -> Result<Option<CampaignId>> {
    let id = sqlx::query_scalar!(
        "select id from campaigns where state = 'running' and account = $1 and addressed_at is null order by served_at limit 1",
        account
    )
    .fetch_optional(&mailroom.db)
    .await?;
    Ok(id.map(CampaignId))
}

struct Progress {
    audience: Audience,
    through: i64,
    last: i64,
    recipients: i32,
    twice: Twice,
}

/// Read again in turn: another worker may have addressed this page meanwhile.
async fn progress(db: &mut PgConnection, campaign: CampaignId) -> Result<Option<Progress>> {
    let row = sqlx::query!(
        r#"select audience as "audience: Json<Audience>", addressed_through, audience_through, recipients
           from campaigns where id = $1 and state = 'running' and addressed_at is null"#,
        campaign.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Progress {
        audience: row.audience.0,
        through: row.addressed_through,
        last: row.audience_through,
        recipients: row.recipients,
        twice: Twice::CannotBe,
    }))
}

struct Written {
    people: i64,
    skipped: i64,
    through: i64,
    is_last: bool,
}

/// Refused for an address that the campaign has already, the page is written once more without it.
async fn write_page(db: &mut PgConnection, campaign: CampaignId, from: &mut Progress, limit: i64) -> Result<Written> {
    let mut page = db.begin().await?;
    match write(&mut page, campaign, from, limit).await {
        Err(error) if is_address_twice(&error) => {
            page.rollback().await?;
            from.twice = Twice::LeftOut;
            write(db, campaign, from, limit).await
        }
        written => {
            let written = written?;
            page.commit().await?;
            Ok(written)
        }
    }
}

async fn write(db: &mut PgConnection, campaign: CampaignId, from: &Progress, limit: i64) -> Result<Written> {
    match &from.audience {
        Audience::Everyone => write_people(db, campaign, from, limit, None).await,
        Audience::Import(import) => write_people(db, campaign, from, limit, Some(*import)).await,
        Audience::Matching(rule) => write_matching(db, campaign, from, limit, rule).await,
        Audience::Segments { .. } => {
            Err(Error::broken(format!("campaign {campaign} runs with an audience not frozen")))
        }
    }
}

async fn write_people(
    db: &mut PgConnection,
    campaign: CampaignId,
    from: &Progress,
    limit: i64,
    import: Option<ImportId>,
) -> Result<Written> {
    let row = sqlx::query!(
        r#"with words as materialized (
               select bool_or(words::text ~* 'consentedat') as tell from editions where campaign_id = $1
           ), page as (
               (select id from contacts where $5::bigint is null and id > $2 and id <= $3 order by id limit $4)
               union all
               (select contact_id from import_members where import_id = $5 and contact_id > $2 and contact_id <= $3
                order by contact_id limit $4)
           ), written as (
               insert into recipients (campaign_id, seq, contact_id, address, name, locale, merge, skip_reason)
               select $1, $6::int + (row_number() over (order by k.id))::int, k.id, k.address, k.name, k.locale,
                      case when words.tell then merge_of(k.attributes, k.consented_at) else k.attributes end,
                      case when e.address_hash is null then coalesce(s.reason, topic_refusal(c.topic_id, k.id, k.address))
                           else 'refused' end
               from words, page join contacts k on k.id = page.id join campaigns c on c.id = $1
                    left join suppressions s on s.address = k.address
                    join signing_keys key on key.purpose = 'erasure' and key.kid = 1
                    left join erasures e on e.address_hash = sha256(key.secret || convert_to(k.address, 'UTF8'))
               where (not $7::bool or not exists (select from recipients r where r.campaign_id = $1 and r.address = k.address))
               returning skip_reason
           )
           select (select count(*) from page) as "asked!", (select coalesce(max(id), $2) from page) as "through!",
                  count(*) as "people!", count(skip_reason) as "skipped!"
           from written"#,
        campaign.0,
        from.through,
        from.last,
        limit,
        import.map(|import| import.0),
        from.recipients,
        from.twice == Twice::LeftOut,
    )
    .fetch_one(db)
    .await?;
    // an import may name people who are no more: a page that holds few of them is not the last for that
    Ok(Written { people: row.people, skipped: row.skipped, through: row.through, is_last: row.asked < limit })
}

/// A page may hold nobody: the next one looks at the contacts after those.
async fn write_matching(
    db: &mut PgConnection,
    campaign: CampaignId,
    from: &Progress,
    limit: i64,
    rule: &FrozenRule,
) -> Result<Written> {
    let window = segments::after(&mut *db, rule, (from.through, from.last), ASKED, limit).await?;
    let row = sqlx::query!(
        r#"with words as materialized (
               select bool_or(words::text ~* 'consentedat') as tell from editions where campaign_id = $1
           ), written as (
               insert into recipients (campaign_id, seq, contact_id, address, name, locale, merge, skip_reason)
               select $1, $3::int + (row_number() over (order by k.id))::int, k.id, k.address, k.name, k.locale,
                      case when words.tell then merge_of(k.attributes, k.consented_at) else k.attributes end,
                      case when e.address_hash is null then coalesce(s.reason, topic_refusal(c.topic_id, k.id, k.address))
                           else 'refused' end
               from words, contacts k join campaigns c on c.id = $1
                    left join suppressions s on s.address = k.address
                    join signing_keys key on key.purpose = 'erasure' and key.kid = 1
                    left join erasures e on e.address_hash = sha256(key.secret || convert_to(k.address, 'UTF8'))
               where k.id = any($2)
                 and (not $4::bool or not exists (select from recipients r where r.campaign_id = $1 and r.address = k.address))
               returning skip_reason
           )
           select count(*) as "people!", count(skip_reason) as "skipped!" from written"#,
        campaign.0,
        &window.people,
        from.recipients,
        from.twice == Twice::LeftOut,
    )
    .fetch_one(db)
    .await?;
    Ok(Written { people: row.people, skipped: row.skipped, through: window.through, is_last: window.is_last })
}

async fn write_batches(db: &mut PgConnection, campaign: CampaignId, before: i32, people: i64) -> Result<()> {
    let people = i32::try_from(people).map_err(crate::Error::broken)?;
    sqlx::query!(
        "insert into batches (campaign_id, first_seq, last_seq, cursor)
         select $1, first, least(first + $4 - 1, $3), first - 1 from generate_series($2::int, $3::int, $4::int) first",
        campaign.0,
        before + 1,
        before + people,
        BATCH_RECIPIENTS,
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn note_progress(db: &mut PgConnection, campaign: CampaignId, written: &Written) -> Result<()> {
    sqlx::query!(
        "update campaigns set recipients = recipients + $2::bigint, addressed_through = $3,
             addressed_at = case when $4 then clock_timestamp() end
         where id = $1",
        campaign.0,
        written.people,
        written.through,
        written.is_last,
    )
    .execute(db)
    .await?;
    Ok(())
}
