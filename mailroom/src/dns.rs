//! DNS as the world sees it. An answer that does not come is never taken for one.

use domain::dns::{Answer, Answers, Found, Question, RecordKind};
use futures::future::join_all;
use hickory_resolver::{
    TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    net::{NetError, runtime::TokioRuntimeProvider},
    proto::rr::{RData, RecordType},
};
use std::{net::SocketAddr, time::Duration};
use tokio::time::Instant;

/// For all questions of one check together.
const ANSWERED_WITHIN: Duration = Duration::from_secs(5);
/// A rule that wants to know more than this of a domain is not told more.
const QUESTIONS_MAX: usize = 200;

/// Whom to ask: the name servers of this machine, or a chosen one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dns {
    server: Option<SocketAddr>,
}

impl Dns {
    pub fn at(server: Option<SocketAddr>) -> Self {
        Self { server }
    }

    /// Asks what the rule wants to know until it can judge; `first` are asked at once. Nothing is kept from an earlier check.
    pub async fn settle<T>(&self, first: Vec<Question>, judge: impl Fn(&Answers) -> Result<T, Question>) -> Option<T> {
        let resolver = self.resolver();
        let until = Instant::now() + ANSWERED_WITHIN;
        let mut answers = Answers::default();
        let first = first.into_iter().map(|question| async {
            let answer = ask(&resolver, &question, until).await;
            (question, answer)
        });
        for (question, answer) in join_all(first).await {
            answers.learn(question, answer);
        }
        for _ in 0..QUESTIONS_MAX {
            match judge(&answers) {
                Ok(judged) => return Some(judged),
                Err(question) => {
                    let answer = ask(&resolver, &question, until).await;
                    answers.learn(question, answer);
                }
            }
        }
        None
    }

    fn resolver(&self) -> Result<TokioResolver, String> {
        let builder = match self.server {
            Some(server) => {
                let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
                    connection.port = server.port();
                    connection
                });
                let server = NameServerConfig::new(server.ip(), true, connections.into());
                let config = ResolverConfig::from_parts(None, vec![], vec![server]);
                Ok(TokioResolver::builder_with_config(config, TokioRuntimeProvider::default()))
            }
            None => TokioResolver::builder_tokio(),
        };
        builder.and_then(|builder| builder.build()).map_err(|error| error.to_string())
    }
}

async fn ask(resolver: &Result<TokioResolver, String>, question: &Question, until: Instant) -> Answer {
    let resolver = match resolver {
        Ok(resolver) => resolver,
        Err(why) => return Found::Unasked(why.clone()),
    };
    match tokio::time::timeout_at(until, records(resolver, question)).await {
        Ok(answer) => answer,
        Err(_) => Found::Unasked(format!("no answer within {} s", ANSWERED_WITHIN.as_secs())),
    }
}

async fn records(resolver: &TokioResolver, question: &Question) -> Answer {
    let kind = match question.kind {
        RecordKind::A => RecordType::A,
        RecordKind::Aaaa => RecordType::AAAA,
        RecordKind::Cname => RecordType::CNAME,
        RecordKind::Mx => RecordType::MX,
        RecordKind::Ptr => RecordType::PTR,
        RecordKind::Txt | RecordKind::Name => RecordType::TXT,
    };
    // not looked for under the search domains of this machine
    match resolver.lookup(format!("{}.", question.name), kind).await {
        Ok(_) if question.kind == RecordKind::Name => Found::Yes(vec![]),
        Ok(answer) => {
            let found: Vec<String> = answer
                .answers()
                .iter()
                .filter(|record| record.record_type() == kind)
                .filter_map(|it| written(&it.data))
                .collect();
            if found.is_empty() { Found::No } else { Found::Yes(found) }
        }
        Err(error) => unanswered(&error, question.kind),
    }
}

/// A name below which something exists answers, even where it has no record itself (RFC 8020).
fn unanswered(error: &NetError, kind: RecordKind) -> Answer {
    match (error.is_nx_domain(), error.is_no_records_found()) {
        (true, _) => Found::No,
        (false, true) if kind == RecordKind::Name => Found::Yes(vec![]),
        (false, true) => Found::No,
        (false, false) => Found::Unasked(error.to_string()),
    }
}

fn written(record: &RData) -> Option<String> {
    match record {
        RData::A(address) => Some(address.to_string()),
        RData::AAAA(address) => Some(address.to_string()),
        RData::CNAME(name) => Some(short(&name.to_string())),
        RData::PTR(name) => Some(short(&name.to_string())),
        RData::MX(mx) => Some(format!("{} {}", mx.preference, short(&mx.exchange.to_string()))),
        RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
        _ => None,
    }
}

fn short(name: &str) -> String {
    name.trim_end_matches('.').to_owned()
}
