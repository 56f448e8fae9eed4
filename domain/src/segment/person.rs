use super::MailFact;
use crate::{
    CampaignId, ImportId, TopicId, contact::Attributes, delivery::AttemptOutcome, mail_event::MailEventKind,
    reading::Act,
};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// All that a rule may ask of somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub address: String,
    pub name: String,
    pub locale: Option<String>,
    pub attributes: Attributes,
    pub created_at: Timestamp,
    pub imports: BTreeSet<ImportId>,
    pub topics: BTreeSet<TopicId>,
    /// The last thing they said about being written to, and when.
    pub consent: Option<(bool, Timestamp)>,
    pub mails: Vec<Mail>,
}

/// One campaign's mail to somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Mail {
    pub campaign: CampaignId,
    /// In their order.
    pub attempts: Vec<Attempt>,
    pub reports: Vec<(MailEventKind, Timestamp)>,
    pub readings: Vec<Reading>,
}

/// A letter opened or clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub act: Act,
    pub at: Timestamp,
    pub by_machine: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub outcome: AttemptOutcome,
    pub at: Timestamp,
}

impl Mail {
    /// When this became true; more than once where it did more than once.
    pub(super) fn moments(&self, fact: MailFact) -> impl Iterator<Item = Timestamp> {
        let reports = self.reports.iter().filter(move |(kind, _)| fact.reports().contains(kind)).map(|(_, at)| *at);
        let attempts = self.attempts.iter().enumerate().filter(move |(n, attempt)| {
            Some(attempt.outcome) == fact.attempt() && !(fact == MailFact::Failed && self.was_accepted_after(*n))
        });
        let readings =
            self.readings.iter().filter(move |reading| !reading.by_machine && fact.acts().contains(&reading.act));
        reports.chain(readings.map(|reading| reading.at)).chain(attempts.map(|(_, attempt)| attempt.at))
    }

    fn was_accepted_after(&self, n: usize) -> bool {
        self.attempts.iter().skip(n + 1).any(|attempt| attempt.outcome == AttemptOutcome::Accepted)
    }
}
