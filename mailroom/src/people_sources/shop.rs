//! The shop's own database: MySQL, MariaDB or Postgres. Only read, a page a statement, without a transaction between them.

mod mysql;
mod postgres;
mod sql;
mod value;

use super::run::{Begun, Described, Turn};
use crate::{
    Error, Result,
    contacts::import::{ChosenColumn, Columns, source::SourceRow},
};
use domain::{Invalid, Sentence, SourceRunId};
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use std::{fmt, time::Duration};
use url::Url;

pub(super) const NAME: &str = "shop";
/// Rows of one page.
const PAGE: usize = 2_000;
/// The shop's own work comes first: what takes longer is given up there.
const STATEMENT_SECONDS: u32 = 60;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowsFrom {
    /// `users`, `crm.users`
    Table(String),
    /// A `select` of one's own.
    Query(String),
}

/// As its operator says. Its address holds a password, so nothing shows it.
#[derive(Clone)]
pub struct ShopSettings {
    pub url: Url,
    pub rows_from: RowsFrom,
    pub columns: Vec<ChosenColumn>,
    /// A column that is different in every row.
    pub key: String,
    /// A column that says when a row changed. Without one everything is read each time.
    pub changed: Option<String>,
    /// How far before the newest row of the last time reading begins again: what commits late is older than what it follows.
    pub overlap: Duration,
    /// Of times that name none.
    pub time_zone: TimeZone,
}

impl fmt::Debug for ShopSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ShopSettings").field("rows_from", &self.rows_from).finish_non_exhaustive()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Engine {
    MySql,
    Postgres,
}

#[derive(Clone, Debug)]
pub struct Shop {
    settings: ShopSettings,
    engine: Engine,
    columns: Columns,
}

/// A page of changed rows in the order of their keys.
struct Page {
    rows: Vec<SourceRow>,
    is_last: bool,
}

/// Connected, and what kinds its columns are of is known.
enum Reading {
    MySql(mysql::Reading),
    Postgres(postgres::Reading),
}

/// How a whole run goes.
pub(super) async fn read(turn: &mut Turn, shop: &Shop, seen: impl Fn(u64) + Send + Sync) -> Result<SourceRunId> {
    let mut reading = shop.open().await?;
    let mut run = begin(turn, &mut reading).await?;
    let mut after: Option<String> = run.reached()?;
    loop {
        let page = reading.page(run.since.as_deref(), after.as_deref()).await?;
        let Some(last) = page.rows.last().map(|row| row.key.clone()) else { break };
        turn.bring(&mut run, &shop.columns, &page.rows, &last).await?;
        seen(page.rows.len() as u64);
        after = Some(last);
        if page.is_last {
            break;
        }
    }
    turn.end(&run).await?;
    Ok(run.id)
}

/// Where the run before stopped, or anew: first how new the newest is, and only then the rows.
async fn begin(turn: &mut Turn, reading: &mut Reading) -> Result<Begun> {
    if let Some(unfinished) = turn.unfinished().await? {
        return Ok(unfinished);
    }
    let watermark = reading.newest().await?;
    turn.begin(watermark.as_deref()).await
}

impl Shop {
    /// Connects to nothing yet.
    ///
    /// # Errors
    /// `Invalid` on the setting that cannot be used.
    pub fn new(settings: ShopSettings) -> Result<Self, Invalid> {
        let engine = match settings.url.scheme() {
            "mysql" | "mariadb" => Engine::MySql,
            "postgres" | "postgresql" => Engine::Postgres,
            other => {
                return Err(Invalid::new(
                    "shop_url",
                    Sentence::new(
                        format!("‘{other}’ is no database we can read; begin the address with mysql:// or postgres://"),
                        format!(
                            "‘{other}’은(는) 읽을 수 없는 데이터베이스입니다. mysql:// 또는 postgres://로 시작하는 주소를 적으세요"
                        ),
                    ),
                ));
            }
        };
        if settings.columns.is_empty() {
            return Err(Invalid::new(
                "shop_columns",
                (
                    "name the columns to read, such as email,name,agreed:consent; no other is looked at",
                    "읽을 열을 email,name,agreed:consent처럼 적으세요. 적지 않은 열은 읽지 않습니다",
                ),
            ));
        }
        let columns = Columns::chosen(&settings.columns)?;
        Ok(Self { settings, engine, columns })
    }

