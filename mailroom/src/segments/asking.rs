//! Statements around a rule's condition: how many, who for example, who comes next. Each is bounded: a rule may be slow
//! to ask of a million people, and a person waits for the answer.

use super::condition::{self, Sql};
use crate::{Error, Mailroom, Result};
use domain::{
    ContactId,
    segment::{AsOf, Node, People, SamplePerson},
};
use sqlx::{PgConnection, Postgres, Row, Transaction, postgres::PgRow};
use std::time::Duration;

/// What counting may take, before it is estimated.
const COUNT: Duration = Duration::from_millis(210);
const ESTIMATE: Duration = Duration::from_millis(80);
const EXAMPLES: Duration = Duration::from_millis(120);
/// Pages of the table that a sample reads: about 30 people each.
const SAMPLE_PAGES: f64 = 150.0;
/// Where even that takes too long.
const SMALLEST_SAMPLE_PAGES: f64 = 10.0;
/// A tenth of a percent and a few hundred people are needed to say "about" at all.
const LEAST_PERCENT: f64 = 0.01;

/// A rule with the moment it is asked at.
pub(super) struct Question {
    pub who: Node,
    pub as_of: AsOf,
}

impl Question {
    pub fn asked(&self, beginning: impl Into<String>) -> Sql {
        let mut sql = Sql::new(beginning);
        self.push(&mut sql);
        sql
    }

    /// The condition alone, over contacts `k`.
    pub fn push(&self, sql: &mut Sql) {
        condition::push(sql, &self.who, self.as_of);
    }

    pub async fn count(&self, mailroom: &Mailroom) -> Result<People> {
        if let Some(people) = in_time(self.count_all(mailroom).await)? {
            return Ok(people);
        }
        for (pages, patience) in [(SAMPLE_PAGES, ESTIMATE), (SMALLEST_SAMPLE_PAGES, COUNT)] {
            if let Some(people) = in_time(self.estimate(mailroom, pages, patience).await)? {
                return Ok(people);
            }
        }
        Err(Error::refused((
            "this rule is too much for the database right now: remove conditions about mail, or try again",
            "지금은 이 조건을 셀 수 없습니다. 메일 반응 조건을 줄이거나 잠시 후 다시 시도하세요",
        )))
    }

    async fn count_all(&self, mailroom: &Mailroom) -> Result<People> {
        let mut tx = bounded(mailroom, COUNT).await?;
        let mut sql = self.asked(
            "select count(*), count(s.address) from contacts k left join suppressions s on s.address = k.address where ",
        );
        let row = sql.build().persistent(false).fetch_one(&mut *tx).await?;
        Ok(People { matching: row.try_get(0)?, suppressed: row.try_get(1)?, exact: true })
    }

