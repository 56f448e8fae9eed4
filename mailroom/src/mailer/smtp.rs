//! SMTP (RFC 5321) as a bulk sender speaks it: pooled connections, the whole envelope in one write
//! where the server pipelines (RFC 2920), two round trips a letter, no copy of its body.
//!
//! The reply after the final dot is the commit point. A connection lost before the dot has provably
//! sent nothing; one lost after it leaves the letter in doubt.

pub mod address;
mod connection;
mod content;
mod fault;
mod handshake;
mod reply;

use super::OpenError;
use address::SmtpAddress;
use connection::{Connection, Failure};
use content::Content;
use domain::{
    letter::Letter,
    outcome::{Receipt, SendFault},
};
use handshake::Relay;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::Semaphore;
use tokio_rustls::rustls::pki_types::CertificateDer;

/// How long to wait for the server (RFC 5321, 4.5.3.2).
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    pub connect: Duration,
    /// For the greeting and each command's reply.
    pub command: Duration,
    /// For each write of the body to be taken.
    pub block: Duration,
    /// For the reply to the final dot.
    pub end_of_data: Duration,
}

#[derive(Clone, Debug)]
pub struct SmtpSettings {
    pub timeouts: Timeouts,
    /// Certificate authorities trusted beside the system's.
    pub extra_roots: Vec<CertificateDer<'static>>,
    /// After so many letters a connection says goodbye: relays spread load over new connections.
    pub letters_per_connection: usize,
    /// Idle connections older than this are not used again.
    pub idle: Duration,
}

impl Default for SmtpSettings {
    fn default() -> Self {
        Self {
            timeouts: Timeouts {
                connect: Duration::from_secs(10),
                command: Duration::from_secs(120),
                block: Duration::from_secs(180),
                end_of_data: Duration::from_secs(300),
            },
            extra_roots: Vec::new(),
            letters_per_connection: 100,
            idle: Duration::from_secs(60),
        }
    }
}

/// One relay and the open connections to it.
#[derive(Clone)]
pub struct Smtp(Arc<Pool>);

struct Pool {
    relay: Relay,
    account: String,
    settings: SmtpSettings,
    turns: Semaphore,
    /// The most recently used last.
    idle: Mutex<Vec<Connection>>,
}

impl Smtp {
    /// Connects to nothing yet.
    pub fn open(address: SmtpAddress, settings: SmtpSettings) -> Result<Self, OpenError> {
        let account = address.to_string();
        let turns = Semaphore::new(address.connections);
        let relay = Relay::new(address, &settings.extra_roots, settings.timeouts)
            .map_err(|e| OpenError(format!("TLS for {account} cannot be set up: {e}")))?;
        Ok(Self(Arc::new(Pool { relay, account, settings, turns, idle: Mutex::default() })))
    }

    pub fn account(&self) -> &str {
        &self.0.account
    }

    pub fn width(&self) -> usize {
        self.0.relay.address.connections
    }

    /// Each connection belongs to the one future that uses it: a future dropped half-way closes it.
    pub async fn send(&self, letter: &Letter) -> Result<Receipt, SendFault> {
        let _turn = self.0.turns.acquire().await;
        let content = Content::of(&letter.mime);
        if let Some(pooled) = self.0.take() {
            match self.0.deliver(pooled, letter, &content).await {
                // the pooled connection had died and the letter has not left: a fresh one, no attempt used
                Err(Failure::Unsent(_)) => {}
                Err(failure) => return Err(failure.into()),
                Ok(receipt) => return Ok(receipt),
            }
        }
        let fresh = self.0.relay.connect().await?;
        Ok(self.0.deliver(fresh, letter, &content).await?)
    }
}

impl Pool {
    async fn deliver(&self, mut over: Connection, letter: &Letter, content: &Content<'_>) -> Result<Receipt, Failure> {
        let delivered = over.deliver(letter, content).await;
        self.put_back(over);
        delivered
    }

    fn take(&self) -> Option<Connection> {
        loop {
            let mut connection = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
            if connection.is_fit(self.settings.idle) {
                return Some(connection);
            }
            connection.quit();
        }
    }

    fn put_back(&self, connection: Connection) {
        if connection.is_over() {
            return;
        }
        if connection.letters() >= self.settings.letters_per_connection {
            return connection.quit();
        }
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }
}
