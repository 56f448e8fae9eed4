//! What Amazon SES says of an account, of those who may send through it, and of the way its reports take.

mod names;
mod request;

pub use names::{identity_name, mail_from_name, topic_arn};
pub use request::{RequestFacts, request};

use crate::{Sentence, campaign::words, failure::Cause, sending_domain::CheckedRecord, suppression::SuppressionReason};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SesAccount {
    pub region: String,
    pub asked_at: Timestamp,
    /// `false` in the sandbox, where only verified addresses get mail.
    pub is_production: bool,
    pub is_sending: bool,
    pub enforcement: Enforcement,
    /// Letters within 24 hours; `None` is unlimited.
    pub most_a_day: Option<i64>,
    pub sent_a_day: i64,
    pub rate_per_second: Option<f64>,
    /// What puts an address on the account's own list.
    pub suppresses: Vec<SuppressionReason>,
    /// How a request for production access stands.
    pub review: Option<Review>,
}

impl SesAccount {
    pub fn left_today(&self) -> Option<i64> {
        self.most_a_day.map(|most| (most - self.sent_a_day).max(0))
    }
}

/// What Amazon thinks of the account's sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Enforcement {
    Healthy,
    Probation,
    Shutdown,
    Unknown,
}

words!(Enforcement, "a standing of an account",
    "healthy" => Healthy, "probation" => Probation, "shutdown" => Shutdown, "unknown" => Unknown);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Review {
    Pending,
    Granted,
    Denied,
    Failed,
}

/// How far SES is with believing something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    NotStarted,
    Pending,
    Verified,
    TemporaryFailure,
    Failed,
}

/// Somebody who may send, or is to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityLine {
    /// A domain or an address.
    pub name: String,
    pub verification: Verification,
    pub is_sending: bool,
}

impl IdentityLine {
    pub fn is_domain(&self) -> bool {
        !self.name.contains('@')
    }

    /// Whether letters from this domain may go under it.
    pub fn covers(&self, domain: &str) -> bool {
        self.is_domain() && is_at_or_below(domain, &self.name)
    }
}

/// Whether a domain is the other one or belongs to it.
pub fn is_at_or_below(domain: &str, other: &str) -> bool {
    domain == other || domain.strip_suffix(other).is_some_and(|rest| rest.ends_with('.'))
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub line: IdentityLine,
    pub dkim: Dkim,
    pub mail_from: Option<MailFrom>,
    pub last_checked_at: Option<Timestamp>,
    /// SES's word for what is wrong: `HOST_NOT_FOUND`.
    pub problem: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dkim {
    pub status: Verification,
    pub tokens: Vec<String>,
    /// Where the keys are kept, such as `dkim.amazonses.com`.
    pub zone: String,
    /// Somebody keeps the key themselves, under the one selector that `tokens` names.
    pub is_own: bool,
}

/// The domain in the envelope of letters, which receivers check SPF of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailFrom {
    pub domain: String,
    pub status: Verification,
}

/// The kinds of reports that a campaign needs; opens and clicks we count ourselves.
pub const REPORTS_NEEDED: [&str; 7] =
    ["SEND", "REJECT", "BOUNCE", "COMPLAINT", "DELIVERY", "DELIVERY_DELAY", "RENDERING_FAILURE"];

/// What a configuration set has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigurationSet {
    pub is_sending: bool,
    pub destinations: Vec<Destination>,
}

/// Where a configuration set sends its reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    pub name: String,
    pub is_enabled: bool,
    /// `None` where it is something else than an SNS topic.
    pub topic: Option<String>,
    pub kinds: Vec<String>,
}

/// Whether reports find their way to us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportsState {
    /// This installation names no configuration set, so SES reports nothing.
    Unnamed,
    /// There is no such set.
    Missing,
    /// The set itself sends nothing.
    Paused,
    /// No destination is a topic that is switched on.
    NoTopic,
    /// These kinds go nowhere.
    Lacks(Vec<String>),
    Good,
}

/// How reports come from this set; `None` where SES knows no set of the name.
pub fn reports_state(set: Option<&ConfigurationSet>) -> ReportsState {
    let Some(set) = set else { return ReportsState::Missing };
    if !set.is_sending {
        return ReportsState::Paused;
    }
    let heard: Vec<&Destination> =
        set.destinations.iter().filter(|destination| destination.is_enabled && destination.topic.is_some()).collect();
    if heard.is_empty() {
        return ReportsState::NoTopic;
    }
    let is_heard = |kind: &str| heard.iter().any(|destination| destination.kinds.iter().any(|known| known == kind));
    let lacking: Vec<String> =
        REPORTS_NEEDED.into_iter().filter(|kind| !is_heard(kind)).map(ToString::to_string).collect();
    if lacking.is_empty() { ReportsState::Good } else { ReportsState::Lacks(lacking) }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reports {
    /// Of the configuration set, where this installation names one.
    pub name: Option<String>,
    pub state: ReportsState,
    pub set: Option<ConfigurationSet>,
    /// Topics that this installation listens to.
    pub topics: Vec<String>,
}

/// One part of what was asked; the parts fail one by one, as permissions are given one by one.
pub type Part<T> = Result<T, Sentence>;

/// Everything about the account letters leave through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendingAccount {
    pub through: Through,
    pub parked: Option<Parked>,
    pub senders: Vec<SenderLine>,
}

