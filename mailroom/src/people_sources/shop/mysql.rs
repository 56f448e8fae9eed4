use super::{
    Engine, PAGE, STATEMENT_SECONDS, Shop, ShopSettings,
    sql::{self, Clock, within},
    told, value,
};
use crate::{Result, contacts::import::source::SourceRow};
use domain::import::ColumnRole;
use sqlx::{
    AssertSqlSafe, Column, ConnectOptions, Executor, MySqlConnection, Row, Statement, TypeInfo,
    mysql::{MySqlConnectOptions, MySqlRow},
};

pub(in super::super) struct Reading {
    db: MySqlConnection,
    settings: ShopSettings,
    from: String,
    /// Of each column, read as text.
    selected: Vec<String>,
    /// Whose values are times without a zone.
    moments: Vec<bool>,
    key: Key,
    clock: Option<Clock>,
}

/// A number is compared as one: as text, `10` would come before `9`.
#[derive(Clone, Copy)]
enum Key {
    Number,
    Text,
}

impl Reading {
    pub async fn open(shop: &Shop) -> Result<Self> {
        let settings = shop.settings.clone();
        let options: MySqlConnectOptions = settings.url.as_str().parse().map_err(told)?;
        let options = options.pipes_as_concat(false).no_engine_substitution(false).disable_statement_logging();
        let mut db = within(options.connect()).await?;
        hold_back(&mut db).await?;
        let from = sql::from(Engine::MySql, &settings);
        let kinds = kinds(&mut db, shop, &from).await?;
        let (key, rest) = kinds.split_first().map_or(("", &[][..]), |(key, rest)| (key.as_str(), rest));
        let clock = settings.changed.as_deref().zip(rest.get(shop.columns.len()));
        let clock = clock.map(|(column, kind)| Clock::of(kind, column)).transpose()?;
        let columns = || shop.columns.iter().zip(rest);
        let selected = columns().map(|(column, kind)| as_text(&column.header, kind)).collect();
        let moments = columns().map(|(column, kind)| {
            column.role == ColumnRole::ConsentedAt && matches!(kind.as_str(), "DATETIME" | "DATE")
        });
        let moments = moments.collect();
        let key = if key.contains("INT") { Key::Number } else { Key::Text };
        Ok(Self { db, settings, from, selected, moments, key, clock })
    }

    pub async fn newest(&mut self) -> Result<Option<String>> {
        let (Some(clock), Some(changed)) = (self.clock, &self.settings.changed) else { return Ok(None) };
        let (changed, from) = (quoted(changed), &self.from);
        let newest = match clock {
            // a time of the future would hide whatever changes before it comes
            Clock::Time => format!("select cast(least(max(q.{changed}), now(6)) as char) from {from}"),
            Clock::Epoch => format!("select cast(max(q.{changed}) as char) from {from}"),
        };
        let row = within(sqlx::query(AssertSqlSafe(newest)).fetch_one(&mut self.db)).await?;
        Ok(octets(&row, 0).and_then(|octets| String::from_utf8(octets).ok()))
    }

    /// One more than a page, where there are more.
    pub async fn rows(&mut self, since: Option<&str>, after: Option<&str>) -> Result<Vec<SourceRow>> {
        let (key, from) = (quoted(&self.settings.key), &self.from);
        let mut conditions = vec![format!("q.{key} is not null")];
        let mut said = Vec::new();
        if let (Some(since), Some(clock), Some(changed)) = (since, self.clock, &self.settings.changed) {
            let (changed, seconds) = (quoted(changed), self.settings.overlap.as_secs());
            match clock {
                Clock::Time => {
                    conditions.push(format!("q.{changed} >= cast(? as datetime(6)) - interval {seconds} second"));
                    said.push(since.to_owned());
                }
                Clock::Epoch => conditions.push(format!("q.{changed} >= {}", sql::epoch_before(since, seconds)?)),
            }
        }
        if let Some(after) = after {
            conditions.push(match self.key {
                Key::Number => {
                    format!("q.{key} > cast(? as {})", if after.starts_with('-') { "signed" } else { "unsigned" })
                }
                Key::Text => format!("q.{key} > ?"),
            });
            said.push(after.to_owned());
        }
        let (columns, conditions) = (self.selected.join(", "), conditions.join(" and "));
        let page = PAGE + 1;
        let asked = format!(
            "select cast(q.{key} as char), {columns} from {from} where {conditions} order by q.{key} limit {page}"
        );
        let mut query = sqlx::query(AssertSqlSafe(asked));
        for value in said {
            query = query.bind(value);
        }
        let rows = within(query.fetch_all(&mut self.db)).await?;
        Ok(rows.iter().map(|row| self.row(row)).collect())
    }

    fn row(&self, row: &MySqlRow) -> SourceRow {
        let values = self.moments.iter().enumerate().map(|(n, is_moment)| {
            let text = value::text(octets(row, n + 1))?;
            Ok(if *is_moment { value::moment(text, &self.settings.time_zone) } else { text })
        });
        let key = String::from_utf8_lossy(&octets(row, 0).unwrap_or_default()).into_owned();
        SourceRow { key, values: values.collect() }
    }
}

fn octets(row: &MySqlRow, n: usize) -> Option<Vec<u8>> {
    row.try_get_unchecked::<Option<Vec<u8>>, _>(n).ok().flatten()
}

fn quoted(name: &str) -> String {
    sql::quoted(Engine::MySql, name)
}

/// Nothing is written, and no statement keeps the shop waiting. MariaDB and MySQL have each a name of their own for that.
async fn hold_back(db: &mut MySqlConnection) -> Result<()> {
    within(db.execute("set session transaction read only")).await?;
    let seconds = STATEMENT_SECONDS;
    let limits = [
        format!("set session max_statement_time = {seconds}"),
        format!("set session max_execution_time = {seconds}000"),
    ];
    for limit in limits {
        // one of them is unknown to the server
        _ = db.execute(AssertSqlSafe(limit)).await;
    }
    Ok(())
}

/// What the server calls the types of the key, the columns and the column of changes.
async fn kinds(db: &mut MySqlConnection, shop: &Shop, from: &str) -> Result<Vec<String>> {
    let settings = &shop.settings;
    let names = std::iter::once(settings.key.as_str()).chain(shop.headers()).chain(settings.changed.as_deref());
    let names: Vec<_> = names.map(|name| format!("q.{}", quoted(name))).collect();
    let looked = format!("select {} from {from} limit 0", names.join(", "));
    let statement = within(db.prepare(sqlx::SqlSafeStr::into_sql_str(AssertSqlSafe(looked)))).await?;
    Ok(statement.columns().iter().map(|column| column.type_info().name().to_owned()).collect())
}

/// Text comes in the connection's letters; octets come as they are, and may be text.
fn as_text(column: &str, kind: &str) -> String {
    let column = format!("q.{}", quoted(column));
    match kind {
        "BIT" => format!("cast({column} + 0 as char)"),
        kind if ["CHAR", "TEXT", "BLOB", "BINARY", "ENUM"].iter().any(|word| kind.ends_with(word)) => column,
        _ => format!("cast({column} as char)"),
    }
}
