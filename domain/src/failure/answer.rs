//! Reading what was answered: first the codes that are ours and SES's, then the enhanced status (RFC 3463 and the meanings
//! Gmail, Microsoft and Yahoo gave to theirs), then words, then the bare SMTP code.

use super::Cause;

pub fn cause(code: &str, text: &str) -> Cause {
    let said = format!("{code} {text}").to_lowercase();
    ours(code)
        .or_else(|| of_ses(code, &said))
        .or_else(|| of_bounce(&said))
        .or_else(|| telling_words(&said))
        .or_else(|| statuses(&said).find_map(|status| of_status(status, &said)))
        .or_else(|| of_words(&said))
        .or_else(|| of_code(&said))
        .unwrap_or(Cause::Other)
}

fn ours(code: &str) -> Option<Cause> {
    Some(match code {
        "template" | "link" => Cause::Template,
        "timeout" | "connection lost" | "answer" | "no message id" => Cause::NoAnswer,
        "worker_lost" => Cause::WorkerLost,
        "unreachable" => Cause::Unreachable,
        "credentials" => Cause::Credentials,
        "outbox" => Cause::OutboxDisk,
        _ => return None,
    })
}

/// Of an error's code; `said` is the code and the words in lower case.
fn of_ses(code: &str, said: &str) -> Option<Cause> {
    if said.contains("daily message quota exceeded") || code == "LimitExceededException" {
        return Some(Cause::QuotaSpent);
    }
    if said.contains("maximum sending rate exceeded") {
        return Some(Cause::Throttled);
    }
    if said.contains("email address is not verified") {
        return Some(Cause::RecipientNotVerified);
    }
    Some(match code {
        "TooManyRequestsException" | "ThrottlingException" | "Throttling" | "RequestThrottled" | "429" => {
            Cause::Throttled
        }
        "SendingPausedException" => Cause::AccountPaused,
        "AccountSuspendedException" => Cause::AccountSuspended,
        "MailFromDomainNotVerifiedException" => Cause::SenderNotVerified,
        "NotFoundException" => Cause::CarrierSetup,
        "AccessDeniedException"
        | "ExpiredTokenException"
        | "InvalidSignatureException"
        | "UnrecognizedClientException"
        | "InvalidClientTokenId"
        | "401"
        | "403" => Cause::Credentials,
        "MessageRejected" => Cause::ContentRefused,
        "BadRequestException" | "ValidationException" | "request" => Cause::BadAddress,
        "InternalFailure" | "ServiceUnavailable" | "500" | "502" | "503" | "504" => Cause::NoAnswer,
        "rejected" => Cause::Virus,
        "rendering_failed" => Cause::NotRendered,
        _ => return None,
    })
}

/// SES's kinds of bounce, as `events::ses` writes them: `Bounced for good (NoEmail): …`.
fn of_bounce(said: &str) -> Option<Cause> {
    if said.contains("the account's suppression list") || said.contains("for good (suppressed)") {
        return Some(Cause::CarrierSuppression);
    }
    let kinds = [
        ("noemail)", Cause::NoSuchMailbox),
        ("mailboxfull)", Cause::MailboxFull),
        ("messagetoolarge)", Cause::TooBig),
        ("contentrejected)", Cause::ContentRefused),
        ("attachmentrejected)", Cause::ContentRefused),
    ];
    kinds.into_iter().find(|(kind, _)| said.contains(kind)).map(|(_, cause)| cause)
}

/// Words that tell more than the status beside them: `5.7.1` is everybody's favourite.
fn telling_words(said: &str) -> Option<Cause> {
    let says = |words: &[&str]| words.iter().any(|words| said.contains(words));
    Some(match () {
        () if says(&["relay access denied", "relaying denied", "unable to relay", "relay not permitted"]) => {
            Cause::RelayDenied
        }
        () if says(&["greylist", "graylist", "grey list"]) => Cause::Greylisted,
        () if says(&[
            "spamhaus",
            "blocklist",
            "blacklist",
            "block list",
            "barracuda",
            "rbl",
            "dnsbl",
            "s3140",
            "s3150",
        ]) =>
        {
            Cause::Blocklisted
        }
        () if says(&["over quota", "mailbox full", "mailbox is full", "quota exceeded", "out of storage"]) => {
            Cause::MailboxFull
        }
        () if says(&[
            "rate limited",
            "ratelimit",
            "too many messages",
            "unusual rate",
            "tss04",
            "ts01",
            "ts02",
            "ts03",
        ]) =>
        {
            Cause::TooFast
        }
        () => return None,
    })
}

