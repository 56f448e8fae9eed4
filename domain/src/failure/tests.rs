use super::{Cause, Cause as C, SkipReason};

#[test]
fn what_mailboxes_answer_has_a_cause() {
    let table = [
        ("550 5.1.1", "The email account that you tried to reach does not exist.", C::NoSuchMailbox),
        ("550", "no such user here", C::NoSuchMailbox),
        ("550 5.1.2", "Host unknown", C::NoSuchDomain),
        ("556 5.1.10", "Recipient address has null MX", C::NoSuchDomain),
        ("553 5.1.3", "The recipient address is not a valid RFC 5321 address.", C::BadAddress),
        ("553", "malformed address", C::BadAddress),
        ("452 4.2.2", "The email account that you tried to reach is over quota.", C::MailboxFull),
        ("550 5.2.1", "The email account that you tried to reach is disabled.", C::MailboxOff),
        ("552 5.3.4", "message too big", C::TooBig),
        ("552", "too long", C::TooBig),
        ("421 4.7.23", "The sending IP address doesn't have a PTR record", C::ReverseDns),
        ("550 5.7.25", "The sending IP address doesn't have a PTR record", C::ReverseDns),
        ("421 4.7.27", "SPF authentication didn't pass for this message", C::Spf),
        ("550 5.7.27", "Your email has been blocked because SPF didn't pass", C::Spf),
        ("550 5.7.23", "The message was rejected because of Sender Policy Framework violation", C::Spf),
        ("550 5.7.30", "Your email has been blocked because DKIM didn't pass", C::Dkim),
        ("550 5.7.26", "This mail has been blocked because the sender is unauthenticated.", C::Dmarc),
        ("421 4.7.31", "DMARC record missing", C::Dmarc),
        ("421 4.7.32", "From: header isn't aligned", C::Dmarc),
        ("421 4.7.29", "not sent over a TLS connection", C::Tls),
        ("421 4.7.28", "Gmail has detected an unusual rate of mail originating from your IP", C::TooFast),
        ("421 4.7.0", "[TSS04] Messages from 192.0.2.1 temporarily deferred due to user complaints", C::TooFast),
        (
            "451 4.7.650",
            "The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation.",
            C::TooFast,
        ),
        (
            "550 5.7.515",
            "Access denied, sending domain EXAMPLE.COM does not meet the required authentication level.",
            C::Authentication,
        ),
        ("550 5.7.1", "Service unavailable, Client host [192.0.2.1] blocked using Spamhaus.", C::Blocklisted),
        ("550 5.7.1", "part of their network is on our block list (S3140).", C::Blocklisted),
        ("554 5.7.9", "Message not accepted for policy reasons", C::Policy),
        ("554 5.7.1", "This message looks like spam", C::Spam),
        ("550 5.7.1", "Relaying denied", C::RelayDenied),
        ("451 4.7.1", "Greylisted, try again in 5 minutes", C::Greylisted),
        ("451 4.3.0", "Temporary failure, please try again later.", C::TryLater),
        ("450", "mailbox busy", C::TryLater),
        ("535", "Authentication Credentials Invalid", C::Credentials),
        ("550", "I do not like you", C::Other),
        ("", "", C::Other),
    ];
    for (code, text, expected) in table {
        assert_eq!(Cause::of(code, text), expected, "{code} {text}");
    }
}

#[test]
fn what_ses_answers_and_reports_has_a_cause() {
    let check =
        "Email address is not verified. The following identities failed the check in region EU-WEST-1: kim@a.kr";
    let table = [
        ("MessageRejected", check, C::RecipientNotVerified),
        ("MessageRejected", "Transaction failed: Duplicate header 'From'.", C::ContentRefused),
        ("LimitExceededException", "Sending quota exceeded", C::QuotaSpent),
        ("454", "Throttling failure: Daily message quota exceeded.", C::QuotaSpent),
        ("TooManyRequestsException", "Maximum sending rate exceeded.", C::Throttled),
        ("SendingPausedException", "Sending paused for this account", C::AccountPaused),
        ("AccountSuspendedException", "suspended", C::AccountSuspended),
        ("NotFoundException", "Configuration set <pabal> does not exist.", C::CarrierSetup),
        ("AccessDeniedException", "is not authorized to perform ses:SendEmail", C::Credentials),
        ("BadRequestException", "Missing final '@domain'", C::BadAddress),
        ("bounced_for_good", "Bounced for good (General): smtp; 550 5.1.1 user unknown", C::NoSuchMailbox),
        ("bounced_for_good", "Bounced for good (NoEmail).", C::NoSuchMailbox),
        ("bounced_for_good", "Bounced for good (Suppressed): Amazon SES has suppressed sending", C::CarrierSuppression),
        (
            "bounced_for_good",
            "Not sent on: the address is on the account's suppression list: Amazon SES did not send the message",
            C::CarrierSuppression,
        ),
        ("bounced_this_time", "Bounced this time (Transient, MailboxFull).", C::MailboxFull),
        ("bounced_this_time", "Bounced this time (Transient, MessageTooLarge).", C::TooBig),
        ("bounced_this_time", "Bounced this time (Transient, ContentRejected).", C::ContentRefused),
        ("bounced_this_time", "Bounced this time (Transient, General): smtp; 421 4.4.7 message expired", C::Expired),
        ("rejected", "Rejected: Bad content.", C::Virus),
        ("rendering_failed", "the template could not be filled in", C::NotRendered),
    ];
    for (code, text, expected) in table {
        assert_eq!(Cause::of(code, text), expected, "{code} {text}");
    }
}

#[test]
fn what_is_ours_has_a_cause() {
    let table = [
        ("template", "HTML: too long", C::Template),
        ("worker_lost", "the sending process ended", C::WorkerLost),
        ("timeout", "the carrier did not answer in time", C::NoAnswer),
        ("unreachable", "connection refused", C::Unreachable),
        ("outbox", "the disk is full", C::OutboxDisk),
    ];
    for (code, text, expected) in table {
        assert_eq!(Cause::of(code, text), expected, "{code} {text}");
    }
}

#[test]
fn an_internet_address_is_no_status() {
    assert_eq!(Cause::of("550", "connection from 5.1.1.1 refused"), C::Other);
}

#[test]
fn every_cause_has_its_words_in_both_languages() {
    for cause in Cause::ALL {
        let said = cause.wording();
        for text in [said.name, said.means, said.next] {
            assert!(!text.en.is_empty() && text.ko.chars().any(|c| ('가'..='힣').contains(&c)), "{cause}");
        }
        assert_eq!(cause.as_str().parse(), Ok(cause));
    }
    assert_eq!("by_hand".parse(), Ok(SkipReason::ByHand));
}
