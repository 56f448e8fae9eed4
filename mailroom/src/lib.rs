//! Everything of Pabal that touches the world: Postgres, carriers, the dispatcher, every use case.

pub mod audit;
mod aws;
pub mod campaigns;
pub mod consents;
pub mod contacts;
mod control;
pub mod dispatcher;
pub mod dns;
pub mod error;
pub mod events;
pub mod failed_sends;
pub mod image_store;
pub mod images;
pub mod law;
pub mod ledger;
pub mod links;
pub mod mailer;
pub mod members;
pub mod metrics;
pub mod mirror;
pub mod notices;
pub mod offers;
pub mod overview;
mod pace;
mod pattern;
pub mod people_sources;
pub mod preferences;
pub mod reading;
pub mod recipients;
pub mod report;
pub mod segments;
pub mod senders;
pub mod ses_account;
pub mod spreadsheet;
mod sqs;
pub mod subscribing;
pub mod suppressions;
pub mod templates;
pub mod test_sends;
pub mod topics;
pub mod work_queue;

use dns::Dns;
use domain::EmailAddress;
use image_store::ImageStore;
use links::Keys;
use ses_account::SesDesk;
use sqlx::{
    PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use suppressions::Refusals;
use url::Url;

pub use error::{Error, Result};
pub use members::Member;

/// The migrations travel in the program.
static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// Silence about a send longer than this is settled by the campaign's policy: 15 minutes, well past the lag of
/// SES's events.
pub const DOUBT_WINDOW: Duration = Duration::from_secs(15 * 60);

#[derive(Clone, Debug)]
pub struct Settings {
    pub database_url: String,
    /// Where people reach this server from a mail.
    pub public_url: Url,
    pub doubt_window: Duration,
    /// Where pictures are kept.
    pub images: ImageStore,
    /// Connections to the database this process may hold.
    pub connections: u32,
}

/// The product's hand on its world; cheap to clone.
#[derive(Clone)]
pub struct Mailroom {
    db: PgPool,
    keys: Keys,
    public_url: Arc<Url>,
    doubt_window: Duration,
    images: ImageStore,
    images_url: Option<Arc<Url>>,
    refusals: Refusals,
    unsubscribe_inbox: Option<Arc<EmailAddress>>,
    dns: Dns,
    ses: Option<Arc<SesDesk>>,
    readings: reading::Inbox,
    editions: reading::Editions,
    calls: metrics::Calls,
}

impl Mailroom {
    /// Connects, brings the schema up to date, reads the keys.
    pub async fn open(settings: &Settings) -> Result<Self> {
        let db = connect(settings).await?;
        MIGRATIONS.run(&db).await.map_err(Error::broken)?;
        let keys = Keys::load(&db).await?;
        Ok(Self {
            db,
            keys,
            public_url: Arc::new(settings.public_url.clone()),
            doubt_window: settings.doubt_window,
            images: settings.images.clone(),
            images_url: None,
            refusals: Refusals::default(),
            unsubscribe_inbox: None,
            dns: Dns::default(),
            ses: None,
            readings: reading::Inbox::default(),
            editions: reading::Editions::default(),
            calls: metrics::Calls::default(),
        })
    }

    /// Letters name it beside their link (RFC 2369), for mail programs that know no other way; somebody has to read it.
    pub fn with_unsubscribe_inbox(self, inbox: Option<EmailAddress>) -> Self {
        Self { unsubscribe_inbox: inbox.map(Arc::new), ..self }
    }

    /// Letters show pictures from here rather than from this server: a bucket that everybody may read, or what caches it.
    pub fn with_images_url(self, url: Option<Url>) -> Self {
        Self { images_url: url.map(Arc::new), ..self }
    }

    /// Asks this name server, rather than those of the machine.
    pub fn with_dns(self, server: Option<SocketAddr>) -> Self {
        Self { dns: Dns::at(server), ..self }
    }

    /// Whose account the pages show and set up.
    pub fn with_ses(self, desk: Option<SesDesk>) -> Self {
        Self { ses: desk.map(Arc::new), ..self }
    }

    pub fn image_store(&self) -> &ImageStore {
        &self.images
    }

    /// As the server calls itself: `15.18`.
    pub async fn database_version(&self) -> Result<String> {
        Ok(sqlx::query_scalar!(r#"select current_setting('server_version') as "version!""#).fetch_one(&self.db).await?)
    }

    /// Where people reach this path of the server.
    pub fn address_of(&self, path: &str) -> String {
        self.public_url.join(path).map_or_else(|_| path.to_owned(), String::from)
    }

    /// Lets every connection go.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

async fn connect(settings: &Settings) -> Result<PgPool> {
    let options: PgConnectOptions = settings.database_url.parse()?;
    let options = options.application_name("pabal").options([
        // a forgotten transaction would keep dead rows alive and stop every other writer of its campaign
        ("idle_in_transaction_session_timeout", "10s"),
        // our queries are short: compiling one costs more than it ever saves
        ("jit", "off"),
    ]);
    let pool = PgPoolOptions::new().max_connections(settings.connections).acquire_timeout(Duration::from_secs(30));
    Ok(pool.connect_with(options).await?)
}

/// A database time as the domain's.
fn instant(at: time::OffsetDateTime) -> Result<jiff::Timestamp> {
    jiff::Timestamp::from_nanosecond(at.unix_timestamp_nanos()).map_err(Error::broken)
}

/// A time of the domain's as the database's.
fn stored(at: jiff::Timestamp) -> Result<time::OffsetDateTime> {
    time::OffsetDateTime::from_unix_timestamp_nanos(at.as_nanosecond()).map_err(Error::broken)
}

/// What the rest of this transaction needs is in memory, and two workers would cost more than they save.
async fn plan_for_memory(db: &mut PgConnection) -> Result<()> {
    sqlx::query!(
        "select set_config('random_page_cost', '1.1', true) as cost,
                set_config('max_parallel_workers_per_gather', '0', true) as workers"
    )
    .fetch_one(db)
    .await?;
    Ok(())
}
