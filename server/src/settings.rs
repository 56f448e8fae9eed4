//! Settings: each a flag and an environment variable.

mod people;

pub use people::People;

use crate::telemetry::Collector;
use clap::{Args, ValueEnum};
use domain::EmailAddress;
use mailroom::{
    image_store::{Bucket, NotABucket},
    mailer::{Carrier, NotACarrier, OpenError},
    mirror::{Mirror, TemplatesTable},
};
use std::{
    fmt,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    str::FromStr,
};
use url::Url;

/// Where the product keeps what it knows.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// Folder for the private database and the outbox.
    #[arg(long, env = "PABAL_DATA", value_name = "DIR", default_value = "./data")]
    pub data: PathBuf,

    /// Use this Postgres instead of a private one in the data folder.
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,

    /// The address under which people reach this server from their mail; links in letters begin with it.
    /// `serve` takes the address it listens on where none is given, other commands http://127.0.0.1:3000.
    #[arg(long, env = "PABAL_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<Url>,

    /// Where pictures for letters are kept: a folder, or `s3://bucket/folder?region=…`. A folder `images` in the data folder
    /// where nothing is said.
    #[arg(long, env = "PABAL_IMAGES", value_name = "STORE")]
    pub images: Option<ImagesAddress>,

    /// Letters show pictures from here rather than from this server: a bucket that everybody may read, or a CDN before it.
    #[arg(long, env = "PABAL_IMAGES_URL", value_name = "URL")]
    pub images_url: Option<Url>,

    /// A mailbox that somebody reads, for people whose mail program unsubscribes by a mail; letters name it beside their link.
    #[arg(long, env = "PABAL_UNSUBSCRIBE_INBOX", value_name = "ADDRESS")]
    pub unsubscribe_inbox: Option<EmailAddress>,

    /// Name server that a domain's records are looked up with, such as 1.1.1.1:53; those of this machine where none is given.
    #[arg(long, env = "PABAL_DNS", value_name = "ADDRESS")]
    pub dns: Option<SocketAddr>,

    /// How long a send without an answer stays in doubt before the campaign's policy settles it.
    #[arg(long, env = "PABAL_DOUBT_MINUTES", value_name = "MINUTES", default_value_t = mailroom::DOUBT_WINDOW.as_secs() as f64 / 60.0)]
    pub doubt_minutes: f64,
}

impl Place {
    pub fn public_url(&self) -> Result<Url, url::ParseError> {
        self.public_url.clone().map_or_else(|| Url::parse("http://127.0.0.1:3000"), Ok)
    }

    /// For a server that listens at this address: where it answers unless its operator knows better.
    pub fn answering_at(mut self, listen: SocketAddr) -> Result<Self, url::ParseError> {
        let host = if listen.ip().is_unspecified() { Ipv4Addr::LOCALHOST.into() } else { listen.ip() };
        if self.public_url.is_none() {
            self.public_url = Some(Url::parse(&format!("http://{}", SocketAddr::new(host, listen.port())))?);
        }
        Ok(self)
    }
}

/// What takes the letters.
#[derive(Args, Clone, Debug)]
pub struct Through {
    /// `outbox` (files in the data folder), `smtp://user:pass@host:port`, `smtps://…`, or `ses`.
    #[arg(long, env = "PABAL_CARRIER", value_name = "CARRIER", hide_env_values = true)]
    pub carrier: Option<CarrierAddress>,

    /// Letters a second at most, over all processes that send through this carrier's account; SES's own limit holds besides.
    #[arg(long, env = "PABAL_RATE", value_name = "LETTERS", value_parser = rate)]
    pub rate: Option<f64>,

    /// SQS queue that tells dispatchers on many machines which batch is next, by its URL; without one they ask the database.
    /// Region and credentials come from the AWS environment.
    #[arg(long, env = "PABAL_WORK_QUEUE", value_name = "URL")]
    pub work_queue: Option<String>,

