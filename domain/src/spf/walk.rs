//! The evaluation itself (RFC 7208, 4 and 5), over what DNS has said so far.

use super::{
    Client, LOOKUPS_MAX, Outcome,
    macros::expand,
    record::{Mechanism, Prefixes, Record},
};
use crate::{
    Sentence,
    dns::{Answers, Found, Question, RecordKind, is_record, plain, reverse_name},
};
use std::net::IpAddr;

/// Questions that found nothing (RFC 7208, 4.6.4).
const VOIDS_MAX: u32 = 2;
const NAMES_MAX: usize = 10;

pub enum Stop {
    Ask(Question),
    Temporary(Sentence),
    Permanent(Sentence),
}

impl From<Question> for Stop {
    fn from(question: Question) -> Self {
        Self::Ask(question)
    }
}

pub struct Walk<'a> {
    answers: &'a Answers,
    client: Client<'a>,
    pub lookups: u32,
    voids: u32,
}

impl<'a> Walk<'a> {
    pub fn new(answers: &'a Answers, client: Client<'a>) -> Self {
        let client = Client { ip: client.ip.to_canonical(), ..client };
        Self { answers, client, lookups: 0, voids: 0 }
    }

    pub fn host(&mut self, domain: &str) -> Result<Outcome, Stop> {
        let Some(record) = self.record(domain)? else { return Ok(Outcome::None) };
        for directive in &record.directives {
            if self.matches(&directive.mechanism, domain)? {
                return Ok(directive.outcome);
            }
        }
        match &record.redirect {
            Some(elsewhere) => {
                self.count()?;
                let elsewhere = self.name(elsewhere, domain);
                match self.host(&elsewhere)? {
                    Outcome::None => Err(Stop::Permanent(lacks_record(&elsewhere))),
                    outcome => Ok(outcome),
                }
            }
            None => Ok(Outcome::Neutral),
        }
    }

    fn record(&self, domain: &str) -> Result<Option<Record>, Stop> {
        if !is_host(domain) {
            return Ok(None);
        }
        let texts = match self.answers.to(RecordKind::Txt, domain)? {
            Found::Yes(texts) => texts,
            Found::No => return Ok(None),
            Found::Unasked(why) => return Err(Stop::Temporary(unanswered(domain, why))),
        };
        let mut records = texts.iter().filter(|text| is_record(text, "v=spf1"));
        match (records.next(), records.next()) {
            (None, _) => Ok(None),
            (Some(_), Some(_)) => Err(Stop::Permanent(several(domain))),
            (Some(text), None) => match Record::parse(text) {
                Ok(record) => Ok(Some(record)),
                Err(unreadable) => Err(Stop::Permanent(cannot_be_read(domain, &unreadable.0))),
            },
        }
    }

    fn matches(&mut self, mechanism: &Mechanism, domain: &str) -> Result<bool, Stop> {
        match mechanism {
            Mechanism::All => Ok(true),
            Mechanism::Ip4(network, bits) => Ok(within(self.client.ip, IpAddr::V4(*network), *bits)),
            Mechanism::Ip6(network, bits) => Ok(within(self.client.ip, IpAddr::V6(*network), *bits)),
            Mechanism::Include(included) => {
                self.count()?;
                let included = self.name(included, domain);
                match self.host(&included)? {
                    Outcome::Pass => Ok(true),
                    Outcome::None => Err(Stop::Permanent(lacks_record(&included))),
                    Outcome::Fail | Outcome::SoftFail | Outcome::Neutral => Ok(false),
                    // those stop the walk before they come here
                    Outcome::TempError | Outcome::PermError => Ok(false),
                }
            }
            Mechanism::A(named, prefixes) => {
                self.count()?;
                let host = self.name_or(named.as_deref(), domain);
                let addresses = self.addresses(&host)?;
                self.note_void(addresses.is_empty())?;
                Ok(self.is_one_of(&addresses, *prefixes))
            }
            Mechanism::Mx(named, prefixes) => self.matches_mx(&self.name_or(named.as_deref(), domain), *prefixes),
            Mechanism::Ptr(named) => self.matches_ptr(&self.name_or(named.as_deref(), domain)),
            Mechanism::Exists(named) => {
                self.count()?;
                let host = self.name(named, domain);
                let exists = !self.strings(RecordKind::A, &host)?.is_empty();
                self.note_void(!exists)?;
                Ok(exists)
            }
        }
    }

