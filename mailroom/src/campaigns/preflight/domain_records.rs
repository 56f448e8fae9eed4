//! What DNS says of a sender's domain.

use crate::dns::Dns;
use domain::{
    dns::{Answers, Question, RecordKind, is_record},
    preflight::{DomainFacts, Found},
    sending_domain,
};

pub async fn ask(dns: &Dns, domain: &str) -> DomainFacts {
    let facts = dns.settle(sending_domain::first_questions(domain, None), |answers| facts(answers, domain)).await;
    facts.unwrap_or_else(|| {
        let unasked = || "DNS leads in a circle".to_owned();
        DomainFacts {
            domain: domain.to_owned(),
            spf: Found::Unasked(unasked()),
            dkim: Found::Unasked(unasked()),
            dmarc: Found::Unasked(unasked()),
        }
    })
}

fn facts(answers: &Answers, domain: &str) -> Result<DomainFacts, Question> {
    Ok(DomainFacts {
        domain: domain.to_owned(),
        spf: records(answers, domain, "v=spf1")?,
        dkim: match answers.to(RecordKind::Name, &format!("_domainkey.{domain}"))? {
            Found::Yes(_) => Found::Yes(()),
            Found::No => Found::No,
            Found::Unasked(why) => Found::Unasked(why.clone()),
        },
        dmarc: dmarc(answers, domain)?,
    })
}

/// How many TXT records of this name begin so.
fn records(answers: &Answers, name: &str, beginning: &str) -> Result<Found<usize>, Question> {
    Ok(match answers.to(RecordKind::Txt, name)? {
        Found::Yes(texts) => match texts.iter().filter(|text| is_record(text, beginning)).count() {
            0 => Found::No,
            n => Found::Yes(n),
        },
        Found::No => Found::No,
        Found::Unasked(why) => Found::Unasked(why.clone()),
    })
}

/// Of the domain itself, or of one it belongs to (RFC 7489, 6.6.3).
fn dmarc(answers: &Answers, domain: &str) -> Result<Found<usize>, Question> {
    for name in sending_domain::with_parents(domain) {
        match records(answers, &format!("_dmarc.{name}"), "v=DMARC1")? {
            Found::No => {}
            answered => return Ok(answered),
        }
    }
    Ok(Found::No)
}
