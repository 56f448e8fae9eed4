//! The one table from a server's refusal to what we must do about it.

use super::reply::Reply;
use crate::mailer::unverified::{Unverified, unverified};
use domain::{EmailAddress, outcome::SendFault};

/// What the refused command was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Mail,
    Recipient,
    Data,
    /// After the final dot.
    Content,
}

/// Refused at the greeting, EHLO, STARTTLS or AUTH: no letter is named yet, so it is about us.
/// 4xx is `Unreachable`, 5xx is `Halt`; rate and quota as in [`fault`].
pub fn handshake_fault(reply: &Reply) -> SendFault {
    match (account_fault(reply), reply.code) {
        (Some(fault), _) => fault,
        (None, 400..=499) => SendFault::Unreachable(reply.reason()),
        (None, _) => SendFault::Halt(reply.reason()),
    }
}

/// | refusal | at | fault |
/// |---|---|---|
/// | rate, quota, too many connections (4xx) | anywhere | `Throttled`, `QuotaSpent` |
/// | 530 534 535 538: who are you | anywhere | `Halt` |
/// | `Email address is not verified` | anywhere | ours: `Halt`; the recipient's: `Never` |
/// | 421: closing | MAIL | `Unreachable` |
/// | 4xx | MAIL, RCPT, DATA, dot | `Later` |
/// | 552: too big | anywhere | `Never` |
/// | other 5xx | MAIL | `Halt`: the sender is refused, so every letter of it would be |
/// | other 5xx | RCPT, DATA, dot | `Never` |
/// | neither yes nor no | dot | `Unsure` |
/// | neither yes nor no | MAIL, RCPT, DATA | `Later` |
pub fn fault(stage: Stage, reply: &Reply, from: &EmailAddress) -> SendFault {
    if let Some(fault) = account_fault(reply) {
        return fault;
    }
    let reason = reply.reason();
    match (stage, reply.code, unverified(&reply.text, from)) {
        (_, 500..=599, Some(Unverified::Sender)) => SendFault::Halt(reason),
        (_, 500..=599, Some(Unverified::Recipient)) => SendFault::Never(reason),
        (Stage::Mail, 421, _) => SendFault::Unreachable(reason),
        (_, 400..=499, _) => SendFault::Later(reason),
        (_, 552, _) => SendFault::Never(reason),
        (Stage::Mail, 500..=599, _) => SendFault::Halt(reason),
        (Stage::Recipient | Stage::Data | Stage::Content, 500..=599, _) => SendFault::Never(reason),
        (Stage::Content, _, _) => SendFault::Unsure(reason),
        (Stage::Mail | Stage::Recipient | Stage::Data, _, _) => SendFault::Later(reason),
    }
}

/// What the reply says about the account, whichever command it answers.
fn account_fault(reply: &Reply) -> Option<SendFault> {
    let text = reply.text.to_ascii_lowercase();
    match reply.code {
        400..=499 if text.contains("daily message quota exceeded") => Some(SendFault::QuotaSpent(reply.reason())),
        400..=499 if text.contains("maximum sending rate exceeded") => Some(SendFault::Throttled(reply.reason())),
        421 if text.contains("too many") => Some(SendFault::Throttled(reply.reason())),
        530 | 534 | 535 | 538 => Some(SendFault::Halt(reply.reason())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Reply, Stage, fault, handshake_fault};
    use domain::outcome::SendFault;

    fn reply(line: &str) -> Reply {
        let (code, text) = line.split_once(' ').unwrap();
        Reply { code: code.parse().unwrap(), text: text.into() }
    }

    fn word(fault: SendFault) -> &'static str {
        match fault {
            SendFault::Throttled(_) => "throttled",
            SendFault::QuotaSpent(_) => "quota spent",
            SendFault::Unreachable(_) => "unreachable",
            SendFault::Later(_) => "later",
            SendFault::Never(_) => "never",
            SendFault::Halt(_) => "halt",
            SendFault::Unsure(_) => "unsure",
        }
    }

    #[test]
    fn every_row_of_the_table() {
        let from = "news@shop.example.com".parse().unwrap();
        use Stage::{Content, Data, Mail, Recipient};
        for (stage, line, expected) in [
            (Mail, "421 4.4.2 idle too long", "unreachable"),
            (Mail, "451 4.3.0 try again", "later"),
            (Mail, "454 Throttling failure: Daily message quota exceeded.", "quota spent"),
            (Mail, "530 Authentication required", "halt"),
            (Mail, "550 5.7.1 sender refused", "halt"),
            (Mail, "552 5.3.4 message too big", "never"),
            (Mail, "553 5.1.8 sender domain not found", "halt"),
            (Recipient, "421 4.7.0 try again later", "later"),
            (Recipient, "450 4.2.1 mailbox busy", "later"),
            (Recipient, "451 4.7.1 Greylisted", "later"),
            (Recipient, "530 5.7.0 Authentication required", "halt"),
            (Recipient, "550 5.1.1 no such user", "never"),
            (Recipient, "553 malformed address", "never"),
            (Data, "452 4.3.1 out of disk", "later"),
            (Data, "554 no valid recipients", "never"),
            (Data, "250 what", "later"),
            (Content, "421 4.3.2 shutting down", "later"),
            (Content, "451 temporary", "later"),
            (Content, "454 Temporary service failure", "later"),
            (Content, "454 Throttling failure: Maximum sending rate exceeded.", "throttled"),
            (Content, "454 Throttling failure: Daily message quota exceeded.", "quota spent"),
            (Content, "552 5.3.4 too long", "never"),
            (Content, "554 5.7.1 spam", "never"),
            (
                Content,
                "554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: news@shop.example.com",
                "halt",
            ),
            (
                Content,
                "554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: kim@a.kr",
                "never",
            ),
            (Content, "354 go on", "unsure"),
        ] {
            assert_eq!(word(fault(stage, &reply(line), &from)), expected, "{stage:?}: {line}");
        }
    }

    #[test]
    fn before_a_letter_is_named_a_refusal_is_about_us() {
        for (line, expected) in [
            ("421 4.3.2 Service not available", "unreachable"),
            ("421 Too many concurrent SMTP connections", "throttled"),
            ("454 4.7.0 Temporary authentication failure", "unreachable"),
            ("454 Throttling failure: Maximum sending rate exceeded.", "throttled"),
            ("535 Authentication Credentials Invalid", "halt"),
            ("554 No SMTP service here", "halt"),
        ] {
            assert_eq!(word(handshake_fault(&reply(line))), expected, "{line}");
        }
    }
}
