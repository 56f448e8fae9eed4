use super::{
    Engine, PAGE, STATEMENT_SECONDS, Shop, ShopSettings,
    sql::{self, Clock, within},
    told, value,
};
use crate::{Result, contacts::import::source::SourceRow};
use domain::import::ColumnRole;
use sqlx::{
    AssertSqlSafe, Column, ConnectOptions, Executor, PgConnection, Row, Statement, TypeInfo,
    postgres::{PgConnectOptions, PgRow},
};

pub(in super::super) struct Reading {
    db: PgConnection,
    settings: ShopSettings,
    from: String,
    selected: Vec<String>,
    moments: Vec<bool>,
    /// What the server calls the key's type.
    key: String,
    clock: Option<(Clock, String)>,
}

impl Reading {
    pub async fn open(shop: &Shop) -> Result<Self> {
        let settings = shop.settings.clone();
        let options: PgConnectOptions = settings.url.as_str().parse().map_err(told)?;
        let limit = format!("{STATEMENT_SECONDS}s");
        let held_back = [("default_transaction_read_only", "on"), ("statement_timeout", &limit), ("timezone", "UTC")];
        let options = options.application_name("pabal").options(held_back).disable_statement_logging();
        let mut db = within(options.connect()).await?;
        let from = sql::from(Engine::Postgres, &settings);
        let kinds = kinds(&mut db, shop, &from).await?;
        let (key, rest) = kinds.split_first().map_or((String::new(), &[][..]), |(key, rest)| (key.clone(), rest));
        let clock = settings.changed.as_deref().zip(rest.get(shop.columns.len()));
        let clock =
            clock.map(|(column, kind)| Ok::<_, crate::Error>((Clock::of(kind, column)?, kind.clone()))).transpose()?;
        let columns = || shop.columns.iter().zip(rest);
        let selected = columns().map(|(column, _)| format!("q.{}::text", quoted(&column.header))).collect();
        let moments = columns().map(|(column, kind)| {
            column.role == ColumnRole::ConsentedAt && matches!(kind.as_str(), "TIMESTAMP" | "DATE")
        });
        let moments = moments.collect();
        Ok(Self { db, settings, from, selected, moments, key, clock })
    }

    pub async fn newest(&mut self) -> Result<Option<String>> {
        let (Some((clock, kind)), Some(changed)) = (&self.clock, &self.settings.changed) else { return Ok(None) };
        let (changed, from) = (quoted(changed), &self.from);
        let newest = match clock {
            // a time of the future would hide whatever changes before it comes
            Clock::Time => format!("select least(max(q.{changed}), now()::{kind})::text from {from}"),
            Clock::Epoch => format!("select max(q.{changed})::text from {from}"),
        };
        let row = within(sqlx::query(AssertSqlSafe(newest)).fetch_one(&mut self.db)).await?;
        Ok(octets(&row, 0).and_then(|octets| String::from_utf8(octets).ok()))
    }

    /// One more than a page, where there are more.
    pub async fn rows(&mut self, since: Option<&str>, after: Option<&str>) -> Result<Vec<SourceRow>> {
        let (key, from) = (quoted(&self.settings.key), &self.from);
        let mut conditions = vec![format!("q.{key} is not null")];
        let mut said: Vec<String> = Vec::new();
        if let (Some(since), Some((clock, kind)), Some(changed)) = (since, &self.clock, &self.settings.changed) {
            let (changed, seconds) = (quoted(changed), self.settings.overlap.as_secs());
            match clock {
                Clock::Time => {
                    said.push(since.to_owned());
                    let at = said.len();
                    conditions.push(format!("q.{changed} >= ${at}::text::{kind} - interval '{seconds} seconds'"));
                }
                Clock::Epoch => conditions.push(format!("q.{changed} >= {}", sql::epoch_before(since, seconds)?)),
            }
        }
        if let Some(after) = after {
            said.push(after.to_owned());
            conditions.push(format!("q.{key} > ${}::text::{}", said.len(), self.key));
        }
        let (columns, conditions) = (self.selected.join(", "), conditions.join(" and "));
        let page = PAGE + 1;
        let asked =
            format!("select q.{key}::text, {columns} from {from} where {conditions} order by q.{key} limit {page}");
        let mut query = sqlx::query(AssertSqlSafe(asked));
        for value in said {
            query = query.bind(value);
        }
        let rows = within(query.fetch_all(&mut self.db)).await?;
        Ok(rows.iter().map(|row| self.row(row)).collect())
    }

    fn row(&self, row: &PgRow) -> SourceRow {
        let values = self.moments.iter().enumerate().map(|(n, is_moment)| {
            let text = value::text(octets(row, n + 1))?;
            Ok(if *is_moment { value::moment(text, &self.settings.time_zone) } else { text })
        });
        let key = String::from_utf8_lossy(&octets(row, 0).unwrap_or_default()).into_owned();
        SourceRow { key, values: values.collect() }
    }
}

fn octets(row: &PgRow, n: usize) -> Option<Vec<u8>> {
    let value = row.try_get_raw(n).ok()?;
    value.as_bytes().ok().map(<[u8]>::to_vec)
}

fn quoted(name: &str) -> String {
    sql::quoted(Engine::Postgres, name)
}

/// What the server calls the types of the key, the columns and the column of changes.
async fn kinds(db: &mut PgConnection, shop: &Shop, from: &str) -> Result<Vec<String>> {
    let settings = &shop.settings;
    let names = std::iter::once(settings.key.as_str()).chain(shop.headers()).chain(settings.changed.as_deref());
    let names: Vec<_> = names.map(|name| format!("q.{}", quoted(name))).collect();
    let looked = format!("select {} from {from} limit 0", names.join(", "));
    let statement = within(db.prepare(sqlx::SqlSafeStr::into_sql_str(AssertSqlSafe(looked)))).await?;
    Ok(statement.columns().iter().map(|column| column.type_info().name().to_owned()).collect())
}
