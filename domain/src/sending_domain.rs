//! The records that make receivers believe a domain's letters: what each should be, and how what DNS says of it is judged.

mod dmarc;
mod judged;

#[cfg(test)]
mod tests;

use crate::{
    Sentence,
    dns::{Answers, Question, RecordKind},
    ses::Identity,
};
use serde::{Deserialize, Serialize};

/// Whose SPF record a MAIL FROM domain at SES includes.
pub const SES_SPF: &str = "amazonses.com";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    Dkim,
    MailFromMx,
    MailFromSpf,
    Spf,
    Dmarc,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordState {
    Good,
    /// It works, and could be better.
    Advice,
    /// The record is right; something behind it is not there yet.
    Waiting,
    Missing,
    Wrong,
    /// DNS gave no answer: nothing is known.
    Unasked,
}

impl RecordState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Advice => "advice",
            Self::Waiting => "waiting",
            Self::Missing => "missing",
            Self::Wrong => "wrong",
            Self::Unasked => "unasked",
        }
    }
}

/// One record: what it should be, what it is, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedRecord {
    pub purpose: Purpose,
    pub kind: RecordKind,
    pub name: String,
    /// To be put into DNS; empty where nobody but the carrier can say.
    pub value: String,
    pub state: RecordState,
    /// What DNS has there.
    pub found: Vec<String>,
    pub says: Sentence,
}

/// What SES wants of an identity's domain.
///
/// # Errors
/// The next question to ask.
pub fn of_identity(answers: &Answers, identity: &Identity, region: &str) -> Result<Vec<CheckedRecord>, Question> {
    let domain = identity.line.name.as_str();
    let mut records = Vec::new();
    for token in &identity.dkim.tokens {
        records.push(match identity.dkim.is_own {
            false => judged::dkim(answers, domain, token, &identity.dkim.zone)?,
            true => judged::own_key(answers, domain, token)?,
        });
    }
    if let Some(mail_from) = &identity.mail_from {
        records.push(judged::mail_from_mx(answers, &mail_from.domain, region)?);
        records.push(judged::mail_from_spf(answers, &mail_from.domain)?);
    }
    records.push(dmarc::judged(answers, domain, identity.mail_from.is_some())?);
    Ok(records)
}

/// What any carrier's receivers look for.
///
/// # Errors
/// The next question to ask.
pub fn of_sender(answers: &Answers, domain: &str) -> Result<Vec<CheckedRecord>, Question> {
    Ok(vec![judged::spf(answers, domain)?, judged::any_key(answers, domain)?, dmarc::judged(answers, domain, true)?])
}

/// A domain and those it belongs to, down to two labels.
pub fn with_parents(domain: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(domain), |name| {
        name.split_once('.').map(|(_, parent)| parent).filter(|it| it.contains('.'))
    })
}

/// What can be asked at once, before the rules say what else they want to know.
pub fn first_questions(domain: &str, identity: Option<&Identity>) -> Vec<Question> {
    let mut questions = vec![
        Question::new(RecordKind::Txt, domain),
        Question::new(RecordKind::Txt, &format!("_dmarc.{domain}")),
        Question::new(RecordKind::Name, &format!("_domainkey.{domain}")),
    ];
    for token in identity.into_iter().flat_map(|identity| &identity.dkim.tokens) {
        let name = format!("{token}._domainkey.{domain}");
        questions.push(Question::new(RecordKind::Cname, &name));
        questions.push(Question::new(RecordKind::Txt, &name));
    }
    if let Some(mail_from) = identity.and_then(|identity| identity.mail_from.as_ref()) {
        questions.push(Question::new(RecordKind::Mx, &mail_from.domain));
        questions.push(Question::new(RecordKind::Txt, &mail_from.domain));
        questions.push(Question::new(RecordKind::Txt, SES_SPF));
    }
    questions
}