    /// What a sample of the table's pages says of the whole.
    async fn estimate(&self, mailroom: &Mailroom, pages: f64, patience: Duration) -> Result<People> {
        let mut tx = bounded(mailroom, patience).await?;
        let (percent, everybody) = table_size(&mut tx, pages).await?;
        let mut sql = self.asked(
            "select count(*), count(*) filter (where matches), count(*) filter (where matches and exists
                 (select from suppressions s where s.address = sample.address))
             from (select k.address, (",
        );
        sql.push(format!(") is true as matches from contacts k tablesample system ({percent})) sample"));
        let row = sql.build().persistent(false).fetch_one(&mut *tx).await?;
        let (sampled, matching, suppressed): (i64, i64, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let scale = everybody.unwrap_or(sampled as f64 * 100.0 / percent) / sampled.max(1) as f64;
        let scaled = |people: i64| (people as f64 * scale).round() as i64;
        Ok(People { matching: scaled(matching), suppressed: scaled(suppressed), exact: false })
    }

    /// A few of them. Nobody where they are too few to be found in time.
    pub async fn sample(&self, mailroom: &Mailroom, limit: i64) -> Result<Vec<SamplePerson>> {
        if let Some(people) = in_time(self.first_found(mailroom, limit, None).await)? {
            return Ok(people);
        }
        Ok(in_time(self.first_found(mailroom, limit, Some(SAMPLE_PAGES)).await)?.unwrap_or_default())
    }

    async fn first_found(&self, mailroom: &Mailroom, limit: i64, pages: Option<f64>) -> Result<Vec<SamplePerson>> {
        let mut tx = bounded(mailroom, EXAMPLES).await?;
        let mut sql = Sql::new("select k.id, k.address, k.name from contacts k");
        if let Some(pages) = pages {
            let (percent, _) = table_size(&mut tx, pages).await?;
            sql.push(format!(" tablesample system ({percent})"));
        }
        sql.push(" where ");
        condition::push(&mut sql, &self.who, self.as_of);
        sql.push(" limit ").push_bind(limit);
        let rows = sql.build().persistent(false).fetch_all(&mut *tx).await?;
        rows.iter().map(person).collect()
    }

    /// The next of them after a contact, in order; never more than `limit`, nor after looking at more than `seen`.
    pub async fn after(&self, db: &mut PgConnection, from: i64, to: i64, seen: i64, limit: i64) -> Result<Window> {
        let looked_at = sqlx::query!(
            r#"select count(*) as "people!", coalesce(max(id), $2) as "through!"
               from (select id from contacts where id > $1 and id <= $2 order by id limit $3) seen"#,
            from,
            to,
            seen,
        )
        .fetch_one(&mut *db)
        .await?;
        let mut sql = self.asked("select k.id from contacts k where ");
        sql.push(" and k.id > ").push_bind(from).push(" and k.id <= ").push_bind(looked_at.through);
        sql.push(" order by k.id limit ").push_bind(limit);
        let rows = sql.build().persistent(false).fetch_all(db).await?;
        let people = rows.iter().map(|row| Ok(row.try_get(0)?)).collect::<Result<Vec<i64>>>()?;
        let is_full = people.len() as i64 == limit;
        let through = people.last().copied().filter(|_| is_full).unwrap_or(looked_at.through);
        Ok(Window { people, through, is_last: !is_full && looked_at.people < seen })
    }
}

/// What a look at a stretch of contacts found.
pub(crate) struct Window {
    pub people: Vec<i64>,
    /// Everybody up to here was looked at.
    pub through: i64,
    pub is_last: bool,
}

fn person(row: &PgRow) -> Result<SamplePerson> {
    Ok(SamplePerson { id: ContactId(row.try_get(0)?), address: row.try_get(1)?, name: row.try_get(2)? })
}

/// A transaction that reads only, and gives up by itself.
pub(super) async fn bounded(mailroom: &Mailroom, patience: Duration) -> Result<Transaction<'static, Postgres>> {
    let mut tx = mailroom.db.begin().await?;
    sqlx::query!(
        "select set_config('statement_timeout', $1, true) as patience, set_config('work_mem', '32MB', true) as memory,
                set_config('transaction_read_only', 'on', true) as reads_only",
        format!("{}ms", patience.as_millis())
    )
    .fetch_one(&mut *tx)
    .await?;
    Ok(tx)
}

/// Which part of the table so many pages are, in percent, and how many people it holds where that is known.
async fn table_size(db: &mut PgConnection, pages: f64) -> Result<(f64, Option<f64>)> {
    let table = sqlx::query!(
        r#"select (pg_relation_size(oid) / current_setting('block_size')::bigint)::float8 as "pages!",
                  relpages::float8 as "analyzed_pages!", reltuples::float8 as "people!"
           from pg_class where oid = 'contacts'::regclass"#
    )
    .fetch_one(db)
    .await?;
    let percent = (100.0 * pages / table.pages.max(1.0)).clamp(LEAST_PERCENT, 100.0);
    let is_known = table.people > 0.0 && table.analyzed_pages > 0.0;
    Ok((percent, is_known.then(|| table.people / table.analyzed_pages * table.pages)))
}

/// `None` where the database gave up.
pub(super) fn in_time<T>(answer: Result<T>) -> Result<Option<T>> {
    const QUERY_CANCELED: &str = "57014";
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(Error::Database(sqlx::Error::Database(error))) if error.code().as_deref() == Some(QUERY_CANCELED) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
