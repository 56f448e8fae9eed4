//! DynamoDB's table `User`: `Email` (S, the key), `Name`, `Gender`, `CreateTime`, `SubscriptionStatus`. It has no mark of
//! what changed, so each run reads all of it, by segments at once, within a rate of read capacity.

mod rate;
mod scan;
mod shapes;

use super::run::{Begun, Described, Turn};
use crate::{
    Error, Result,
    aws::{self, Trouble, table::Table},
    contacts::import::{ChosenColumn, Columns, source::SourceRow},
    mailer::OpenError,
};
use aws_config::{SdkConfig, retry::RetryConfig, timeout::TimeoutConfig};
use aws_sdk_dynamodb::Client;
use domain::{EmailAddress, SourceRunId};
use jiff::tz::TimeZone;
use rate::Rate;
use scan::{Reached, Scan};
use sha2::{Digest, Sha256};
use std::time::Duration;

pub(super) const NAME: &str = "dynamodb";
const KEY: &str = "Email";
/// The attributes of an item, in the order of a row.
const COLUMNS: [&str; 5] =
    ["Email:address", "Name:name", "Gender:Gender", "CreateTime:CreateTime", "SubscriptionStatus:consent"];

#[derive(Clone, Debug)]
pub struct UsersSettings {
    pub table: String,
    /// Read at once.
    pub segments: u16,
    /// Units of read capacity a second that reading may use.
    pub read_units: f64,
    /// Of times that are kept as numbers, and are shown as words.
    pub time_zone: TimeZone,
}

#[derive(Clone, Debug)]
pub struct Users {
    client: Client,
    region: String,
    settings: UsersSettings,
    columns: Columns,
}

impl Users {
    /// Connects to nothing yet.
    pub async fn open(settings: UsersSettings) -> Result<Self> {
        Self::new(&aws::sdk().await, settings)
    }

    pub fn new(sdk: &SdkConfig, settings: UsersSettings) -> Result<Self> {
        let table = &settings.table;
        let region = sdk.region().ok_or_else(|| {
            Error::broken(OpenError(format!(
                "no AWS region is set; set AWS_REGION to the one the table {table} of DynamoDB is in"
            )))
        })?;
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(3))
            .operation_attempt_timeout(Duration::from_secs(20))
            .build();
        let config = aws_sdk_dynamodb::config::Builder::from(sdk)
            .timeout_config(timeouts)
            .retry_config(RetryConfig::standard().with_max_attempts(8))
            .build();
        let columns: Vec<ChosenColumn> =
            COLUMNS.iter().map(|column| column.parse()).collect::<Result<_, _>>().map_err(Error::broken)?;
        let region = region.to_string();
        Ok(Self { client: Client::from_conf(config), region, columns: Columns::chosen(&columns)?, settings })
    }

    pub(super) fn described(&self) -> Described {
        let place = format!("DynamoDB in {}, table {}", self.region, self.settings.table);
        Described { name: NAME, fingerprint: Sha256::digest(&place).to_vec(), place }
    }

    /// Reads one item, with the right that a run needs.
    pub(super) async fn look(&self) -> Result<()> {
        let scanned = self.client.scan().table_name(&self.settings.table).limit(1).send().await;
        let scanned = scanned.map_err(|error| self.told(&Trouble::of(&error)))?;
        if scanned.items().iter().all(|item| item.contains_key(KEY)) {
            return Ok(());
        }
        let table = &self.settings.table;
        Err(Error::refused((
            format!(
                "the items of the table {table} of DynamoDB have no {KEY}; name one whose items have the address there"
            ),
            format!("DynamoDB의 {table} 테이블 항목에 {KEY}이 없습니다. 주소가 {KEY}에 있는 테이블을 지정하세요"),
        )))
    }

    fn told(&self, trouble: &Trouble) -> Error {
        let table = Table { name: &self.settings.table, region: &self.region, key: KEY };
        Error::Refused(table.why("dynamodb:Scan", trouble))
    }
}

/// How a whole run goes. The segments are those with which it began.
pub(super) async fn read(turn: &mut Turn, users: &Users, seen: impl Fn(u64) + Send + Sync) -> Result<SourceRunId> {
    let mut run = begin(turn).await?;
    let mut reached: Reached = run.reached()?.unwrap_or_else(|| Reached::nothing(users.settings.segments));
    let rate = Rate::new(users.settings.read_units);
    let mut scan = Scan::begin(users, &reached, &rate);
    while let Some(page) = scan.next().await? {
        let rows: Vec<_> = page.items.iter().map(|item| shapes::row(item, &users.settings.time_zone)).collect();
        let (addresses, keys) = written_otherwise(&rows);
        turn.know_keys(&addresses, &keys).await?;
        reached.note(page.segment, page.last.as_ref())?;
        turn.bring(&mut run, &users.columns, &rows, &reached).await?;
        seen(rows.len() as u64);
    }
    turn.end(&run).await?;
    Ok(run.id)
}

/// DynamoDB's keys are compared octet by octet: `Kim@Example.com` is not found as `kim@example.com`.
fn written_otherwise(rows: &[SourceRow]) -> (Vec<String>, Vec<String>) {
    let ours = |key: &String| key.parse::<EmailAddress>().ok().map(|address| address.as_str().to_owned());
    let known = rows.iter().filter_map(|row| Some((ours(&row.key)?, row.key.clone())));
    known.filter(|(address, key)| address != key).unzip()
}

async fn begin(turn: &mut Turn) -> Result<Begun> {
    match turn.unfinished().await? {
        Some(unfinished) => Ok(unfinished),
        None => turn.begin(None).await,
    }
}
