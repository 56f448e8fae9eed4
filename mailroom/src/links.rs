//! Signed addresses that stand in letters: nobody can guess or alter them.
//!
//! A token is `version kid contact campaign mac`, the numbers as LEB128, the mac a 16-byte truncated
//! HMAC-SHA256, all in base64url: under 64 characters. Signed with the newest key, read with any.

use crate::{Error, Mailroom, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use domain::{CampaignId, ContactId, compose::Links};
use hmac::{Hmac, KeyInit, Mac};
use rand::RngCore;
use sha2::Sha256;
use sqlx::PgPool;
use url::Url;

const VERSION: u8 = 1;
const MAC_OCTETS: usize = 16;
const PURPOSE: &str = "unsubscribe";

/// Whom an unsubscribe link is for, and the campaign that brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnsubscribeClaim {
    pub contact: ContactId,
    pub campaign: CampaignId,
}

/// Keys of one purpose by number; the last signs.
#[derive(Clone)]
pub(crate) struct KeyRing(Vec<(u8, Vec<u8>)>);

impl KeyRing {
    /// Reads the ring, and makes its first key where there is none.
    pub async fn load(db: &PgPool) -> Result<Self> {
        let mut secret = [0; 32];
        rand::rng().fill_bytes(&mut secret);
        sqlx::query!(
            "insert into signing_keys (purpose, kid, secret)
             select $1, 1, $2 where not exists (select from signing_keys where purpose = $1) on conflict do nothing",
            PURPOSE,
            &secret[..],
        )
        .execute(db)
        .await?;
        let rows = sqlx::query!("select kid, secret from signing_keys where purpose = $1 order by kid", PURPOSE)
            .fetch_all(db)
            .await?;
        let keys = rows.into_iter().filter_map(|row| Some((u8::try_from(row.kid).ok()?, row.secret))).collect();
        Ok(Self(keys))
    }

    fn newest(&self) -> Result<&(u8, Vec<u8>)> {
        self.0.last().ok_or_else(|| Error::broken("there is no key to sign links with"))
    }

    fn key(&self, kid: u8) -> Option<&[u8]> {
        self.0.iter().find(|(number, _)| *number == kid).map(|(_, secret)| secret.as_slice())
    }
}

/// The links of one person's letter.
pub(crate) fn links(mailroom: &Mailroom, claim: UnsubscribeClaim) -> Result<Links> {
    let token = sign(&mailroom.keys, claim)?;
    let mut unsubscribe: Url = Url::clone(&mailroom.public_url);
    unsubscribe
        .path_segments_mut()
        .map_err(|()| Error::broken("the public address cannot carry a path"))?
        .pop_if_empty()
        .extend(["u", &token]);
    Ok(Links { unsubscribe: unsubscribe.into(), unsubscribe_mailto: None })
}

/// Links for a letter that tries a campaign out: whoever clicks them, or the mail program that follows them by itself,
/// unsubscribes nobody.
pub(crate) fn harmless(mailroom: &Mailroom, campaign: CampaignId) -> Result<Links> {
    links(mailroom, UnsubscribeClaim { contact: ContactId(0), campaign })
}

/// `None` for a token that is not ours, altered, or cut short.
pub fn read_unsubscribe(mailroom: &Mailroom, token: &str) -> Option<UnsubscribeClaim> {
    let octets = BASE64URL.decode(token).ok()?;
    let (signed, mac) = octets.split_at_checked(octets.len().checked_sub(MAC_OCTETS)?)?;
    let [VERSION, kid, numbers @ ..] = signed else { return None };
    hmac(mailroom.keys.key(*kid)?, signed).verify_truncated_left(mac).ok()?;
    let (contact, rest) = read_number(numbers)?;
    let (campaign, rest) = read_number(rest)?;
    rest.is_empty().then_some(UnsubscribeClaim { contact: ContactId(contact), campaign: CampaignId(campaign) })
}

fn sign(keys: &KeyRing, claim: UnsubscribeClaim) -> Result<String> {
    let (kid, secret) = keys.newest()?;
    let mut octets = vec![VERSION, *kid];
    write_number(&mut octets, claim.contact.0);
    write_number(&mut octets, claim.campaign.0);
    let mac = hmac(secret, &octets).finalize().into_bytes();
    octets.extend_from_slice(&mac[..MAC_OCTETS]);
    Ok(BASE64URL.encode(octets))
}

fn hmac(secret: &[u8], message: &[u8]) -> Hmac<Sha256> {
    Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length").chain_update(message)
}

fn write_number(octets: &mut Vec<u8>, number: i64) {
    let mut rest = number as u64;
    while rest >= 0x80 {
        octets.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    octets.push(rest as u8);
}

fn read_number(octets: &[u8]) -> Option<(i64, &[u8])> {
    let mut number = 0u64;
    for (at, octet) in octets.iter().enumerate().take(10) {
        number |= u64::from(octet & 0x7f) << (7 * at);
        if octet & 0x80 == 0 {
            return Some((number as i64, &octets[at + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{KeyRing, UnsubscribeClaim, read_number, sign, write_number};
    use domain::{CampaignId, ContactId};

    #[test]
    fn numbers_survive_packing() {
        for number in [0, 1, 127, 128, 300, 1 << 40, i64::MAX] {
            let mut octets = vec![];
            write_number(&mut octets, number);
            assert_eq!(read_number(&octets), Some((number, &[][..])), "{number}");
        }
    }

    #[test]
    fn a_token_is_short_whatever_the_numbers() {
        let keys = KeyRing(vec![(1, vec![7; 32])]);
        let claim = UnsubscribeClaim { contact: ContactId(i64::MAX), campaign: CampaignId(i64::MAX) };
        assert!(sign(&keys, claim).unwrap().len() <= 64);
    }
}
