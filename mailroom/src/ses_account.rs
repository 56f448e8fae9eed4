//! The account letters leave through, as its carrier and DNS tell of it, and what is set up there by a button.
//!
//! A write at the carrier cannot be in our transaction: it is made first, and noted when it succeeded.

mod parts;
mod request;
mod setting_up;

pub use setting_up::{add_identity, send_reports_to, set_mail_from, verify_again};

use crate::{
    Error, Mailroom, Member, Result,
    mailer::{Ses, outbox},
    offers, pace, senders,
};
use domain::{
    EmailAddress, Sentence,
    outcome::SendFault,
    sending_domain,
    ses::{DomainCheck, Part, SenderLine, SendingAccount, Through, identity_name},
};
use jiff::Timestamp;

/// SES as this process reaches it.
#[derive(Clone)]
pub struct SesDesk {
    pub ses: Ses,
    /// Topics whose reports this installation takes.
    pub topics: Vec<String>,
}

/// Everything about the account that this process can tell.
pub async fn account(mailroom: &Mailroom, by: &Member) -> Result<SendingAccount> {
    by.may_administer()?;
    let (through, account) = match &mailroom.ses {
        Some(desk) => {
            (Through::Ses(Box::new(parts::parts(mailroom, desk).await?)), Some(desk.ses.account().to_owned()))
        }
        None => match offers::current(mailroom).await? {
            None => (Through::Nobody, None),
            Some(offer) if offer.account == outbox::ACCOUNT => (Through::Outbox, None),
            Some(offer) => (Through::Other(offer.account.clone()), Some(offer.account)),
        },
    };
    let parked = match account {
        Some(account) => pace::parking(mailroom, &account).await?,
        None => None,
    };
    Ok(SendingAccount { through, parked, senders: sender_lines(mailroom).await? })
}

/// Each address once.
async fn sender_lines(mailroom: &Mailroom) -> Result<Vec<SenderLine>> {
    let mut addresses: Vec<EmailAddress> =
        senders::list(mailroom, false).await?.into_iter().map(|sender| sender.profile.address).collect();
    addresses.sort_by(|a, b| (a.domain(), a.as_str()).cmp(&(b.domain(), b.as_str())));
    addresses.dedup();
    Ok(addresses
        .iter()
        .map(|address| SenderLine { address: address.to_string(), domain: address.domain().to_owned() })
        .collect())
}

/// What SES says of an identity, and DNS of its records. What SES does not know is looked at as any carrier's domain.
pub async fn check(mailroom: &Mailroom, by: &Member, name: &str) -> Result<DomainCheck> {
    by.may_administer()?;
    let name = identity_name(name)?;
    let name = name.as_str();
    let found = match &mailroom.ses {
        Some(desk) => desk.ses.identity(name).await.map_err(said),
        None => Ok(None),
    };
    let region = mailroom.ses.as_ref().map_or("", |desk| desk.ses.region());
    let known = found.as_ref().ok().and_then(Option::as_ref);
    // an address proves itself by a mail, not by records
    let records = match (name.contains('@'), known) {
        (true, _) => Some(vec![]),
        (false, Some(identity)) => {
            let first = sending_domain::first_questions(name, known);
            mailroom.dns.settle(first, |answers| sending_domain::of_identity(answers, identity, region)).await
        }
        (false, None) => {
            let first = sending_domain::first_questions(name, None);
            mailroom.dns.settle(first, |answers| sending_domain::of_sender(answers, name)).await
        }
    };
    let records = records.ok_or_else(circular)?;
    Ok(DomainCheck { domain: name.to_owned(), identity: found.transpose(), records, checked_at: Timestamp::now() })
}

fn circular() -> Error {
    Error::refused((
        "the records of this domain ask for more than can be looked up; simplify its SPF record",
        "이 도메인의 레코드는 조회가 너무 많이 필요합니다. SPF 레코드를 줄이세요",
    ))
}

/// Told as a part of an answer whose other parts are fine.
fn said(fault: SendFault) -> Sentence {
    Sentence::from(fault.reason().to_string())
}

fn part<T>(answer: Result<T, SendFault>) -> Part<T> {
    answer.map_err(said)
}

fn told(fault: SendFault) -> Error {
    Error::Refused(said(fault))
}

fn desk(mailroom: &Mailroom) -> Result<&SesDesk> {
    mailroom.ses.as_deref().ok_or_else(|| {
        Error::refused((
            "this process does not send through Amazon SES; start it with --carrier ses",
            "이 프로세스는 Amazon SES로 발송하지 않습니다. --carrier ses로 실행하세요",
        ))
    })
}
