//! The words with which Amazon is asked for production access. Amazon reads English. What only the sender can know is left
//! as a blank in brackets: nothing is claimed that is not so.

use crate::count;
use std::fmt::Write;

/// What this installation knows of its own sending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestFacts {
    pub company: String,
    pub website: String,
    /// Of the senders.
    pub domains: Vec<String>,
    pub people: i64,
    /// Whether consents are on record.
    pub has_consents: bool,
    /// Whether a public form asks newcomers to confirm their address.
    pub has_form: bool,
    pub topics: Vec<String>,
    /// Whether reports of bounces and complaints reach this installation.
    pub hears_reports: bool,
}

/// Ready to be copied into the form of the SES console.
pub fn request(facts: &RequestFacts) -> String {
    let mut text = String::new();
    for part in [who(facts), whom(facts), what(facts), refusals(facts), bounces(facts), volume(facts)] {
        let _ = writeln!(text, "{part}\n");
    }
    text.truncate(text.trim_end().len());
    text
}

fn who(facts: &RequestFacts) -> String {
    let company = or_blank(&facts.company, "name of your company");
    let website = or_blank(&facts.website, "address of your website");
    let domains = or_blank(&facts.domains.join(", "), "domains you send from");
    format!(
        "Who we are: {company} ({website}). We send from {domains}. [Once all its records are good: It has DKIM, a MAIL FROM domain \
         of its own and DMARC.] Campaigns are sent with Pabal, which we run ourselves."
    )
}

fn whom(facts: &RequestFacts) -> String {
    let mut text = format!("Whom we write to: {} people today.", count(facts.people));
    if facts.has_consents {
        text.push_str(" Consents are on record, each with its date and its origin.");
    }
    if facts.has_form {
        text.push_str(" Newcomers sign up on our form and confirm their address by a link in a mail before anything else is sent.");
    }
    text.push_str(
        " [How people join your list: where they sign up, what they are told. If it is so: they are our own customers and subscribers; we never buy, rent or scrape addresses.]",
    );
    text
}

fn what(facts: &RequestFacts) -> String {
    let topics = match facts.topics.is_empty() {
        true => "[What you send: newsletters, offers, notices; an example or two.]".to_owned(),
        false => format!("{}. [An example or two.]", facts.topics.join(", ")),
    };
    format!("What we send: {topics}")
}

fn refusals(facts: &RequestFacts) -> String {
    let choice = if facts.topics.is_empty() { "" } else { ", or choose single topics" };
    format!(
        "How people stop: every campaign letter carries a visible link and one-click unsubscribe (RFC 8058). One click refuses everything at \
         once{choice}; it holds from that moment, also for campaigns under way, and no import brings anybody back."
    )
}

fn bounces(facts: &RequestFacts) -> String {
    if !facts.hears_reports {
        return "Bounces and complaints: [Set up reports first; then this part says what is done about them.]".into();
    }
    "Bounces and complaints reach us through a configuration set and an SNS topic. A permanent bounce or a complaint suppresses the \
     address at once, before the next letter; the account-level suppression list is read every night as well."
        .into()
}

fn volume(facts: &RequestFacts) -> String {
    format!(
        "Volume: a campaign goes to up to {} people; [how many campaigns a week]. Sending is held below the account's rate and daily \
         quota at all times.",
        count(facts.people)
    )
}

fn or_blank(text: &str, blank: &str) -> String {
    if text.is_empty() { format!("[{blank}]") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{RequestFacts, request};

    #[test]
    fn nothing_is_claimed_that_is_not_so() {
        let bare = request(&RequestFacts::default());
        for blank in
            ["[name of your company]", "[address of your website]", "[domains you send from]", "[What you send"]
        {
            assert!(bare.contains(blank), "{bare}");
        }
        for claim in
            ["Consents are on record", "confirm their address", "through a configuration set", "suppresses the address"]
        {
            assert!(!bare.contains(claim), "{bare}");
        }
        let full = request(&RequestFacts {
            company: "Dawn Shop".into(),
            website: "https://mail.shop.example".into(),
            domains: vec!["shop.example".into()],
            people: 12_000,
            has_consents: true,
            has_form: true,
            topics: vec!["Offers".into(), "News".into()],
            hears_reports: true,
        });
        for words in [
            "Dawn Shop (https://mail.shop.example)",
            "12,000 people",
            "Consents are on record",
            "confirm their address",
            "Offers, News",
        ] {
            assert!(full.contains(words), "{full}");
        }
        assert!(full.len() < 5000, "SES takes 5000 characters");
    }
}
