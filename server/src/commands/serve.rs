use super::demo;
use crate::{
    settings::{Mirrors, People, Place, Reports, Role, Through, Watched},
    telemetry,
    web::{self, peer::Network},
    world::{Works, World, stop_signal},
};
use anyhow::{Context, Result, bail};
use clap::Args;
use mailroom::{
    Mailroom,
    events::{self, Feed, Queue},
    images,
    mailer::Mailer,
    members, mirror, people_sources,
    ses_account::SesDesk,
    suppressions,
};
use std::{net::SocketAddr, process::ExitCode};
use tokio::{net::TcpListener, task::JoinSet};
use tokio_util::sync::CancellationToken;

/// Serve the pages and send campaigns until stopped
///
/// The first time it prints a one-time link that makes the first admin. Ctrl-C ends what is
/// under way, which leaves nobody in doubt, and stops all of it.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Serve {
    /// Where the pages are served
    #[arg(long, env = "PABAL_LISTEN", default_value = "127.0.0.1:3000", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// What this process does; any number of `dispatch` processes may share one database
    #[arg(long, env = "PABAL_ROLES", value_delimiter = ',', default_value = "web,dispatch,events")]
    roles: Vec<Role>,
    /// Proxies that are believed about who asks (X-Forwarded-For): addresses or networks, with commas between
    #[arg(
        long,
        env = "PABAL_TRUSTED_PROXIES",
        value_name = "NETWORKS",
        value_delimiter = ',',
        default_value = "127.0.0.0/8,::1"
    )]
    trusted_proxies: Vec<Network>,
    /// Load 200 sample customers, two templates and a finished campaign
    #[arg(long)]
    demo: bool,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    through: Through,
    #[command(flatten)]
    reports: Reports,
    #[command(flatten)]
    people: People,
    #[command(flatten)]
    watched: Watched,
    #[command(flatten)]
    mirrors: Mirrors,
}

impl Serve {
    pub fn watched(&self) -> &Watched {
        &self.watched
    }

    pub async fn run(self) -> Result<ExitCode> {
        let stop = stop_signal();
        let listener = self.listener().await?;
        let place = self.place.clone().answering_at(self.listen)?;
        let world = World::open(&place, &self.through).await?;
        if self.place.database_url.is_none() && !world.keeps_cluster() {
            bail!("another pabal already works in {}; stop it first, or choose another --data", world.data.display());
        }
        let served = self.serve(&world, listener, stop).await;
        world.close().await;
        served.map(|()| ExitCode::SUCCESS)
    }

    async fn listener(&self) -> Result<Option<TcpListener>> {
        if !self.roles.contains(&Role::Web) {
            return Ok(None);
        }
        let listener = TcpListener::bind(self.listen).await;
        listener.map(Some).with_context(|| format!("{} cannot be listened on; choose another --listen", self.listen))
    }

    async fn serve(&self, world: &World, listener: Option<TcpListener>, stop: CancellationToken) -> Result<()> {
        let mut parts = JoinSet::new();
        let mailer = world.mailer(&world.carrier()).await?;
        let works = Works::open(world, mailer.clone(), &stop).await?;
        let pages = world.mailroom.clone().with_ses(self.desk(&mailer));
        if self.demo {
            demo::load(world, works.dispatcher.account()).await?;
        }
        if self.roles.contains(&Role::Events) {
            self.hear(world, works.feed, mailer, &stop, &mut parts).await?;
            self.bring_people(world, &stop, &mut parts).await?;
        }
        self.tell(world, works.dispatcher.account(), &stop, &mut parts).await?;
        if self.roles.contains(&Role::Dispatch) {
            works.dispatcher.stand().await?;
            parts.spawn(async move { Ok(works.dispatcher.run().await?) });
        }
        for mirror in self.mirrors.open().await? {
            let (mailroom, stop) = (world.mailroom.clone(), stop.clone());
            parts.spawn(async move {
                mirror.run(&mailroom, &stop).await;
                Ok(())
            });
        }
        if let Some(listener) = listener {
            self.prepare(&world.mailroom).await?;
            self.greet(world, listener.local_addr()?).await?;
            let secure_cookies = self.place.public_url()?.scheme() == "https";
            let stop = stop.clone();
            let webhook = web::hooks::webhook(&self.reports.ses_topics);
            parts.spawn(web::serve(
                pages,
                listener,
                secure_cookies,
                webhook,
                self.trusted_proxies.clone().into(),
                stop,
            ));
        }
        while let Some(ended) = parts.join_next().await {
            let ended = ended.map_err(anyhow::Error::from).and_then(|ended| ended);
            if ended.is_err() {
                stop.cancel();
            }
            ended?;
        }
        Ok(())
    }