/// Every `x.y.z` that stands by itself; an address of four numbers is none.
fn statuses(said: &str) -> impl Iterator<Item = (u16, u16, u16)> {
    said.split(|c: char| !c.is_ascii_digit() && c != '.').filter_map(|word| {
        let mut parts = word.trim_end_matches('.').split('.').map(str::parse);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Ok(class @ (4 | 5))), Some(Ok(subject)), Some(Ok(detail)), None) => Some((class, subject, detail)),
            _ => None,
        }
    })
}

fn of_status(status: (u16, u16, u16), said: &str) -> Option<Cause> {
    Some(match status {
        (5, 1, 1 | 6) | (5, 1, 0) => Cause::NoSuchMailbox,
        (_, 1, 2) | (5, 1, 10) | (5, 4, 4) => Cause::NoSuchDomain,
        (_, 1, 3) => Cause::BadAddress,
        (_, 1, 7 | 8) => Cause::SenderRefused,
        (5, 2, 1) => Cause::MailboxOff,
        (_, 2, 2) => Cause::MailboxFull,
        (_, 2, 3) | (_, 3, 4) => Cause::TooBig,
        (_, 4, 7) => Cause::Expired,
        (_, 6, _) => Cause::ContentRefused,
        // Gmail's, in force since November 2025; 5.7.23 is SPF to everybody else
        (4, 7, 23) | (_, 7, 25) => Cause::ReverseDns,
        (_, 7, 27) | (5, 7, 23 | 24) => Cause::Spf,
        (_, 7, 29) | (_, 7, 10) => Cause::Tls,
        (_, 7, 30) | (5, 7, 20..=22) => Cause::Dkim,
        (_, 7, 26 | 31 | 32) => Cause::Dmarc,
        (_, 7, 28) | (4, 7, 650..=652) => Cause::TooFast,
        // Microsoft's
        (_, 7, 515) | (5, 7, 509) => Cause::Authentication,
        (5, 7, 511) | (5, 7, 606..=649) => Cause::Blocklisted,
        (5, 7, 8) | (_, 7, 0) if said.contains("authenticat") => Cause::Credentials,
        (5, 7, 9) | (5, 7, 1 | 0) => of_refusal(said),
        (4, 7, 0) => of_words(said).unwrap_or(Cause::TooFast),
        (4, 7, 1) => Cause::Greylisted,
        (4, _, _) => Cause::TryLater,
        _ => return None,
    })
}

/// `5.7.1` and `5.7.9`: refused for a reason of the mailbox's own.
fn of_refusal(said: &str) -> Cause {
    of_words(said).unwrap_or(Cause::Policy)
}

fn of_words(said: &str) -> Option<Cause> {
    let says = |words: &[&str]| words.iter().any(|words| said.contains(words));
    Some(match () {
        () if says(&["dmarc"]) => Cause::Dmarc,
        () if says(&["dkim"]) => Cause::Dkim,
        () if says(&["spf "]) || said.ends_with("spf") => Cause::Spf,
        () if says(&["required authentication level", "unauthenticated email"]) => Cause::Authentication,
        () if says(&["reverse dns", "ptr record", "rdns"]) => Cause::ReverseDns,
        () if says(&["starttls", "requires tls"]) => Cause::Tls,
        () if says(&["virus", "malware"]) => Cause::Virus,
        () if says(&["spam", "unsolicited", "bulk mail", "junk"]) => Cause::Spam,
        () if says(&[
            "user unknown",
            "unknown user",
            "no such user",
            "does not exist",
            "no mailbox",
            "nobody of that name",
            "user not found",
            "invalid recipient",
            "unknown recipient",
            "recipient rejected",
            "no such mailbox",
        ]) =>
        {
            Cause::NoSuchMailbox
        }
        () if says(&["domain not found", "host not found", "host or domain", "nxdomain", "no mx"]) => {
            Cause::NoSuchDomain
        }
        () if says(&["disabled", "inactive", "deactivated", "suspended account"]) => Cause::MailboxOff,
        () if says(&["too large", "too big", "exceeds size", "size limit", "maximum size"]) => Cause::TooBig,
        () if says(&["blocked", "block "]) => Cause::Blocklisted,
        () if says(&["policy"]) => Cause::Policy,
        () if says(&["timed out", "timeout", "connection reset"]) => Cause::TryLater,
        () => return None,
    })
}

/// The first three figures that stand by themselves.
fn of_code(said: &str) -> Option<Cause> {
    let numbers = said.split(|c: char| !c.is_ascii_digit() && c != '.');
    let code: u16 = numbers.filter(|word| word.len() == 3).find_map(|word| word.parse().ok())?;
    Some(match code {
        421 | 450 | 451 | 452 | 454 => Cause::TryLater,
        530 | 534 | 535 | 538 => Cause::Credentials,
        552 => Cause::TooBig,
        553 | 501 => Cause::BadAddress,
        400..=499 => Cause::TryLater,
        _ => return None,
    })
}
