//! SPF as receivers evaluate it (RFC 7208), so that a record is not only found but tried.

mod macros;
mod record;
mod walk;

#[cfg(test)]
mod tests;

use crate::{
    Sentence,
    dns::{Answers, Found, Question, RecordKind, is_record},
};
use record::{Mechanism, Record};
use std::net::{IpAddr, Ipv4Addr};
use walk::{Stop, Walk};

/// The most questions that receivers ask for one record, all that it includes counted (RFC 7208, 4.6.4).
pub const LOOKUPS_MAX: u32 = 10;

/// No mail leaves from here (RFC 5737), so that a record is walked to its end.
const NOBODY: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
/// Of the networks somebody sends from, those that are tried.
const TRIED_MAX: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No record.
    None,
    Neutral,
    Pass,
    Fail,
    SoftFail,
    /// DNS gave no answer.
    TempError,
    /// The record cannot be used: receivers treat it as broken.
    PermError,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub outcome: Outcome,
    /// Questions it took, of [`LOOKUPS_MAX`].
    pub lookups: u32,
    /// What is wrong, where something is.
    pub why: Option<Sentence>,
}

/// Who sends: the address it comes from, and the sender's address in the envelope.
#[derive(Clone, Copy, Debug)]
pub struct Client<'a> {
    pub ip: IpAddr,
    pub sender: &'a str,
}

/// The `check_host` of RFC 7208.
///
/// # Errors
/// The next question to ask, where the answers do not suffice yet.
pub fn check(answers: &Answers, domain: &str, client: Client<'_>) -> Result<Verdict, Question> {
    let mut walk = Walk::new(answers, client);
    let told = |outcome, lookups, why| Ok(Verdict { outcome, lookups, why });
    match walk.host(domain) {
        Ok(outcome) => told(outcome, walk.lookups, None),
        Err(Stop::Ask(question)) => Err(question),
        Err(Stop::Temporary(why)) => told(Outcome::TempError, walk.lookups, Some(why)),
        Err(Stop::Permanent(why)) => told(Outcome::PermError, walk.lookups, Some(why)),
    }
}

/// Whether `domain` lets everybody send who may send for `carrier`, tried with an address of each network that the carrier
/// names itself. The first that does not pass is told; else the whole record is walked, so that its lookups are counted.
///
/// # Errors
/// The next question to ask.
pub fn permits(answers: &Answers, domain: &str, carrier: &str) -> Result<Verdict, Question> {
    let sender = format!("postmaster@{domain}");
    let whole = check(answers, domain, Client { ip: NOBODY, sender: &sender })?;
    if matches!(whole.outcome, Outcome::None | Outcome::PermError | Outcome::TempError) {
        return Ok(whole);
    }
    let tried = networks(answers, carrier)?;
    if tried.is_empty() {
        let why = Sentence::new(
            format!("{carrier} itself gave no SPF record to try this one with; check again"),
            format!("시험에 쓸 {carrier}의 SPF 레코드를 받지 못했습니다. 다시 확인하세요"),
        );
        return Ok(Verdict { outcome: Outcome::TempError, why: Some(why), ..whole });
    }
    for ip in tried {
        let verdict = check(answers, domain, Client { ip, sender: &sender })?;
        if verdict.outcome != Outcome::Pass {
            return Ok(Verdict { lookups: whole.lookups, ..verdict });
        }
    }
    Ok(Verdict { outcome: Outcome::Pass, ..whole })
}

/// How the record is where nobody knows who will send: walked to its end.
///
/// # Errors
/// The next question to ask.
pub fn walk(answers: &Answers, domain: &str) -> Result<Verdict, Question> {
    check(answers, domain, Client { ip: NOBODY, sender: &format!("postmaster@{domain}") })
}

/// The first address of each network that the record names itself.
fn networks(answers: &Answers, domain: &str) -> Result<Vec<IpAddr>, Question> {
    let Found::Yes(texts) = answers.to(RecordKind::Txt, domain)? else { return Ok(vec![]) };
    let records = texts.iter().filter(|text| is_record(text, "v=spf1")).filter_map(|text| Record::parse(text).ok());
    let of = |mechanism: &Mechanism| match mechanism {
        Mechanism::Ip4(ip, _) => Some(IpAddr::V4(*ip)),
        Mechanism::Ip6(ip, _) => Some(IpAddr::V6(*ip)),
        Mechanism::All
        | Mechanism::Include(_)
        | Mechanism::A(..)
        | Mechanism::Mx(..)
        | Mechanism::Ptr(_)
        | Mechanism::Exists(_) => None,
    };
    let all =
        records.flat_map(|record| record.directives.iter().filter_map(|it| of(&it.mechanism)).collect::<Vec<_>>());
    Ok(all.take(TRIED_MAX).collect())
}