    /// SES configuration set whose events report what became of each letter.
    #[arg(long, env = "PABAL_SES_CONFIGURATION_SET", value_name = "NAME")]
    pub ses_configuration_set: Option<String>,
}

impl Through {
    /// For commands that send nothing.
    pub fn none() -> Self {
        Self { carrier: None, rate: None, work_queue: None, ses_configuration_set: None }
    }
}

fn rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if rate.is_finite() && rate > 0.0 => Ok(rate),
        _ => Err("write a number above 0, such as 14".into()),
    }
}

/// The ways in for what SES reports.
#[derive(Args, Clone, Debug, Default)]
pub struct Reports {
    /// SQS queue that SES's reports are read from; region and credentials come from the AWS environment
    #[arg(long, env = "PABAL_SES_QUEUE", value_name = "URL")]
    pub ses_queue: Option<String>,

    /// SNS topics whose reports `/hooks/ses` takes, by ARN, with commas between; without one that address answers nobody
    #[arg(long, env = "PABAL_SES_TOPICS", value_name = "ARNS", value_delimiter = ',')]
    pub ses_topics: Vec<String>,
}

/// What operators are told, besides the logs.
#[derive(Args, Clone, Debug, Default)]
pub struct Watched {
    /// Where Prometheus finds `/metrics`, without a sign-in; keep it within your network
    #[arg(long, env = "PABAL_METRICS_LISTEN", value_name = "ADDRESS")]
    pub metrics_listen: Option<SocketAddr>,

    /// Write the same numbers among the logs once a minute, in CloudWatch's embedded metric format
    #[arg(long, env = "PABAL_CLOUDWATCH")]
    pub cloudwatch: bool,

    /// OpenTelemetry collector that gets traces, by OTLP over HTTP
    #[arg(long, env = "PABAL_TRACES", value_name = "URL")]
    pub traces: Option<Collector>,
}

/// Where pictures are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImagesAddress {
    Folder(PathBuf),
    Bucket(Bucket),
}

impl FromStr for ImagesAddress {
    type Err = NotABucket;

    fn from_str(text: &str) -> Result<Self, NotABucket> {
        match text.trim() {
            "" => Err(NotABucket(String::new())),
            bucket if bucket.starts_with("s3:") => bucket.parse().map(Self::Bucket),
            folder => Ok(Self::Folder(folder.into())),
        }
    }
}

/// What other systems are told of what changes here.
#[derive(Args, Clone, Debug, Default)]
pub struct Mirrors {
    /// Table of DynamoDB that follows the templates: `TemplateID`, `TemplateName`, `ImageURLs`
    #[arg(long, env = "PABAL_TEMPLATES_TABLE", value_name = "NAME")]
    pub templates_table: Option<String>,
}

impl Mirrors {
    /// Connects to nothing yet.
    pub async fn open(&self) -> Result<Vec<Mirror>, OpenError> {
        match &self.templates_table {
            Some(table) => Ok(vec![Mirror::Templates(TemplatesTable::open(table).await?)]),
            None => Ok(vec![]),
        }
    }
}

/// A carrier with the words it was given in, which may hold a password.
#[derive(Clone)]
pub struct CarrierAddress {
    pub carrier: Carrier,
    pub secret_text: String,
}

impl CarrierAddress {
    pub fn outbox() -> Self {
        Self { carrier: Carrier::Outbox, secret_text: "outbox".into() }
    }
}

impl FromStr for CarrierAddress {
    type Err = NotACarrier;

    fn from_str(text: &str) -> Result<Self, NotACarrier> {
        Ok(Self { carrier: text.parse()?, secret_text: text.trim().to_owned() })
    }
}

impl fmt::Debug for CarrierAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.carrier.fmt(f)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Pages, one-click unsubscribe, the live channel.
    Web,
    /// Sends.
    Dispatch,
    /// Reads what the carrier reports.
    Events,
}
