//! Everything of Pabal that touches the world: Postgres, carriers, the dispatcher, every use case.

pub mod campaigns;
pub mod contacts;
pub mod error;
pub mod events;
pub mod mailer;
pub mod members;
pub mod recipients;

use sqlx::PgPool;
use std::sync::Arc;
use url::Url;

pub use error::{Error, Result};
pub use members::Member;

/// The product's hand on its world; cheap to clone.
#[derive(Clone)]
pub struct Mailroom {
    pub(crate) db: PgPool,
    /// Where people reach this server from a mail.
    pub(crate) public_url: Arc<Url>,
}

impl Mailroom {
    pub fn new(db: PgPool, public_url: Url) -> Self {
        Self { db, public_url: Arc::new(public_url) }
    }
}

/// The migrations travel in the program.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");