    pub(super) fn described(&self) -> Described {
        let ShopSettings { url, rows_from, key, changed, .. } = &self.settings;
        let engine = match self.engine {
            Engine::MySql => "MySQL",
            Engine::Postgres => "Postgres",
        };
        let rows = match rows_from {
            RowsFrom::Table(table) => format!("table {table}"),
            RowsFrom::Query(_) => "a query".into(),
        };
        let at = format!("{}{}", url.host_str().unwrap_or("localhost"), url.path());
        let place = format!("{engine} at {at}, {rows}");
        let read = format!("{at}\n{rows_from:?}\n{key}\n{changed:?}\n{:?}", self.columns);
        Described { name: NAME, place, fingerprint: Sha256::digest(read).to_vec() }
    }

    /// How new its newest row is. Its columns are there, and may be read.
    pub(super) async fn look(&self) -> Result<Option<String>> {
        let mut reading = self.open().await?;
        reading.page(None, None).await?;
        reading.newest().await
    }

    async fn open(&self) -> Result<Reading> {
        Ok(match self.engine {
            Engine::MySql => Reading::MySql(mysql::Reading::open(self).await?),
            Engine::Postgres => Reading::Postgres(postgres::Reading::open(self).await?),
        })
    }

    fn headers(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.header.as_str())
    }
}

impl Reading {
    /// How new the newest row is, in the shop's own words and by its own clock; `None` where nothing says it.
    async fn newest(&mut self) -> Result<Option<String>> {
        match self {
            Self::MySql(reading) => reading.newest().await,
            Self::Postgres(reading) => reading.newest().await,
        }
    }

    async fn page(&mut self, since: Option<&str>, after: Option<&str>) -> Result<Page> {
        let mut rows = match self {
            Self::MySql(reading) => reading.rows(since, after).await?,
            Self::Postgres(reading) => reading.rows(since, after).await?,
        };
        let is_last = rows.len() <= PAGE;
        if let Some([last, next]) = rows.get(PAGE - 1..=PAGE)
            && last.key == next.key
        {
            return Err(repeated_key(&last.key));
        }
        rows.truncate(PAGE);
        Ok(Page { rows, is_last })
    }
}

fn repeated_key(key: &str) -> Error {
    Error::refused((
        format!(
            "the key ‘{key}’ stands in several rows, so pages of them cannot be told apart; name another key column"
        ),
        format!("키 ‘{key}’이(가) 여러 행에 있어 페이지를 나눌 수 없습니다. 행마다 다른 열을 키로 지정하세요"),
    ))
}

/// What the shop's database answers is told as it is, with what to do; it holds no password.
fn told(error: sqlx::Error) -> Error {
    let (words, remedy) = match &error {
        sqlx::Error::Database(error) => (error.message().to_owned(), remedy(error.code().as_deref(), error.message())),
        sqlx::Error::Configuration(_) => ("its address cannot be read".into(), REMEDY_ADDRESS),
        sqlx::Error::Io(error) => (error.to_string(), REMEDY_ADDRESS),
        other => (other.to_string(), ("", "")),
    };
    Error::refused((
        format!("the shop's database says: {words}{}", remedy.0),
        format!("쇼핑몰 데이터베이스의 응답: {words}{}", remedy.1),
    ))
}

const REMEDY_ADDRESS: (&str, &str) = (
    "; correct PABAL_SHOP_URL, or let this machine reach its port",
    ". PABAL_SHOP_URL을 바로잡거나, 이 서버에서 그 포트에 접속할 수 있게 하세요",
);
const REMEDY_RIGHTS: (&str, &str) =
    ("; grant its user select on these columns", ". 그 사용자에게 이 열들의 select 권한을 주세요");

/// By the SQLSTATE of either database.
fn remedy(code: Option<&str>, message: &str) -> (&'static str, &'static str) {
    match code {
        Some("28P01" | "28000") => (
            "; correct the user or the password in PABAL_SHOP_URL",
            ". PABAL_SHOP_URL의 사용자나 비밀번호를 바로잡으세요",
        ),
        Some("3D000") => ("; correct the database in PABAL_SHOP_URL", ". PABAL_SHOP_URL의 데이터베이스를 바로잡으세요"),
        Some("42P01" | "42S02") => (
            "; correct PABAL_SHOP_TABLE or PABAL_SHOP_QUERY",
            ". PABAL_SHOP_TABLE 또는 PABAL_SHOP_QUERY를 바로잡으세요",
        ),
        Some("42703" | "42S22") => (
            "; correct PABAL_SHOP_COLUMNS, PABAL_SHOP_KEY or PABAL_SHOP_CHANGED",
            ". PABAL_SHOP_COLUMNS, PABAL_SHOP_KEY, PABAL_SHOP_CHANGED를 확인하세요",
        ),
        Some("42501") => REMEDY_RIGHTS,
        // MySQL has one state for syntax and for rights
        Some("42000") if message.contains("denied") => REMEDY_RIGHTS,
        _ => ("", ""),
    }
}
