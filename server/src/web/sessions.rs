//! Sessions in Postgres: tower-sessions' store on our own tables, and axum-login on top.

use app::auth::{AuthSession, Backend};
use async_trait::async_trait;
use axum::{extract::Request, middleware::Next, response::Response};
use axum_login::{AuthManagerLayer, AuthManagerLayerBuilder};
use mailroom::{Mailroom, members::sessions};
use std::{fmt, time::Duration};
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;
use tower_sessions::{
    Expiry, SessionManagerLayer, SessionStore,
    cookie::SameSite,
    session::{Id, Record},
    session_store::{Error, Result},
};

const INACTIVE_DAYS: i64 = 7;
const SWEEP_EVERY: Duration = Duration::from_secs(60 * 60);
/// How stale the mark of the last visit may be: sparing a write with every request.
const SEEN_SECONDS: i64 = 60 * 60;
const SEEN_AT: &str = "seen_at";

#[derive(Clone)]
pub struct Store(Mailroom);

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

pub fn layer(mailroom: Mailroom, secure_cookies: bool) -> AuthManagerLayer<Backend, Store> {
    let sessions = SessionManagerLayer::new(Store(mailroom.clone()))
        .with_name(if secure_cookies { "__Host-pabal" } else { "pabal" })
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(secure_cookies)
        .with_expiry(Expiry::OnInactivity(time::Duration::days(INACTIVE_DAYS)));
    AuthManagerLayerBuilder::new(Backend(mailroom), sessions).build()
}

/// A session is renewed only when it changes: so it is made to change now and then while somebody works.
pub async fn keep_alive(auth: AuthSession, request: Request, next: Next) -> Response {
    if auth.user.is_some() {
        let now = OffsetDateTime::now_utc().unix_timestamp();
        let seen_at = auth.session.get::<i64>(SEEN_AT).await.ok().flatten().unwrap_or(0);
        if now - seen_at > SEEN_SECONDS {
            // a session that cannot be marked ends early, which is safe; the store has logged why
            let _ = auth.session.insert(SEEN_AT, now).await;
        }
    }
    next.run(request).await
}

pub async fn forget_expired(mailroom: Mailroom, stop: CancellationToken) {
    loop {
        if let Err(error) = sessions::delete_expired(&mailroom).await {
            tracing::warn!(%error, "expired sessions could not be removed; tried again in an hour");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(SWEEP_EVERY) => {}
        }
    }
}

#[async_trait]
impl SessionStore for Store {
    async fn create(&self, record: &mut Record) -> Result<()> {
        while !sessions::create(&self.0, &record.id.to_string(), &encode(record)?, record.expiry_date)
            .await
            .map_err(backend)?
        {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        sessions::save(&self.0, &record.id.to_string(), &encode(record)?, record.expiry_date).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some((content, expiry_date)) = sessions::load(&self.0, &id.to_string()).await.map_err(backend)? else {
            return Ok(None);
        };
        let data = rmp_serde::from_slice(&content).map_err(|e| Error::Decode(e.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sessions::delete(&self.0, &id.to_string()).await.map_err(backend)
    }
}

/// Without the id, of which only the hash is kept.
fn encode(record: &Record) -> Result<Vec<u8>> {
    rmp_serde::to_vec(&record.data).map_err(|e| Error::Encode(e.to_string()))
}

fn backend(error: mailroom::Error) -> Error {
    Error::Backend(error.to_string())
}
