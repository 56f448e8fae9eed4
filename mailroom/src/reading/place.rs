//! Where a reading came from, as a number: enough to see that one place reads for many, and nothing to find a person by.
//! The salt is made anew every day and yesterday's is deleted, so nobody can tell later which address it was.

use crate::Result;
use hmac::{Hmac, KeyInit, Mac};
use rand::RngCore;
use sha2::Sha256;
use sqlx::PgPool;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The neighbours of an address: 256 of the old kind, one house of the new.
pub(super) fn prefix(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => Ipv4Addr::from_bits(address.to_bits() & !0xff).into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 80 << 80).into(),
    }
}

/// One salt for all processes of a day.
pub(super) struct Salt {
    day: time::Date,
    salt: Vec<u8>,
}

impl Salt {
    pub async fn of_today(db: &PgPool, known: Option<Self>) -> Result<Self> {
        let day = time::OffsetDateTime::now_utc().date();
        if let Some(known) = known.filter(|known| known.day == day) {
            return Ok(known);
        }
        let mut fresh = [0; 32];
        rand::rng().fill_bytes(&mut fresh);
        sqlx::query!("delete from reading_salts where day < $1", day).execute(db).await?;
        sqlx::query!("insert into reading_salts (day, salt) values ($1, $2) on conflict do nothing", day, &fresh[..])
            .execute(db)
            .await?;
        let salt = sqlx::query_scalar!("select salt from reading_salts where day = $1", day).fetch_one(db).await?;
        Ok(Self { day, salt })
    }

    pub fn hash(&self, prefix: IpAddr) -> Result<i64> {
        let octets = match prefix {
            IpAddr::V4(address) => address.octets().to_vec(),
            IpAddr::V6(address) => address.octets().to_vec(),
        };
        let mac = Hmac::<Sha256>::new_from_slice(&self.salt).map_err(crate::Error::broken)?.chain_update(octets);
        let mac = mac.finalize().into_bytes();
        Ok(mac.iter().take(8).fold(0, |number, octet| number << 8 | i64::from(*octet)))
    }
}

#[cfg(test)]
mod tests {
    use super::prefix;
    use std::net::IpAddr;

    #[test]
    fn neighbours_are_one_place() {
        let table = [
            ("203.0.113.7", "203.0.113.0"),
            ("::ffff:203.0.113.7", "203.0.113.0"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ];
        for (address, expected) in table {
            let address: IpAddr = address.parse().unwrap();
            assert_eq!(prefix(address), expected.parse::<IpAddr>().unwrap());
        }
    }
}
