//! Segments that are kept, and the people they choose.

mod asking;
mod audience;
mod condition;
mod known;
mod readers;

pub use audience::{count, preview, sample};
pub use known::{Known, KnownAttribute, known};
pub use readers::{faces, reader};

pub(crate) use audience::{after, frozen};

use crate::{
    Error, Mailroom, Member, Result,
    audit::{self, Subject},
    campaigns::drafts,
};
use domain::{
    Audience, CampaignId, Invalid, SegmentId, Sentence,
    draft::Change,
    segment::{People, Rule, Segment},
    typed,
};
use jiff::Timestamp;
use sqlx::{PgConnection, types::Json};
use std::time::{Duration, Instant};

pub const SEGMENTS_MAX: i64 = 500;
pub const NAME_CHARACTERS_MAX: usize = 100;
/// How old a number in the list may be, and how long the list may count before it shows older ones.
const FRESH_SECONDS: f64 = 60.0;
const COUNT_TOGETHER: Duration = Duration::from_millis(300);

/// A segment with what it chose when it was counted last.
#[derive(Clone, Debug)]
pub struct Counted {
    pub segment: Segment,
    pub people: Option<(People, Timestamp)>,
}

/// By name. Numbers older than a minute are counted again, as many as can be in a moment.
pub async fn list(mailroom: &Mailroom) -> Result<Vec<Counted>> {
    let stale = sqlx::query_scalar!(
        "select id from segments where counted_at is null or counted_at < clock_timestamp() - make_interval(secs => $1)
         order by counted_at nulls first limit 20",
        FRESH_SECONDS
    )
    .fetch_all(&mailroom.db)
    .await?;
    let began = Instant::now();
    for id in stale {
        if began.elapsed() < COUNT_TOGETHER {
            recount(mailroom, SegmentId(id)).await?;
        }
    }
    all(mailroom).await
}

async fn all(mailroom: &Mailroom) -> Result<Vec<Counted>> {
    let rows = sqlx::query!(
        r#"select id, name, rule as "rule: Json<Rule>", created_at, updated_at, people, suppressed, exact, counted_at
           from segments order by lower(name), id limit $1"#,
        SEGMENTS_MAX
    )
    .fetch_all(&mailroom.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let segment = Segment {
                id: SegmentId(row.id),
                name: row.name,
                rule: row.rule.0,
                created_at: crate::instant(row.created_at)?,
                updated_at: crate::instant(row.updated_at)?,
            };
            let people = row.people.zip(row.suppressed).zip(row.exact).zip(row.counted_at);
            let people = people.map(|(((matching, suppressed), exact), at)| {
                Ok::<_, Error>((People { matching, suppressed, exact }, crate::instant(at)?))
            });
            Ok(Counted { segment, people: people.transpose()? })
        })
        .collect()
}

pub async fn find(mailroom: &Mailroom, segment: SegmentId) -> Result<Segment> {
    let row = sqlx::query!(
        r#"select id, name, rule as "rule: Json<Rule>", created_at, updated_at from segments where id = $1"#,
        segment.0
    )
    .fetch_optional(&mailroom.db)
    .await?
    .ok_or_else(|| missing(segment))?;
    Ok(Segment {
        id: SegmentId(row.id),
        name: row.name,
        rule: row.rule.0,
        created_at: crate::instant(row.created_at)?,
        updated_at: crate::instant(row.updated_at)?,
    })
}

