use super::{Code, Finding, Fix, finding::or_fine};
pub use crate::dns::Found;

/// What DNS says of the domain in the sender's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainFacts {
    pub domain: String,
    /// How many SPF records there are: more than one is as bad as none (RFC 7208, 3.2).
    pub spf: Found<usize>,
    /// Whether any DKIM key is published under the domain; which one signs is seen in a received letter only.
    pub dkim: Found<()>,
    /// The records at `_dmarc`, of the domain or of the one it belongs to.
    pub dmarc: Found<usize>,
}

pub fn sender_domain(facts: &DomainFacts) -> Vec<Finding> {
    let domain = &facts.domain;
    let about = |finding: Finding| finding.about(domain).mended_by(Fix::Settings);
    let mut found = Vec::new();
    match &facts.spf {
        Found::Yes(1) => {}
        Found::Yes(_) => found.push(twice("SPF")),
        Found::No => found.push(missing(Code::SpfMissing, ("no SPF record", "SPF 레코드가 없어"))),
        Found::Unasked(why) => found.push(unasked("SPF", why)),
    }
    match &facts.dkim {
        Found::Yes(()) => {}
        Found::No => found.push(missing(Code::DkimMissing, ("no DKIM key", "DKIM 키가 없어"))),
        Found::Unasked(why) => found.push(unasked("DKIM", why)),
    }
    match &facts.dmarc {
        Found::Yes(1) => {}
        Found::Yes(_) => found.push(twice("DMARC")),
        Found::No => found.push(missing(Code::DmarcMissing, ("no DMARC record", "DMARC 레코드가 없어"))),
        Found::Unasked(why) => found.push(unasked("DMARC", why)),
    }
    let fine = || {
        Finding::new(
            Code::DomainFine,
            (
                format!("{domain} publishes SPF, DKIM keys and DMARC"),
                format!("{domain}에 SPF, DKIM 키, DMARC가 모두 있습니다"),
            ),
        )
    };
    or_fine(found.into_iter().map(about).collect(), fine)
}

fn missing(code: Code, (en, ko): (&str, &str)) -> Finding {
    Finding::new(
        code,
        (
            format!("the sender's domain has {en}; Gmail, Yahoo and Outlook refuse bulk mail without it"),
            format!("발신 도메인에 {ko} Gmail, Yahoo, Outlook이 대량 메일을 거부할 수 있습니다"),
        ),
    )
}

fn twice(record: &str) -> Finding {
    Finding::new(
        Code::RecordTwice,
        (
            format!("the sender's domain has several {record} records, and receivers then heed none; keep one"),
            format!("발신 도메인에 {record} 레코드가 여러 개라 모두 무시됩니다. 하나만 남기세요"),
        ),
    )
}

/// Never taken for fine.
fn unasked(record: &str, why: &str) -> Finding {
    Finding::new(
        Code::DomainUnasked,
        (
            format!("{record} of the sender's domain could not be asked for ({why}); check again"),
            format!("발신 도메인의 {record}를 확인하지 못했습니다({why}). 다시 확인하세요"),
        ),
    )
}