    fn matches_mx(&mut self, host: &str, prefixes: Prefixes) -> Result<bool, Stop> {
        self.count()?;
        let exchanges = self.strings(RecordKind::Mx, host)?;
        self.note_void(exchanges.is_empty())?;
        if exchanges.len() > NAMES_MAX {
            return Err(Stop::Permanent(too_many_exchanges(host)));
        }
        for exchange in exchanges.iter().filter_map(|line| line.rsplit(' ').next()) {
            let addresses = self.addresses(exchange)?;
            if self.is_one_of(&addresses, prefixes) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Slow and not to be used (RFC 7208, 5.5), but receivers still know it.
    fn matches_ptr(&mut self, host: &str) -> Result<bool, Stop> {
        self.count()?;
        let Found::Yes(names) = self.answers.to(RecordKind::Ptr, &reverse_name(self.client.ip))? else {
            self.note_void(true)?;
            return Ok(false);
        };
        let (host, whole) = (plain(host), Prefixes { v4: 32, v6: 128 });
        for name in names.iter().take(NAMES_MAX).map(|name| plain(name)) {
            if name != host && !name.strip_suffix(&host).is_some_and(|rest| rest.ends_with('.')) {
                continue;
            }
            match self.addresses(&name) {
                Ok(addresses) if self.is_one_of(&addresses, whole) => return Ok(true),
                Err(Stop::Ask(question)) => return Err(Stop::Ask(question)),
                // a name that cannot be proved is passed over
                Ok(_) | Err(Stop::Temporary(_) | Stop::Permanent(_)) => {}
            }
        }
        Ok(false)
    }

    fn count(&mut self) -> Result<(), Stop> {
        self.lookups += 1;
        if self.lookups > LOOKUPS_MAX { Err(Stop::Permanent(too_many_lookups())) } else { Ok(()) }
    }

    fn note_void(&mut self, is_void: bool) -> Result<(), Stop> {
        self.voids += u32::from(is_void);
        if self.voids > VOIDS_MAX { Err(Stop::Permanent(too_many_voids())) } else { Ok(()) }
    }

    fn family(&self) -> RecordKind {
        if self.client.ip.is_ipv4() { RecordKind::A } else { RecordKind::Aaaa }
    }

    /// Of the client's own family.
    fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, Stop> {
        Ok(self.strings(self.family(), host)?.iter().filter_map(|address| address.parse().ok()).collect())
    }

    fn strings(&self, kind: RecordKind, name: &str) -> Result<&'a [String], Stop> {
        match self.answers.to(kind, name)? {
            Found::Yes(records) => Ok(records),
            Found::No => Ok(&[]),
            Found::Unasked(why) => Err(Stop::Temporary(unanswered(name, why))),
        }
    }

    fn is_one_of(&self, addresses: &[IpAddr], prefixes: Prefixes) -> bool {
        let bits = if self.client.ip.is_ipv4() { prefixes.v4 } else { prefixes.v6 };
        addresses.iter().any(|address| within(self.client.ip, *address, bits))
    }

    fn name(&self, text: &str, domain: &str) -> String {
        plain(&expand(text, domain, self.client))
    }

    fn name_or(&self, text: Option<&str>, domain: &str) -> String {
        text.map_or_else(|| domain.to_owned(), |text| self.name(text, domain))
    }
}

/// A name of several labels, each of a length DNS knows.
fn is_host(domain: &str) -> bool {
    let labels: Vec<&str> = domain.trim_end_matches('.').split('.').collect();
    domain.len() <= 254 && labels.len() > 1 && labels.iter().all(|label| (1..=63).contains(&label.len()))
}

fn within(ip: IpAddr, network: IpAddr, bits: u8) -> bool {
    let head = |octets: &[u8]| {
        let number = octets.iter().fold(0_u128, |number, octet| (number << 8) | u128::from(*octet));
        number.checked_shr(octets.len() as u32 * 8 - u32::from(bits)).unwrap_or(0)
    };
    match (ip, network) {
        (IpAddr::V4(ip), IpAddr::V4(network)) => head(&ip.octets()) == head(&network.octets()),
        (IpAddr::V6(ip), IpAddr::V6(network)) => head(&ip.octets()) == head(&network.octets()),
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
    }
}

fn unanswered(name: &str, why: &str) -> Sentence {
    Sentence::new(
        format!("DNS gave no answer about {name} ({why}); check again"),
        format!("{name}에 대한 DNS 응답이 없습니다({why}). 다시 확인하세요"),
    )
}

fn lacks_record(name: &str) -> Sentence {
    Sentence::new(
        format!("the record leads to {name}, which has no SPF record: correct or remove that part"),
        format!("레코드가 가리키는 {name}에 SPF 레코드가 없습니다. 그 부분을 고치거나 지우세요"),
    )
}

fn several(name: &str) -> Sentence {
    Sentence::new(
        format!("{name} has several SPF records, and receivers then heed none: merge them into one"),
        format!("{name}에 SPF 레코드가 여러 개라 모두 무시됩니다. 하나로 합치세요"),
    )
}

fn cannot_be_read(name: &str, term: &str) -> Sentence {
    Sentence::new(
        format!("‘{term}’ in the SPF record of {name} cannot be read, and receivers then heed none of it: correct it"),
        format!("{name}의 SPF 레코드에 읽을 수 없는 부분이 있어 전체가 무시됩니다: ‘{term}’. 고쳐 주세요"),
    )
}

fn too_many_lookups() -> Sentence {
    Sentence::new(
        format!(
            "the record needs more than {LOOKUPS_MAX} DNS lookups, and receivers then heed none of it: remove includes you no longer need"
        ),
        format!("DNS 조회가 {LOOKUPS_MAX}번을 넘어 레코드 전체가 무시됩니다. 쓰지 않는 include를 지우세요"),
    )
}

fn too_many_voids() -> Sentence {
    Sentence::new(
        format!(
            "more than {VOIDS_MAX} names in the record lead nowhere, and receivers then heed none of it: remove them"
        ),
        format!("존재하지 않는 이름이 {VOIDS_MAX}개를 넘어 레코드 전체가 무시됩니다. 그 이름을 지우세요"),
    )
}

fn too_many_exchanges(name: &str) -> Sentence {
    Sentence::new(
        format!(
            "{name} has more than {NAMES_MAX} MX records, too many for ‘mx’ in SPF: name the servers by ip4 instead"
        ),
        format!("{name}의 MX 레코드가 {NAMES_MAX}개를 넘어 SPF의 ‘mx’로 쓸 수 없습니다. 서버를 ip4로 적으세요"),
    )
}
