use anyhow::{Context, Result, bail};
use clap::Args;
use jiff::tz::TimeZone;
use mailroom::{
    Mailroom,
    contacts::import::ChosenColumn,
    mirror::{self, Mirror, UsersTable},
    people_sources::{RowsFrom, Shop, ShopSettings, Source, Users, UsersSettings},
};
use std::time::Duration;
use url::Url;

/// Where people come from besides files. Passwords stand here only, never in the database.
#[derive(Args, Clone)]
pub struct People {
    /// The shop's own database, which is only read: `mysql://reader:password@host/shop` or `postgres://…`
    // no type of its own: clap would show what it cannot read
    #[arg(long, env = "PABAL_SHOP_URL", value_name = "URL", hide_env_values = true)]
    shop_url: Option<String>,

    /// Its table of people
    #[arg(long, env = "PABAL_SHOP_TABLE", value_name = "TABLE", conflicts_with = "shop_query")]
    shop_table: Option<String>,

    /// A select of one's own instead of a table
    #[arg(long, env = "PABAL_SHOP_QUERY", value_name = "SELECT")]
    shop_query: Option<String>,

    /// The columns to read, each with its use where its name does not tell: `email,nick:name,agreed:consent,grade:Tier`
    #[arg(long, env = "PABAL_SHOP_COLUMNS", value_name = "COLUMNS", value_delimiter = ',')]
    shop_columns: Vec<ChosenColumn>,

    /// A column that is different in every row
    #[arg(long, env = "PABAL_SHOP_KEY", value_name = "COLUMN", default_value = "id")]
    shop_key: String,

    /// A column that says when a row changed; where it is empty, everything is read each time
    #[arg(long, env = "PABAL_SHOP_CHANGED", value_name = "COLUMN", default_value = "updated_at")]
    shop_changed: String,

    /// How long before the newest row of the last time reading begins again, for what is committed late
    #[arg(long, env = "PABAL_SHOP_OVERLAP_MINUTES", value_name = "MINUTES", default_value_t = 75)]
    shop_overlap_minutes: u32,

    /// A table of DynamoDB with the items of `User`
    #[arg(long, env = "PABAL_DYNAMODB_USERS", value_name = "TABLE")]
    dynamodb_users: Option<String>,

    /// Write what people say of being mailed into that table as well
    #[arg(long, env = "PABAL_DYNAMODB_MIRROR", requires = "dynamodb_users")]
    dynamodb_mirror: bool,

    /// Segments of it that are read at once
    #[arg(long, env = "PABAL_DYNAMODB_SEGMENTS", value_name = "SEGMENTS", default_value_t = 4,
          value_parser = clap::value_parser!(u16).range(1..=64))]
    dynamodb_segments: u16,

    /// Units of its read capacity a second that reading may use
    #[arg(long, env = "PABAL_DYNAMODB_READ_UNITS", value_name = "UNITS", default_value_t = 25.0, value_parser = super::rate)]
    dynamodb_read_units: f64,

    /// Read the sources once more before each campaign goes, so that it goes to whom they name at that moment
    #[arg(long, env = "PABAL_SYNC_BEFORE_LAUNCH")]
    pub sync_before_launch: bool,

    /// Of times in these sources that name no time zone
    #[arg(long, env = "PABAL_PEOPLE_TIME_ZONE", value_name = "ZONE", default_value = "Asia/Seoul")]
    people_time_zone: String,
}

impl People {
    pub async fn sources(&self) -> Result<Vec<Source>> {
        let mut sources = Vec::new();
        if let Some(url) = &self.shop_url {
            sources.push(Source::Shop(Box::new(self.shop(url)?)));
        }
        if let Some(table) = &self.dynamodb_users {
            let settings = UsersSettings {
                table: table.clone(),
                segments: self.dynamodb_segments,
                read_units: self.dynamodb_read_units,
                time_zone: self.time_zone()?,
            };
            sources.push(Source::Users(Users::open(settings).await?));
        }
        Ok(sources)
    }

    /// Where what people say is written to; noted in the database, for whoever writes it down there.
    pub async fn mirror(&self, mailroom: &Mailroom) -> Result<Option<Mirror>> {
        if self.dynamodb_users.is_none() {
            return Ok(None);
        }
        mirror::users_into(mailroom, self.mirrored()).await?;
        self.opened_mirror().await
    }

    /// The same, to be looked at only.
    pub async fn opened_mirror(&self) -> Result<Option<Mirror>> {
        Ok(match self.mirrored() {
            Some(table) => Some(Mirror::Users(UsersTable::open(table).await?)),
            None => None,
        })
    }

    fn mirrored(&self) -> Option<&str> {
        self.dynamodb_users.as_deref().filter(|_| self.dynamodb_mirror)
    }

    fn shop(&self, url: &str) -> Result<Shop> {
        let Ok(url) = Url::parse(url) else {
            bail!("PABAL_SHOP_URL is no address of a database; write it as mysql://user:password@host/database");
        };
        let rows_from = match (&self.shop_table, &self.shop_query) {
            (Some(table), _) => RowsFrom::Table(table.clone()),
            (None, Some(query)) => RowsFrom::Query(query.clone()),
            (None, None) => bail!("say which rows are people: set PABAL_SHOP_TABLE or PABAL_SHOP_QUERY"),
        };
        let settings = ShopSettings {
            url,
            rows_from,
            columns: self.shop_columns.clone(),
            key: self.shop_key.clone(),
            changed: Some(self.shop_changed.clone()).filter(|column| !column.is_empty()),
            overlap: Duration::from_secs(u64::from(self.shop_overlap_minutes) * 60),
            time_zone: self.time_zone()?,
        };
        Ok(Shop::new(settings)?)
    }

    fn time_zone(&self) -> Result<TimeZone> {
        let zone = &self.people_time_zone;
        TimeZone::get(zone).with_context(|| format!("‘{zone}’ is no time zone; write it as Asia/Seoul"))
    }
}
