//! Signed addresses that stand in letters: nobody can guess or alter them.
//!
//! A token is `version kid number… mac`, the numbers as LEB128, the mac a 16-byte truncated HMAC-SHA256, all in
//! base64url: under 64 characters for two numbers. What a token is for is not written in it: each purpose has keys of
//! its own, so that a token of one opens nothing of another.

mod keys;

use crate::{Error, Mailroom, Result, reading::Whose};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use domain::{
    CampaignId, ContactId, EmailAddress,
    compose::{Links, Track},
};
use hmac::{Hmac, KeyInit, Mac};
pub(crate) use keys::Keys;
use sha2::Sha256;
use url::Url;

const VERSION: u8 = 1;
const MAC_OCTETS: usize = 16;

/// What a link lets whoever holds it do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// To say what they want to get: one click, and the page with their choices.
    Unsubscribe,
    /// To say yes to a reminder of their consent.
    Keep,
    /// To be counted as having opened or clicked.
    Track,
    /// To see their letter in a browser.
    View,
    /// To say yes to what they asked for on a public form.
    Confirm,
    /// Stands in a public form rather than in a letter: to show when the form was.
    Form,
}

impl Purpose {
    pub(crate) const ALL: [Self; 6] =
        [Self::Unsubscribe, Self::Keep, Self::Track, Self::View, Self::Confirm, Self::Form];

    fn as_str(self) -> &'static str {
        match self {
            Self::Unsubscribe => "unsubscribe",
            Self::Keep => "keep",
            Self::Track => "track",
            Self::View => "view",
            Self::Confirm => "confirm",
            Self::Form => "form",
        }
    }
}

/// Whose letter a link stands in, and the campaign that brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    pub contact: ContactId,
    pub campaign: CampaignId,
}

impl Claim {
    fn numbers(self) -> [i64; 2] {
        [self.contact.0, self.campaign.0]
    }
}

/// The links of one person's letter, by their number in the campaign. It is counted unless they asked us not to.
pub(crate) fn links(mailroom: &Mailroom, claim: Claim, seq: i32, is_counted: bool) -> Result<Links> {
    let token = sign(mailroom, Purpose::Unsubscribe, &claim.numbers())?;
    // the token says who it is, whatever address they write from
    let mailto = |inbox: &EmailAddress| format!("mailto:{inbox}?subject=unsubscribe%20{token}");
    let whose = Whose { campaign: claim.campaign, seq }.numbers();
    let track = match is_counted {
        true => {
            let token = sign(mailroom, Purpose::Track, &whose)?;
            Some(Track { clicks: address(mailroom, "c", &token)?, opens: address(mailroom, "o", &token)? })
        }
        false => None,
    };
    Ok(Links {
        unsubscribe: address(mailroom, "u", &token)?,
        unsubscribe_mailto: mailroom.unsubscribe_inbox.as_deref().map(mailto),
        keep: address(mailroom, "k", &sign(mailroom, Purpose::Keep, &claim.numbers())?)?,
        web_view: address(mailroom, "v", &sign(mailroom, Purpose::View, &whose)?)?,
        track,
    })
}

/// The page with their choices, as a path of this server.
pub(crate) fn choices(mailroom: &Mailroom, claim: Claim) -> Result<String> {
    Ok(format!("/u/{}", sign(mailroom, Purpose::Unsubscribe, &claim.numbers())?))
}

/// Links for a letter that tries a campaign out: whoever clicks them, or the mail program that follows them by itself,
/// unsubscribes nobody and is not counted.
pub(crate) fn harmless(mailroom: &Mailroom, campaign: CampaignId, is_counted: bool) -> Result<Links> {
    links(mailroom, Claim { contact: ContactId(0), campaign }, 0, is_counted)
}

/// Where people reach what a token is for: `https://news.shop.example/u/TOKEN`.
pub(crate) fn address(mailroom: &Mailroom, room: &str, token: &str) -> Result<String> {
    let mut address: Url = Url::clone(&mailroom.public_url);
    address
        .path_segments_mut()
        .map_err(|()| Error::broken("the public address cannot carry a path"))?
        .pop_if_empty()
        .extend([room, token]);
    Ok(address.into())
}

/// `None` for a token that is not ours, of another purpose, altered, or cut short.
pub async fn read_claim(mailroom: &Mailroom, purpose: Purpose, token: &str) -> Result<Option<Claim>> {
    let claim = match read(mailroom, purpose, token).await?.as_deref() {
        Some(&[contact, campaign]) => Some(Claim { contact: ContactId(contact), campaign: CampaignId(campaign) }),
        _ => None,
    };
    Ok(claim)
}

/// A token that stands for these numbers.
pub(crate) fn sign(mailroom: &Mailroom, purpose: Purpose, numbers: &[i64]) -> Result<String> {
    sign_with(&mailroom.keys, purpose, numbers)
}

/// The numbers a token stands for; `None` as in [`read_claim`].
pub(crate) async fn read(mailroom: &Mailroom, purpose: Purpose, token: &str) -> Result<Option<Vec<i64>>> {
    let Ok(octets) = BASE64URL.decode(token) else { return Ok(None) };
    let Some((signed, mac)) = octets.len().checked_sub(MAC_OCTETS).and_then(|end| octets.split_at_checked(end)) else {
        return Ok(None);
    };
    let [VERSION, kid, numbers @ ..] = signed else { return Ok(None) };
    let Some(key) = mailroom.keys.find(&mailroom.db, purpose, *kid).await? else { return Ok(None) };
    let is_ours = hmac(&key, signed).verify_truncated_left(mac).is_ok();
    Ok(if is_ours { read_numbers(numbers) } else { None })
}

/// Gives every purpose a new key. Servers that run sign with it within a minute; older links stay good.
pub async fn rotate_keys(mailroom: &Mailroom) -> Result<()> {
    keys::rotate(&mailroom.db).await?;
    mailroom.keys.reload(&mailroom.db).await
}

fn sign_with(keys: &Keys, purpose: Purpose, numbers: &[i64]) -> Result<String> {
    let (kid, key) = keys.newest(purpose)?;
    let mut octets = vec![VERSION, kid];
    for number in numbers {
        write_number(&mut octets, *number);
    }
    let mac = hmac(&key, &octets).finalize().into_bytes();
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

fn read_numbers(mut octets: &[u8]) -> Option<Vec<i64>> {
    let mut numbers = Vec::new();
    while !octets.is_empty() {
        let (number, rest) = read_number(octets)?;
        numbers.push(number);
        octets = rest;
    }
    Some(numbers)
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
    use super::{Keys, Purpose, read_numbers, sign_with, write_number};

    #[test]
    fn numbers_survive_packing() {
        let numbers = [0, 1, 127, 128, 300, 1 << 40, i64::MAX];
        let mut octets = vec![];
        for number in numbers {
            write_number(&mut octets, number);
        }
        assert_eq!(read_numbers(&octets).as_deref(), Some(&numbers[..]));
        assert_eq!(read_numbers(&octets[..octets.len() - 1]), None, "cut short");
    }

    #[test]
    fn a_token_is_short_whatever_the_numbers() {
        let keys = Keys::of_one(Purpose::Unsubscribe, 1, [7; 32]);
        assert!(sign_with(&keys, Purpose::Unsubscribe, &[i64::MAX, i64::MAX]).unwrap().len() <= 64);
    }
}
