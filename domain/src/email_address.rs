//! An address that can be mailed. SES has no SMTPUTF8, so local parts are ASCII and domains are
//! written in ASCII (RFC 5891); upper and lower case are the same person.

mod typo;

pub use typo::did_you_mean;

use crate::{Invalid, typed::shown};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A deliverable address in its one spelling: trimmed, lower case, domain in ASCII. It is its own key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// RFC 5321, 4.5.3.1: octets before the `@`, and of the whole path.
pub const LOCAL_PART_OCTETS_MAX: usize = 64;
pub const ADDRESS_OCTETS_MAX: usize = 254;

/// Characters without width that come along when an address is copied from a page or a spreadsheet.
const INVISIBLE: [char; 3] = ['\u{200b}', '\u{2060}', '\u{feff}'];

impl EmailAddress {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn local_part(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }

    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// Enough for its owner to know it, and for nobody else to write to it: `h•••@example.com`.
    pub fn masked(&self) -> String {
        let first = self.local_part().chars().next().unwrap_or('•');
        format!("{first}•••@{}", self.domain())
    }
}

impl FromStr for EmailAddress {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let text = text.trim_matches(|sign: char| sign.is_whitespace() || INVISIBLE.contains(&sign));
        refuse_brackets(text)?;
        let (local, domain) = split(text)?;
        check_local_part(local)?;
        let domain = ascii_domain(domain)?;
        let address = format!("{}@{domain}", local.to_ascii_lowercase());
        if address.len() > ADDRESS_OCTETS_MAX {
            return refuse((
                format!("the address is longer than {ADDRESS_OCTETS_MAX} characters"),
                format!("주소가 {ADDRESS_OCTETS_MAX}자를 넘습니다"),
            ));
        }
        Ok(Self(address))
    }
}

fn refuse<T>(reason: impl Into<crate::Sentence>) -> Result<T, Invalid> {
    Err(Invalid::new("email", reason))
}

/// As mail programs write somebody: `Kim <kim@example.com>`.
fn refuse_brackets(text: &str) -> Result<(), Invalid> {
    let bracketed = text.strip_suffix('>').and_then(|text| text.rsplit_once('<'));
    let Some((before, Ok(address))) = bracketed.map(|(before, inside)| (before.trim(), inside.parse::<EmailAddress>()))
    else {
        return Ok(());
    };
    if before.is_empty() {
        return refuse((
            format!("the address stands in brackets: use only {address}"),
            format!("주소에 꺾쇠괄호가 있습니다. {address}만 입력하세요"),
        ));
    }
    refuse((
        format!("this is a name and an address: use only {address}"),
        format!("이름과 주소가 함께 있습니다. {address}만 입력하세요"),
    ))
}

fn split(text: &str) -> Result<(&str, &str), Invalid> {
    if text.is_empty() {
        return refuse(("the address is empty", "주소가 비어 있습니다"));
    }
    match text.split_once('@') {
        None => refuse(("the address has no @", "주소에 @가 없습니다")),
        Some((_, rest)) if rest.contains('@') => {
            refuse(("the address has more than one @", "주소에 @가 두 개 이상 있습니다"))
        }
        Some(("", _)) => refuse(("nothing stands before the @", "@ 앞이 비어 있습니다")),
        Some((_, "")) => refuse(("nothing stands after the @", "@ 뒤가 비어 있습니다")),
        Some(parts) => Ok(parts),
    }
}

fn check_local_part(local: &str) -> Result<(), Invalid> {
    const ATOM_MARKS: &str = "!#$%&'*+-/=?^_`{|}~.";
    if !local.is_ascii() {
        let local = shown(local);
        return refuse((
            format!(
                "‘{local}’ before the @ is not in Latin letters; Amazon SES cannot mail such an address, ask for another one"
            ),
            format!(
                "@ 앞에 영문이 아닌 글자가 있습니다: ‘{local}’. Amazon SES로는 이런 주소에 보낼 수 없으니 다른 주소를 받으세요"
            ),
        ));
    }
    if let Some(odd) = local.chars().find(|c| !c.is_ascii_alphanumeric() && !ATOM_MARKS.contains(*c)) {
        let odd = shown(odd.encode_utf8(&mut [0; 4]));
        return refuse((
            format!("‘{odd}’ is not allowed before the @"),
            format!("@ 앞에 쓸 수 없는 글자입니다: ‘{odd}’"),
        ));
    }
    if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return refuse((
            "a dot may not stand first, last or twice in a row before the @",
            "@ 앞에서 점은 맨 앞이나 맨 뒤에 오거나 연달아 올 수 없습니다",
        ));
    }
    if local.len() > LOCAL_PART_OCTETS_MAX {
        return refuse((
            format!("more than {LOCAL_PART_OCTETS_MAX} characters stand before the @"),
            format!("@ 앞이 {LOCAL_PART_OCTETS_MAX}자를 넘습니다"),
        ));
    }
    Ok(())
}

fn ascii_domain(domain: &str) -> Result<String, Invalid> {
    if domain.ends_with('.') {
        return refuse(("the domain ends with a dot", "도메인이 점으로 끝납니다"));
    }
    let read = idna::domain_to_ascii_strict(domain);
    let domain = shown(domain);
    let Ok(ascii) = read else {
        return refuse((format!("‘{domain}’ is not a domain name"), format!("올바른 도메인이 아닙니다: ‘{domain}’")));
    };
    if !ascii.contains('.') {
        return refuse((
            format!("‘{domain}’ is not a full domain such as example.com"),
            format!("도메인이 완전하지 않습니다: ‘{domain}’. example.com처럼 적으세요"),
        ));
    }
    if ascii.rsplit('.').next().is_some_and(|top| top.bytes().all(|b| b.is_ascii_digit())) {
        return refuse((
            format!("‘{domain}’ is a number, not a domain name"),
            format!("도메인이 아니라 숫자입니다: ‘{domain}’"),
        ));
    }
    Ok(ascii)
}

/// A browser reads addresses that the server wrote, in their one spelling. The tables of all the world's domain names
/// would be a large part of what it fetches at first.
fn written_by_us(text: String) -> Result<EmailAddress, Invalid> {
    let (local, domain) = split(&text)?;
    check_local_part(local)?;
    if !domain.is_ascii() || text.bytes().any(|octet| octet.is_ascii_uppercase()) {
        return refuse(format!("‘{text}’ is not written as addresses are kept"));
    }
    Ok(EmailAddress(text))
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        if cfg!(target_family = "wasm") { written_by_us(text) } else { text.parse() }
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

#[cfg(test)]
mod tests;