/// A rule that the database cannot count now keeps its older number.
async fn recount(mailroom: &Mailroom, segment: SegmentId) -> Result<()> {
    let audience = Audience::Segments { include: vec![segment], exclude: vec![], topic: None };
    let people = match count(mailroom, &audience).await {
        Ok(people) => people,
        Err(Error::Refused(_) | Error::Missing(_)) => return Ok(()),
        Err(error) => return Err(error),
    };
    sqlx::query!(
        "update segments set people = $2, suppressed = $3, exact = $4, counted_at = clock_timestamp() where id = $1",
        segment.0,
        people.matching,
        people.suppressed,
        people.exact,
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

/// Makes a segment, or changes the one of this number.
pub async fn save(
    mailroom: &Mailroom,
    by: &Member,
    segment: Option<SegmentId>,
    name: &str,
    rule: &Rule,
) -> Result<SegmentId> {
    by.may_send()?;
    let name = named(name)?;
    rule.check()?;
    let mut tx = mailroom.db.begin().await?;
    let id = match segment {
        None => create(&mut tx, by, &name, rule).await?,
        Some(segment) => change(&mut tx, by, segment, &name, rule).await?,
    };
    tx.commit().await?;
    Ok(id)
}

async fn create(db: &mut PgConnection, by: &Member, name: &str, rule: &Rule) -> Result<SegmentId> {
    let others = sqlx::query_scalar!(r#"select count(*) as "n!" from segments"#).fetch_one(&mut *db).await?;
    if others >= SEGMENTS_MAX {
        return Err(Error::refused((
            format!("there are {SEGMENTS_MAX} segments already: delete those that nobody uses"),
            format!("세그먼트는 {SEGMENTS_MAX}개까지 만들 수 있습니다. 쓰지 않는 세그먼트를 지워 주세요"),
        )));
    }
    let id = sqlx::query_scalar!(
        "insert into segments (name, rule, created_by) values ($1, $2, $3) returning id",
        name,
        Json(rule) as _,
        by.stored_id(),
    )
    .fetch_one(&mut *db)
    .await
    .map_err(taken)?;
    audit::note(db, by, "created", Subject { kind: "segment", id, name }, None::<&Rule>, Some(rule)).await?;
    Ok(SegmentId(id))
}

async fn change(db: &mut PgConnection, by: &Member, segment: SegmentId, name: &str, rule: &Rule) -> Result<SegmentId> {
    let before =
        sqlx::query_scalar!(r#"select rule as "rule: Json<Rule>" from segments where id = $1 for update"#, segment.0)
            .fetch_optional(&mut *db)
            .await?
            .ok_or_else(|| missing(segment))?;
    sqlx::query!(
        "update segments set name = $2, rule = $3, updated_at = clock_timestamp(), counted_at = null where id = $1",
        segment.0,
        name,
        Json(rule) as _,
    )
    .execute(&mut *db)
    .await
    .map_err(taken)?;
    let subject = Subject { kind: "segment", id: segment.0, name };
    audit::note(db, by, "changed", subject, Some(&before.0), Some(rule)).await?;
    Ok(segment)
}

/// The same rule under a name that is free: "Regulars (2)".
pub async fn duplicate(mailroom: &Mailroom, by: &Member, segment: SegmentId) -> Result<SegmentId> {
    by.may_send()?;
    let original = find(mailroom, segment).await?;
    let mut tx = mailroom.db.begin().await?;
    let name = free_name(&mut tx, &original.name, 2).await?;
    let id = create(&mut tx, by, &name, &original.rule).await?;
    tx.commit().await?;
    Ok(id)
}

/// One of this very rule, whatever it is called; else it is made, under this name or the next that is free.
pub(crate) async fn of_rule(db: &mut PgConnection, by: &Member, name: &str, rule: &Rule) -> Result<SegmentId> {
    let made = sqlx::query_scalar!("select id from segments where rule = $1 order by id limit 1", Json(rule) as _)
        .fetch_optional(&mut *db)
        .await?;
    if let Some(id) = made {
        return Ok(SegmentId(id));
    }
    let name = free_name(&mut *db, name, 1).await?;
    create(db, by, &named(&name)?, rule).await
}

/// The name itself where numbers begin with 1; else "Regulars (2)".
async fn free_name(db: &mut PgConnection, name: &str, first: i32) -> Result<String> {
    let stem: String = name.trim().chars().take(NAME_CHARACTERS_MAX - 6).collect();
    let name = sqlx::query_scalar!(
        r#"select called as "name!" from generate_series($2::int, 1000) n,
           lateral (select case when n = 1 then $1::text else $1::text || ' (' || n || ')' end) c(called)
           where not exists (select from segments s where s.name = called) order by n limit 1"#,
        stem,
        first,
    )
    .fetch_one(db)
    .await?;
    Ok(name)
}

/// A new campaign for these people, to be written.
pub async fn campaign_to(mailroom: &Mailroom, by: &Member, segment: SegmentId) -> Result<CampaignId> {
    by.may_send()?;
    let name = find(mailroom, segment).await?.name;
    let campaign = drafts::begin(mailroom, by, &name).await?;
    let audience = Audience::Segments { include: vec![segment], exclude: vec![], topic: None };
    drafts::save(mailroom, by, campaign, &Change::Audience(Some(audience)), 0).await?;
    Ok(campaign)
}

/// Refused while a campaign that is not launched yet uses it. Those launched keep the rule they had.
pub async fn remove(mailroom: &Mailroom, by: &Member, segment: SegmentId) -> Result<()> {
    by.may_send()?;
    let mut tx = mailroom.db.begin().await?;
    let row =
        sqlx::query!(r#"select name, rule as "rule: Json<Rule>" from segments where id = $1 for update"#, segment.0)
            .fetch_optional(&mut *tx)
            .await?
            .ok_or_else(|| missing(segment))?;
    let users = users_of(&mut tx, segment).await?;
    if !users.is_empty() {
        let names = users.join(", ");
        return Err(Error::refused((
            format!(
                "“{}” is used by campaigns that are not launched yet ({names}): choose other people there first",
                row.name
            ),
            format!(
                "‘{}’ 세그먼트를 아직 보내지 않은 캠페인({names})에서 쓰고 있습니다. 먼저 그 캠페인의 대상을 바꿔 주세요",
                row.name
            ),
        )));
    }
    sqlx::query!("delete from segments where id = $1", segment.0).execute(&mut *tx).await?;
    let subject = Subject { kind: "segment", id: segment.0, name: &row.name };
    audit::note(&mut tx, by, "erased", subject, Some(&row.rule.0), None::<&Rule>).await?;
    tx.commit().await?;
    Ok(())
}

/// Campaigns to be launched that name it.
async fn users_of(db: &mut PgConnection, segment: SegmentId) -> Result<Vec<String>> {
    let names = sqlx::query_scalar!(
        "select c.name from campaigns c
         cross join lateral (select filled from draft_cards where campaign_id = c.id and card = 'audience'
                             union all select c.audience) chosen(audience)
         where c.state in ('draft', 'scheduled') and chosen.audience ->> 'of' = 'segments'
           and (chosen.audience -> 'id' -> 'include' @> to_jsonb($1::bigint)
                or chosen.audience -> 'id' -> 'exclude' @> to_jsonb($1::bigint))
         group by c.id order by c.id limit 5",
        segment.0
    )
    .fetch_all(db)
    .await?;
    Ok(names)
}

fn named(name: &str) -> Result<String, Invalid> {
    typed::name("name", name, NAME_CHARACTERS_MAX, ("the segment needs a name", "세그먼트 이름을 입력하세요"))
}

fn taken(error: sqlx::Error) -> Error {
    let is_taken = error.as_database_error().and_then(|error| error.constraint()) == Some("segments_name_once");
    if !is_taken {
        return error.into();
    }
    let why = Sentence::new("another segment has this name", "같은 이름의 세그먼트가 이미 있습니다");
    Invalid::new("name", why).into()
}

fn missing(segment: SegmentId) -> Error {
    Error::Missing(format!("segment {segment}"))
}
