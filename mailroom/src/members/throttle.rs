//! How often somebody may try a password: counted in Postgres, so that every web process knows.
//!
//! An attempt is written down before the password is looked at and taken back when it was right;
//! so guesses made at the same moment count as well, and a refused one does not lengthen the wait.

use super::SignInRefused;
use crate::{Mailroom, Result};
use std::net::IpAddr;

const WINDOW_MINUTES: i32 = 15;
const FAILURES_PER_ADDRESS: i64 = 5;
const FAILURES_PER_SOURCE: i64 = 20;

/// Where an attempt comes from. A network gives one customer a whole IPv6 /64: that is one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source(IpAddr);

impl Source {
    pub fn new(ip: IpAddr) -> Self {
        Self(match ip.to_canonical() {
            IpAddr::V6(ip) => IpAddr::V6((ip.to_bits() & !u128::from(u64::MAX)).into()),
            ip @ IpAddr::V4(_) => ip,
        })
    }
}

/// One attempt, written down as failed until it proves right.
pub struct Attempt {
    address: String,
    source: String,
}

pub async fn admit(mailroom: &Mailroom, email: &str, source: Source) -> Result<Attempt, SignInRefused> {
    let attempt = Attempt { address: format!("address {email}"), source: format!("ip {}", source.0) };
    let mut tx = mailroom.db.begin().await.map_err(crate::Error::from)?;
    for (key, limit) in [(&attempt.address, FAILURES_PER_ADDRESS), (&attempt.source, FAILURES_PER_SOURCE)] {
        if let Some(minutes) = count(&mut tx, key, limit).await? {
            return Err(SignInRefused::TooMany { minutes });
        }
    }
    tx.commit().await.map_err(crate::Error::from)?;
    Ok(attempt)
}

/// The attempt was right: this address starts anew, and its source has one failure less.
pub async fn forgive(mailroom: &Mailroom, attempt: &Attempt) -> Result<()> {
    sqlx::query!(
        "delete from sign_in_failures
         where source = $1
            or ctid = (select ctid from sign_in_failures where source = $2 order by at desc limit 1)",
        attempt.address,
        attempt.source
    )
    .execute(&mailroom.db)
    .await?;
    Ok(())
}

pub async fn forget_old(mailroom: &Mailroom) -> Result<()> {
    sqlx::query!("delete from sign_in_failures where at < now() - make_interval(mins => $1)", WINDOW_MINUTES)
        .execute(&mailroom.db)
        .await?;
    Ok(())
}

/// Writes one failure down; or the minutes to wait where the limit is reached.
async fn count(db: &mut sqlx::PgConnection, key: &str, limit: i64) -> Result<Option<i64>> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", key).execute(&mut *db).await?;
    let wait_seconds = sqlx::query_scalar!(
        r#"select ceil(extract(epoch from at + make_interval(mins => $2) - now()))::bigint as "wait!"
           from sign_in_failures
           where source = $1 and at > now() - make_interval(mins => $2)
           order by at desc offset $3 limit 1"#,
        key,
        WINDOW_MINUTES,
        limit - 1
    )
    .fetch_optional(&mut *db)
    .await?;
    if let Some(seconds) = wait_seconds {
        return Ok(Some((seconds + 59) / 60));
    }
    sqlx::query!("insert into sign_in_failures (source) values ($1)", key).execute(db).await?;
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn a_source_is_an_ipv4_address_or_an_ipv6_network() {
        let source = |ip: &str| Source::new(ip.parse().unwrap());
        assert_ne!(source("192.0.2.1"), source("192.0.2.2"));
        assert_eq!(source("::ffff:192.0.2.1"), source("192.0.2.1"));
        assert_eq!(source("2001:db8::1"), source("2001:db8::ffff:1"));
        assert_ne!(source("2001:db8::1"), source("2001:db8:0:1::1"));
    }
}
