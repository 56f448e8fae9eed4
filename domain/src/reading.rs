//! Letters that are opened and clicked, and whether a person did it or a machine.
//!
//! Nobody can tell for certain: a mail program asks for a picture in a person's name, and a gateway follows every link of a
//! letter before the person sees it. So everything is counted, and each reading keeps the rule that judged it.

mod agent;
mod tally;

use crate::campaign::words;
pub use agent::Agent;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
pub use tally::{Counted, Mark, Readings, Tally};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Opened,
    Clicked,
}

words!(Act, "an act of a reader", "opened" => Opened, "clicked" => Clicked);

/// The rule that judged a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing speaks against it.
    Person,
    /// Apple's Mail Privacy Protection fetches every picture in advance, whether anybody reads the letter or not.
    Prefetch,
    /// The browser or the mail program says that it fetches in advance, in case the person wants it (`Sec-Purpose`, `Purpose`,
    /// `X-Moz`).
    InAdvance,
    /// Gmail's and Yahoo's proxies fetch a picture when a person opens the letter; right after it arrived, to store it.
    ProxyAtOnce,
    /// It says of itself that it is a program, or says nothing at all as no mail program does.
    Scanner,
    /// Nobody reads a letter and clicks within these seconds; a gateway looks at links before it lets the letter through.
    AtOnce,
    /// The letter was not there yet: who checks it on its way is no reader.
    BeforeArrival,
    /// A person follows one link and then perhaps another; what follows several within seconds reads none of them.
    ManyLinks,
    /// The same place reads the letters of many people within seconds: a gateway of their house.
    Burst,
    /// Reported before anybody judged.
    Unjudged,
}

words!(Verdict, "a verdict on a reading", "person" => Person, "prefetch" => Prefetch,
    "in_advance" => InAdvance, "proxy_at_once" => ProxyAtOnce,
    "scanner" => Scanner, "at_once" => AtOnce, "before_arrival" => BeforeArrival, "many_links" => ManyLinks,
    "burst" => Burst, "unjudged" => Unjudged);

impl Verdict {
    pub fn is_machine(self) -> bool {
        match self {
            Self::Person | Self::Unjudged => false,
            Self::Prefetch
            | Self::InAdvance
            | Self::ProxyAtOnce
            | Self::Scanner
            | Self::AtOnce
            | Self::BeforeArrival
            | Self::ManyLinks
            | Self::Burst => true,
        }
    }
}

/// When a letter came to its mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// No carrier has taken it yet.
    NotYet,
    /// Its end is in doubt.
    Unknown,
    /// As reported, or else when the carrier took it.
    At(Timestamp),
}

/// From the arrival, in which only a machine is so quick.
pub const AT_ONCE: SignedDuration = SignedDuration::from_secs(10);
/// Two different links within the first, or three within the second.
pub const TWO_LINKS_WITHIN: SignedDuration = SignedDuration::from_secs(1);
pub const THREE_LINKS_WITHIN: SignedDuration = SignedDuration::from_secs(5);
/// People of one place within the time: more than a family, and more than a telephone company's readers of one campaign
/// do by chance.
pub const BURST_PEOPLE: usize = 30;
pub const BURST_WITHIN: SignedDuration = SignedDuration::from_secs(10);

/// What one reading tells by itself.
pub fn alone(act: Act, agent: Agent, at: Timestamp, arrival: Arrival) -> Verdict {
    let is_at_once = |arrived: Timestamp| at.duration_since(arrived) < AT_ONCE;
    match (agent, arrival) {
        (Agent::Prefetch, _) => Verdict::Prefetch,
        (Agent::InAdvance, _) => Verdict::InAdvance,
        (Agent::Scanner, _) => Verdict::Scanner,
        (_, Arrival::NotYet) => Verdict::BeforeArrival,
        (_, Arrival::At(arrived)) if at < arrived => Verdict::BeforeArrival,
        (Agent::Proxy, Arrival::At(arrived)) if is_at_once(arrived) => Verdict::ProxyAtOnce,
        (_, Arrival::At(arrived)) if act == Act::Clicked && is_at_once(arrived) => Verdict::AtOnce,
        (Agent::Program | Agent::Proxy, Arrival::Unknown | Arrival::At(_)) => Verdict::Person,
    }
}

/// A reading with what is known of it so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    pub seq: i32,
    pub act: Act,
    /// Which one was clicked.
    pub link: i16,
    pub at: Timestamp,
    /// Where it came from, as far as that tells anything: a number that means nothing by itself, and nothing tomorrow.
    pub place: Option<i64>,
    pub verdict: Verdict,
}

/// What readings of one campaign tell together. Whom it takes for a machine it never takes for a person again.
pub fn together(readings: &mut [Judged]) {
    readings.sort_by_key(|reading| reading.at);
    let by_person = groups(readings, |reading| (reading.act == Act::Clicked).then_some(i64::from(reading.seq)));
    for clicks in by_person.values() {
        for (within, several) in [(TWO_LINKS_WITHIN, 2), (THREE_LINKS_WITHIN, 3)] {
            condemn(readings, clicks, within, several, |reading| i64::from(reading.link), Verdict::ManyLinks);
        }
    }
    let by_place = groups(readings, |reading| reading.place);
    for here in by_place.values() {
        condemn(readings, here, BURST_WITHIN, BURST_PEOPLE, |reading| i64::from(reading.seq), Verdict::Burst);
    }
}

fn groups(readings: &[Judged], key: impl Fn(&Judged) -> Option<i64>) -> BTreeMap<i64, Vec<usize>> {
    let mut groups: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (n, reading) in readings.iter().enumerate() {
        if let Some(key) = key(reading) {
            groups.entry(key).or_default().push(n);
        }
    }
    groups
}

/// Whoever is still taken for a person in any stretch of time that holds `several` different ones.
fn condemn(
    readings: &mut [Judged],
    of: &[usize],
    within: SignedDuration,
    several: usize,
    what: impl Fn(&Judged) -> i64,
    verdict: Verdict,
) {
    if of.len() < several {
        return;
    }
    let mut held: BTreeMap<i64, usize> = BTreeMap::new();
    let mut guilty = BTreeSet::new();
    let mut begin = 0;
    for end in 0..of.len() {
        *held.entry(what(&readings[of[end]])).or_default() += 1;
        while readings[of[end]].at.duration_since(readings[of[begin]].at) > within {
            let left = what(&readings[of[begin]]);
            if let Some(times) = held.get_mut(&left) {
                *times -= 1;
            }
            held.retain(|_, times| *times > 0);
            begin += 1;
        }
        if held.len() >= several {
            let from = guilty.last().map_or(begin, |last: &usize| begin.max(last + 1));
            guilty.extend(from..=end);
        }
    }
    for n in guilty {
        let reading = &mut readings[of[n]];
        if !reading.verdict.is_machine() {
            reading.verdict = verdict;
        }
    }
}

#[cfg(test)]
mod tests;
