//! `smtp://user:pass@host:587?connections=8`: a relay and how to speak to it.

use crate::mailer::carrier::NotACarrier;
use percent_encoding::percent_decode_str;
use std::{fmt, str::FromStr};
use url::Url;

pub const CONNECTIONS_DEFAULT: usize = 8;
pub const CONNECTIONS_MAX: usize = 256;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// `smtps://`: TLS from the first byte (RFC 8314).
    Implicit,
    /// `smtp://`: STARTTLS, which only a loopback address may leave out.
    StartTls,
}

#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    pub user: String,
    pub password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Login({}, …)", self.user)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpAddress {
    pub security: Security,
    /// A name or an IP address, the latter without brackets.
    pub host: String,
    pub port: u16,
    pub login: Option<Login>,
    /// At most this many connections at once.
    pub connections: usize,
}

impl FromStr for SmtpAddress {
    type Err = NotACarrier;

    fn from_str(text: &str) -> Result<Self, NotACarrier> {
        let url =
            Url::parse(text).map_err(|e| refusal(format!("the address of the SMTP server cannot be read: {e}")))?;
        let security = match url.scheme() {
            "smtps" => Security::Implicit,
            _ => Security::StartTls,
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(refusal(
                "the SMTP server's address goes on after the port; in a user name or password, characters such as / # ? @ : are written %2F %23 %3F %40 %3A",
            ));
        }
        Ok(Self {
            security,
            host: host(&url)?,
            port: url.port().unwrap_or(match security {
                Security::Implicit => 465,
                Security::StartTls => 587,
            }),
            login: login(&url)?,
            connections: connections(&url)?,
        })
    }
}

fn refusal(reason: impl Into<String>) -> NotACarrier {
    NotACarrier(reason.into())
}

fn host(url: &Url) -> Result<String, NotACarrier> {
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| refusal("the SMTP address has no host"))?;
    Ok(host.trim_start_matches('[').trim_end_matches(']').to_owned())
}

fn login(url: &Url) -> Result<Option<Login>, NotACarrier> {
    let user = decoded(url.username())?;
    let password = decoded(url.password().unwrap_or_default())?;
    match (user.is_empty(), password.is_empty()) {
        (true, true) => Ok(None),
        (true, false) => Err(refusal("the SMTP address has a password but no user name")),
        (false, _) => Ok(Some(Login { user, password })),
    }
}

fn decoded(text: &str) -> Result<String, NotACarrier> {
    let decoded = percent_decode_str(text).decode_utf8().map_err(|_| {
        refusal("the user name or password of the SMTP address is not UTF-8 once its %-signs are decoded")
    })?;
    if decoded.contains(['\r', '\n', '\0']) {
        return Err(refusal("the user name or password of the SMTP address holds a line break or a zero byte"));
    }
    Ok(decoded.into_owned())
}

fn connections(url: &Url) -> Result<usize, NotACarrier> {
    let mut connections = CONNECTIONS_DEFAULT;
    for (name, value) in url.query_pairs() {
        if name != "connections" {
            return Err(refusal(format!("the SMTP address has an unknown setting `{name}`; known is `connections`")));
        }
        connections = value
            .parse()
            .ok()
            .filter(|n| (1..=CONNECTIONS_MAX).contains(n))
            .ok_or_else(|| refusal(format!("`connections` is a number from 1 to {CONNECTIONS_MAX}")))?;
    }
    Ok(connections)
}

/// Without the password: the stable name of the account.
impl fmt::Display for SmtpAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.security {
            Security::Implicit => "smtps",
            Security::StartTls => "smtp",
        };
        let user = self.login.as_ref().map(|login| format!("{}@", login.user)).unwrap_or_default();
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        write!(f, "{scheme}://{user}{host}:{}", self.port)
    }
}