    /// Whoever watches, how it goes.
    async fn tell(
        &self,
        world: &World,
        account: &str,
        stop: &CancellationToken,
        parts: &mut JoinSet<Result<()>>,
    ) -> Result<()> {
        if let Some(address) = self.watched.metrics_listen {
            let listener = TcpListener::bind(address).await;
            let listener = listener
                .with_context(|| format!("{address} cannot be listened on; choose another --metrics-listen"))?;
            println!("Numbers for Prometheus are at http://{}/metrics", listener.local_addr()?);
            parts.spawn(telemetry::prometheus::serve(world.mailroom.clone(), listener, stop.clone()));
        }
        if self.watched.cloudwatch {
            let told = telemetry::cloudwatch::tell(world.mailroom.clone(), account.to_owned(), stop.clone());
            parts.spawn(async move {
                told.await;
                Ok(())
            });
        }
        Ok(())
    }

    /// What the page of the account needs.
    fn desk(&self, mailer: &Mailer) -> Option<SesDesk> {
        match mailer {
            Mailer::Ses(ses) => Some(SesDesk { ses: ses.clone(), topics: self.reports.ses_topics.clone() }),
            Mailer::Outbox(_) | Mailer::Smtp(_) => None,
        }
    }

    /// What changes where people come from, and what is told there.
    async fn bring_people(
        &self,
        world: &World,
        stop: &CancellationToken,
        parts: &mut JoinSet<Result<()>>,
    ) -> Result<()> {
        let sources = self.people.sources().await?;
        let mirror = self.people.mirror(&world.mailroom).await?;
        let before_launch = self.people.sync_before_launch;
        let (mailroom, stop) = (world.mailroom.clone(), stop.clone());
        parts.spawn(async move {
            let told = async {
                if let Some(mirror) = &mirror {
                    mirror.run(&mailroom, &stop).await;
                }
            };
            tokio::join!(people_sources::stand(&mailroom, &sources, before_launch, &stop), told);
            Ok(())
        });
        Ok(())
    }

    /// What the pages will rely on. A store that does not take pictures stops no mail: it is said, and said again to
    /// whoever uploads one.
    async fn prepare(&self, mailroom: &Mailroom) -> Result<()> {
        images::note_address(mailroom).await?;
        mirror::templates_into(mailroom, self.mirrors.templates_table.as_deref()).await?;
        let mailroom = mailroom.clone();
        tokio::spawn(async move {
            if let Err(error) = images::check(&mailroom).await {
                tracing::error!("pictures cannot be uploaded: {error}");
            }
        });
        Ok(())
    }

    /// Everything that what carriers report needs.
    async fn hear(
        &self,
        world: &World,
        feed: Feed,
        mailer: Mailer,
        stop: &CancellationToken,
        parts: &mut JoinSet<Result<()>>,
    ) -> Result<()> {
        let queue = match &self.reports.ses_queue {
            Some(url) => Some(Queue::open(url).await?),
            None => None,
        };
        let (mailroom, stop) = (world.mailroom.clone(), stop.clone());
        parts.spawn(async move {
            let queue = async {
                if let Some(queue) = &queue {
                    queue.run(&mailroom, &stop).await;
                }
            };
            let list = async {
                if let Mailer::Ses(ses) = &mailer {
                    suppressions::keep_in_step(&mailroom, ses, &stop).await;
                }
            };
            tokio::join!(feed.run(&mailroom, &stop), events::stand(&mailroom, &stop), queue, list);
            anyhow::Ok(())
        });
        Ok(())
    }

    async fn greet(&self, world: &World, at: SocketAddr) -> Result<()> {
        println!("Pabal is at http://{at}");
        if let Some(path) = members::first_run_link(&world.mailroom).await? {
            println!("Make the first admin, with this link, once, within 24 hours:\nhttp://{at}{path}");
        }
        Ok(())
    }
}
