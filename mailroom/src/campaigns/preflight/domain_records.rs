//! What DNS says of a sender's domain. An answer that does not come is never taken for one.

use domain::preflight::{DomainFacts, Found};
use hickory_resolver::{
    TokioResolver,
    net::NetError,
    proto::rr::{RData, RecordType},
};
use std::time::Duration;

/// For all questions together.
const ANSWERED_WITHIN: Duration = Duration::from_secs(3);

pub async fn ask(domain: &str) -> DomainFacts {
    let unasked = |why: String| DomainFacts {
        domain: domain.to_owned(),
        spf: Found::Unasked(why.clone()),
        dkim: Found::Unasked(why.clone()),
        dmarc: Found::Unasked(why),
    };
    let resolver = match TokioResolver::builder_tokio().and_then(|builder| builder.build()) {
        Ok(resolver) => resolver,
        Err(error) => return unasked(error.to_string()),
    };
    let questions = async {
        tokio::join!(records(&resolver, domain, "v=spf1"), has_keys(&resolver, domain), dmarc(&resolver, domain))
    };
    match tokio::time::timeout(ANSWERED_WITHIN, questions).await {
        Ok((spf, dkim, dmarc)) => DomainFacts { domain: domain.to_owned(), spf, dkim, dmarc },
        Err(_) => unasked(format!("no answer within {} s", ANSWERED_WITHIN.as_secs())),
    }
}

/// How many TXT records of this name begin so.
async fn records(resolver: &TokioResolver, name: &str, beginning: &str) -> Found<usize> {
    match resolver.lookup(absolute(name), RecordType::TXT).await {
        Ok(answer) => {
            let texts = answer.answers().iter().filter_map(|record| match &record.data {
                RData::TXT(text) => Some(text.txt_data.concat()),
                _ => None,
            });
            let n = texts.filter(|text| is_record(text, beginning)).count();
            if n > 0 { Found::Yes(n) } else { Found::No }
        }
        Err(error) => none_or_unasked(&error),
    }
}

fn is_record(text: &[u8], beginning: &str) -> bool {
    text.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning.as_bytes()))
        && text.get(beginning.len()).is_none_or(|next| matches!(next, b' ' | b';'))
}

/// Of the domain itself, or of one it belongs to (RFC 7489, 6.6.3).
async fn dmarc(resolver: &TokioResolver, domain: &str) -> Found<usize> {
    let mut name = domain;
    loop {
        match records(resolver, &format!("_dmarc.{name}"), "v=DMARC1").await {
            Found::No => {}
            answered => return answered,
        }
        match name.split_once('.') {
            Some((_, parent)) if parent.contains('.') => name = parent,
            _ => return Found::No,
        }
    }
}

/// A name below which something exists answers, even where it has no record itself (RFC 8020).
async fn has_keys(resolver: &TokioResolver, domain: &str) -> Found<()> {
    match resolver.lookup(absolute(&format!("_domainkey.{domain}")), RecordType::TXT).await {
        Ok(_) => Found::Yes(()),
        Err(error) if error.is_nx_domain() => Found::No,
        Err(error) if error.is_no_records_found() => Found::Yes(()),
        Err(error) => Found::Unasked(error.to_string()),
    }
}

fn none_or_unasked<T>(error: &NetError) -> Found<T> {
    if error.is_nx_domain() || error.is_no_records_found() { Found::No } else { Found::Unasked(error.to_string()) }
}

/// Not looked for under the search domains of this machine.
fn absolute(name: &str) -> String {
    format!("{name}.")
}

#[cfg(test)]
mod tests {
    use super::is_record;

    #[test]
    fn a_record_is_told_by_its_first_word() {
        assert!(is_record(b"v=spf1 include:amazonses.com ~all", "v=spf1"));
        assert!(is_record(b"V=SPF1", "v=spf1"));
        assert!(is_record(b"v=DMARC1; p=none", "v=DMARC1"));
        assert!(!is_record(b"v=spf10 all", "v=spf1"));
        assert!(!is_record(b"google-site-verification=x", "v=spf1"));
    }
}