/// The carrier of the process that was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Through {
    Ses(Box<SesParts>),
    /// An account at a carrier that says nothing of itself to this process.
    Other(String),
    /// Letters become files.
    Outbox,
    /// Nothing that sends is running.
    Nobody,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SesParts {
    pub account: Part<SesAccount>,
    pub identities: Part<Vec<IdentityLine>>,
    pub reports: Part<Reports>,
    /// For the request for production access; in the sandbox only.
    pub request: Option<String>,
}

/// A sender's address, and under which identity it may send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SenderLine {
    pub address: String,
    pub domain: String,
}

impl SenderLine {
    /// The identity that lets this sender send, the address itself first.
    pub fn identity<'a>(&self, identities: &'a [IdentityLine]) -> Option<&'a IdentityLine> {
        let own = identities.iter().find(|identity| identity.name.eq_ignore_ascii_case(&self.address));
        own.filter(|own| own.is_sending).or_else(|| {
            let mut domains: Vec<_> = identities.iter().filter(|identity| identity.covers(&self.domain)).collect();
            domains.sort_by_key(|identity| (!identity.is_sending, std::cmp::Reverse(identity.name.len())));
            domains.first().copied().or(own)
        })
    }
}

/// Nothing goes out for now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parked {
    pub cause: Cause,
    /// When it is tried again.
    pub until: Timestamp,
    /// Where the day's quota is spent.
    pub quota: Option<QuotaReturns>,
}

/// SES counts the letters of the last 24 hours, so the quota comes back as they came to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotaReturns {
    /// The first letters become a day old.
    pub from: Timestamp,
    /// Enough of them for everybody who waits; `None` where that takes longer than a day.
    pub enough_at: Option<Timestamp>,
    pub waiting: i64,
}

/// What DNS and SES say of a domain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DomainCheck {
    pub domain: String,
    /// `None` without SES, or where SES does not know the domain.
    pub identity: Option<Part<Identity>>,
    pub records: Vec<CheckedRecord>,
    pub checked_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::{ConfigurationSet, Destination, IdentityLine, REPORTS_NEEDED, ReportsState, SenderLine, Verification};
    use super::{is_at_or_below, reports_state};

    fn destination(is_enabled: bool, topic: Option<&str>, kinds: &[&str]) -> Destination {
        let kinds = kinds.iter().map(ToString::to_string).collect();
        Destination { name: "pabal".into(), is_enabled, topic: topic.map(str::to_owned), kinds }
    }

    #[test]
    fn reports_come_by_a_topic_that_gets_every_kind() {
        let set = |destinations| ConfigurationSet { is_sending: true, destinations };
        let (all, some) = (&REPORTS_NEEDED[..], &REPORTS_NEEDED[2..]);
        let topic = Some("arn:aws:sns:ap-northeast-2:1:pabal");
        let table = [
            (None, ReportsState::Missing),
            (Some(ConfigurationSet { is_sending: false, ..set(vec![]) }), ReportsState::Paused),
            (Some(set(vec![])), ReportsState::NoTopic),
            (Some(set(vec![destination(false, topic, all)])), ReportsState::NoTopic),
            (Some(set(vec![destination(true, None, all)])), ReportsState::NoTopic),
            (
                Some(set(vec![destination(true, topic, some)])),
                ReportsState::Lacks(vec!["SEND".into(), "REJECT".into()]),
            ),
            (
                Some(set(vec![destination(true, topic, some), destination(true, topic, &["SEND", "REJECT", "OPEN"])])),
                ReportsState::Good,
            ),
            (Some(set(vec![destination(true, topic, all)])), ReportsState::Good),
        ];
        for (set, expected) in table {
            assert_eq!(reports_state(set.as_ref()), expected, "{set:?}");
        }
    }

    #[test]
    fn a_sender_sends_under_their_address_or_the_nearest_domain() {
        let line = |name: &str, is_sending| {
            let verification = if is_sending { Verification::Verified } else { Verification::Pending };
            IdentityLine { name: name.into(), verification, is_sending }
        };
        let identities = [
            line("shop.example", true),
            line("news.shop.example", true),
            line("op.example", true),
            line("kim@gmail.example", false),
            line("me@shop.example", false),
        ];
        let of = |address: &str| {
            let (_, domain) = address.split_once('@').unwrap();
            let sender = SenderLine { address: address.into(), domain: domain.into() };
            sender.identity(&identities).map(|identity| identity.name.clone())
        };
        assert_eq!(of("hi@news.shop.example").as_deref(), Some("news.shop.example"));
        assert_eq!(of("hi@a.news.shop.example").as_deref(), Some("news.shop.example"));
        assert_eq!(of("hi@other.shop.example").as_deref(), Some("shop.example"));
        assert_eq!(
            of("me@shop.example").as_deref(),
            Some("shop.example"),
            "an address that is not verified is of no use"
        );
        assert_eq!(of("kim@gmail.example").as_deref(), Some("kim@gmail.example"));
        assert_eq!(of("hi@bigshop.example"), None);
        assert!(is_at_or_below("a.b.c", "b.c") && !is_at_or_below("ab.c", "b.c"));
    }
}
