//! The keys that sign: a ring for each purpose, of which the newest signs and every one reads, for as long as a letter lies
//! in somebody's mailbox.

use super::Purpose;
use crate::{Error, Result};
use rand::RngCore;
use sqlx::PgPool;
use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

/// A forged number of a key does not become a query each.
const RELOAD_EVERY: Duration = Duration::from_secs(1);

pub(super) type Key = Arc<[u8]>;

/// Shared by all clones: a ring that was read again is read again for everybody.
#[derive(Clone)]
pub(crate) struct Keys(Arc<RwLock<Rings>>);

struct Rings {
    keys: BTreeMap<(Purpose, u8), Key>,
    read_at: Instant,
}

impl Keys {
    /// Reads every ring, and makes the first key of one that has none.
    pub async fn load(db: &PgPool) -> Result<Self> {
        for purpose in Purpose::ALL {
            sqlx::query!(
                "insert into signing_keys (purpose, kid, secret)
                 select $1, 1, $2 where not exists (select from signing_keys where purpose = $1) on conflict do nothing",
                purpose.as_str(),
                &secret()[..],
            )
            .execute(db)
            .await?;
        }
        Ok(Self(Arc::new(RwLock::new(read(db).await?))))
    }

    /// What other processes added since.
    pub async fn reload(&self, db: &PgPool) -> Result<()> {
        let rings = read(db).await?;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = rings;
        Ok(())
    }

    pub(super) fn newest(&self, purpose: Purpose) -> Result<(u8, Key)> {
        let rings = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let newest = rings.keys.range((purpose, 0)..=(purpose, u8::MAX)).next_back();
        let ((_, kid), key) = newest.ok_or_else(|| Error::broken("there is no key to sign links with"))?;
        Ok((*kid, key.clone()))
    }

    /// Looks into the database for a key that is not known here, which another process may just have made.
    pub(super) async fn find(&self, db: &PgPool, purpose: Purpose, kid: u8) -> Result<Option<Key>> {
        if let Some(key) = self.known(purpose, kid) {
            return Ok(Some(key));
        }
        if self.0.read().unwrap_or_else(PoisonError::into_inner).read_at.elapsed() < RELOAD_EVERY {
            return Ok(None);
        }
        self.reload(db).await?;
        Ok(self.known(purpose, kid))
    }

    fn known(&self, purpose: Purpose, kid: u8) -> Option<Key> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).keys.get(&(purpose, kid)).cloned()
    }

    #[cfg(test)]
    pub fn of_one(purpose: Purpose, kid: u8, secret: [u8; 32]) -> Self {
        let keys = BTreeMap::from([((purpose, kid), Key::from(secret))]);
        Self(Arc::new(RwLock::new(Rings { keys, read_at: Instant::now() })))
    }
}

/// Gives every purpose a new key, which signs from now on. Nothing that older ones signed becomes void.
pub(super) async fn rotate(db: &PgPool) -> Result<()> {
    let mut tx = db.begin().await?;
    for purpose in Purpose::ALL {
        sqlx::query!(
            "insert into signing_keys (purpose, kid, secret)
             select $1, coalesce(max(kid), 0) + 1, $2 from signing_keys where purpose = $1",
            purpose.as_str(),
            &secret()[..],
        )
        .execute(&mut *tx)
        .await?;
    }
    let last = sqlx::query_scalar!(r#"select max(kid) as "kid!" from signing_keys"#).fetch_one(&mut *tx).await?;
    if u8::try_from(last).is_err() {
        return Err(Error::refused((
            "the keys were changed 255 times, which is the most there is room for in a link",
            "서명 키를 255번 바꾸어 더 바꿀 수 없습니다",
        )));
    }
    Ok(tx.commit().await?)
}

fn secret() -> [u8; 32] {
    let mut secret = [0; 32];
    rand::rng().fill_bytes(&mut secret);
    secret
}

async fn read(db: &PgPool) -> Result<Rings> {
    let rows = sqlx::query!("select purpose, kid, secret from signing_keys").fetch_all(db).await?;
    let keys = rows.into_iter().filter_map(|row| {
        let purpose = Purpose::ALL.into_iter().find(|purpose| purpose.as_str() == row.purpose)?;
        Some(((purpose, u8::try_from(row.kid).ok()?), Key::from(row.secret)))
    });
    Ok(Rings { keys: keys.collect(), read_at: Instant::now() })
}
