//! Wiring: the database, the carrier, the dispatcher, from settings.

mod carriers;

use crate::settings::{CarrierAddress, ImagesAddress, Place, Through};
use anyhow::{Context, Result};
use cluster::{Cluster, Opened};
use mailroom::{
    Mailroom, Settings,
    dispatcher::Dispatcher,
    events::Feed,
    image_store::ImageStore,
    images,
    mailer::{Mailer, MailerSettings},
    work_queue::{SqsQueue, WorkQueue},
};
use std::{fs, path::PathBuf, time::Duration};
use tokio_util::sync::CancellationToken;

/// Connections of one process: the dispatcher's workers, the pages, the rest.
const CONNECTIONS: u32 = 16;

/// An open database, with the private cluster behind it where there is one.
pub struct World {
    pub mailroom: Mailroom,
    pub data: PathBuf,
    through: Through,
    // stopped last, when everything that uses it is gone
    cluster: Option<Cluster>,
}

impl World {
    pub async fn open(place: &Place, through: &Through) -> Result<Self> {
        fs::create_dir_all(&place.data)
            .with_context(|| format!("the data folder {} cannot be made", place.data.display()))?;
        let data = place.data.canonicalize()?;
        place.images_url.as_ref().map_or(Ok(()), images::usable_base)?;
        let (cluster, database_url) = database(place, &data)?;
        let settings = Settings {
            database_url,
            public_url: place.public_url()?,
            doubt_window: Duration::from_secs_f64(place.doubt_minutes.clamp(0.0, 60.0 * 24.0 * 30.0) * 60.0),
            images: match &place.images {
                Some(address) => image_store(address).await?,
                None => image_store(&ImagesAddress::Folder(data.join("images"))).await?,
            },
            connections: CONNECTIONS,
        };
        let mailroom = Mailroom::open(&settings).await.context("the database cannot be used")?;
        let mailroom = mailroom.with_unsubscribe_inbox(place.unsubscribe_inbox.clone()).with_dns(place.dns);
        let mailroom = mailroom.with_images_url(place.images_url.clone());
        Ok(Self { mailroom, data, through: through.clone(), cluster })
    }

    /// Whether this process keeps the private database, rather than another one or an address.
    pub fn keeps_cluster(&self) -> bool {
        self.cluster.is_some()
    }

    /// The carrier of this run: the outbox where none was chosen.
    pub fn carrier(&self) -> CarrierAddress {
        self.through.carrier.clone().unwrap_or_else(CarrierAddress::outbox)
    }

    /// `None` where no carrier was named.
    pub fn chosen_carrier(&self) -> Option<&CarrierAddress> {
        self.through.carrier.as_ref()
    }

    /// The carrier behind an account that an earlier run used.
    pub fn remembered_carrier(&self, account: &str) -> Result<CarrierAddress> {
        carriers::recall(&self.data, account)
    }

    /// Opens a carrier, and remembers how to reach it for `pabal resume`.
    pub async fn mailer(&self, address: &CarrierAddress) -> Result<Mailer> {
        let mut settings = MailerSettings::default();
        settings.ses.configuration_set = self.through.ses_configuration_set.clone();
        let mailer = Mailer::open_with(&address.carrier, &self.data, settings).await?;
        carriers::remember(&self.data, mailer.account(), address)?;
        Ok(mailer)
    }

    pub async fn work_queue(&self) -> Result<WorkQueue> {
        Ok(match &self.through.work_queue {
            Some(url) => WorkQueue::Sqs(SqsQueue::open(url).await?),
            None => WorkQueue::Postgres,
        })
    }

    pub async fn close(self) {
        self.mailroom.close().await;
        if let Some(cluster) = self.cluster {
            cluster.stop();
        }
    }
}

/// Connects to nothing yet.
pub async fn image_store(address: &ImagesAddress) -> Result<ImageStore> {
    match address {
        ImagesAddress::Folder(folder) => Ok(ImageStore::folder(folder)),
        ImagesAddress::Bucket(bucket) => Ok(ImageStore::s3(bucket.clone()).await?),
    }
}

fn database(place: &Place, data: &std::path::Path) -> Result<(Option<Cluster>, String)> {
    if let Some(url) = &place.database_url {
        return Ok((None, url.clone()));
    }
    match Cluster::open(&data.join("postgres"))? {
        Opened::Owned(cluster) => {
            let url = cluster.url().to_string();
            Ok((Some(cluster), url))
        }
        Opened::Attached(url) => Ok((None, url.to_string())),
    }
}

/// A carrier at work: sending, and reading what comes back.
pub struct Works {
    pub dispatcher: Dispatcher,
    pub feed: Feed,
}

impl Works {
    pub async fn open(world: &World, mailer: Mailer, stop: &CancellationToken) -> Result<Self> {
        let feed = Feed::of(&world.mailroom, &mailer).await?;
        // its own stop is not that of the whole process
        let queue = world.work_queue().await?;
        let dispatcher =
            Dispatcher::open(&world.mailroom, mailer, queue, world.through.rate, stop.child_token()).await?;
        Ok(Self { dispatcher, feed })
    }
}

/// Cancelled by the first Ctrl-C or SIGTERM; a second one ends the process at once.
pub fn stop_signal() -> CancellationToken {
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        heard_signal().await;
        told.cancel();
        heard_signal().await;
        std::process::exit(130);
    });
    stop
}

async fn heard_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match (signal(SignalKind::interrupt()), signal(SignalKind::terminate())) {
        (Ok(mut interrupt), Ok(mut terminate)) => {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        }
        _ => std::future::pending().await,
    }
}
