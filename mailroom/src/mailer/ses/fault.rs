//! The one table from SES's refusals to what we must do about them.

use crate::mailer::unverified::{Unverified, unverified};
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sesv2::{
    config::http::HttpResponse,
    error::{ProvideErrorMetadata, SdkError},
};
use domain::{
    EmailAddress,
    outcome::{Reason, SendFault},
};
use hyper_util::client::legacy;
use std::error::Error;

/// By the kind of failure, then by code, HTTP status and words; never by the code alone.
/// `from` is the letter's sender, where the call was about a letter.
pub fn fault<E>(error: &SdkError<E, HttpResponse>, from: Option<&EmailAddress>) -> SendFault
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match error {
        SdkError::ServiceError(answer) => {
            let (status, code) = (answer.raw().status().as_u16(), answer.err().code().unwrap_or_default());
            let text = answer.err().message().map_or_else(|| body(answer.raw()), str::to_owned);
            refusal(status, code, &text, from)
        }
        SdkError::DispatchFailure(failure) => match failure.as_connector_error() {
            Some(cause) => no_answer(cause),
            None => no_answer(error),
        },
        SdkError::ConstructionFailure(_) => match lacks_credentials(error) {
            true => SendFault::Halt(Reason::new("credentials", words(error))),
            false => SendFault::Never(Reason::new("request", words(error))),
        },
        SdkError::TimeoutError(_) => SendFault::Unsure(Reason::new("timeout", words(error))),
        // an answer that cannot be read may be a yes; so may whatever the SDK learns to say later
        _ => SendFault::Unsure(Reason::new("answer", words(error))),
    }
}

/// | answer | fault |
/// |---|---|
/// | "Daily message quota exceeded", `LimitExceededException` | `QuotaSpent` |
/// | "Maximum sending rate exceeded", throttling codes, 429 | `Throttled` |
/// | "Email address is not verified" | ours: `Halt`; the recipient's: `Never` |
/// | paused, suspended, domain not verified, something not found | `Halt` |
/// | `MessageRejected`, `BadRequestException` | `Never` |
/// | 401, 403: credentials, permissions, clock | `Halt` |
/// | 5xx | `Unsure`: probably not sent, but not certainly |
/// | another 4xx | `Later` |
fn refusal(status: u16, code: &str, text: &str, from: Option<&EmailAddress>) -> SendFault {
    let reason = Reason::new(if code.is_empty() { status.to_string() } else { code.to_owned() }, text);
    let says = |words: &str| text.to_ascii_lowercase().contains(words);
    match (code, status) {
        _ if says("daily message quota exceeded") => SendFault::QuotaSpent(reason),
        _ if says("maximum sending rate exceeded") => SendFault::Throttled(reason),
        ("LimitExceededException", _) => SendFault::QuotaSpent(reason),
        ("TooManyRequestsException" | "ThrottlingException" | "Throttling" | "RequestThrottled", _) | (_, 429) => {
            SendFault::Throttled(reason)
        }
        (_, 400..=499) if from.and_then(|from| unverified(text, from)) == Some(Unverified::Sender) => {
            SendFault::Halt(reason)
        }
        (
            "SendingPausedException"
            | "AccountSuspendedException"
            | "MailFromDomainNotVerifiedException"
            | "NotFoundException",
            _,
        )
        | (_, 401 | 403) => SendFault::Halt(reason),
        ("MessageRejected" | "BadRequestException" | "ValidationException", _) => SendFault::Never(reason),
        (_, 400..=499) => SendFault::Later(reason),
        _ => SendFault::Unsure(reason),
    }
}

/// The SDK drops the message of an error that has no code.
fn body(answer: &HttpResponse) -> String {
    let text: String = String::from_utf8_lossy(answer.body().bytes().unwrap_or_default()).chars().take(300).collect();
    if text.is_empty() { format!("Amazon SES answered {} without a word", answer.status()) } else { text }
}

/// No answer came. Before a connection stood nothing was sent; after it nobody knows.
fn no_answer(error: &(dyn Error + 'static)) -> SendFault {
    if lacks_credentials(error) {
        return SendFault::Halt(Reason::new("credentials", words(error)));
    }
    if chain(error).any(|cause| cause.downcast_ref::<legacy::Error>().is_some_and(legacy::Error::is_connect)) {
        return SendFault::Unreachable(Reason::new("unreachable", words(error)));
    }
    SendFault::Unsure(Reason::new("connection lost", words(error)))
}

fn lacks_credentials(error: &(dyn Error + 'static)) -> bool {
    chain(error).any(|cause| cause.is::<CredentialsError>())
}

fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error: &&'a (dyn Error + 'static)| error.source())
}

fn words(error: &(dyn Error + 'static)) -> String {
    format!("Amazon SES gave no answer: {}", causes(error))
}

/// The causes, outermost first, each said once.
pub fn causes(error: &(dyn Error + 'static)) -> String {
    let mut words: Vec<String> = Vec::new();
    for cause in chain(error).map(ToString::to_string) {
        if !words.iter().any(|said| said.contains(&cause)) {
            words.push(cause);
        }
    }
    words.join(": ")
}

#[cfg(test)]
mod tests {
    use super::refusal;
    use domain::outcome::SendFault;

    #[test]
    fn every_row_of_the_table() {
        let from = "news@shop.example.com".parse().unwrap();
        let check = "Email address is not verified. The following identities failed the check in region EU-WEST-1: ";
        for (status, code, text, expected) in [
            (429, "TooManyRequestsException", "Maximum sending rate exceeded.", "throttled"),
            (429, "TooManyRequestsException", "Too many requests", "throttled"),
            (400, "ThrottlingException", "Rate exceeded", "throttled"),
            (429, "", "", "throttled"),
            (400, "Throttling", "Daily message quota exceeded.", "quota spent"),
            (400, "LimitExceededException", "Sending quota exceeded", "quota spent"),
            (400, "SendingPausedException", "Sending paused for this account", "halt"),
            (400, "AccountSuspendedException", "suspended", "halt"),
            (400, "MailFromDomainNotVerifiedException", "not verified", "halt"),
            (404, "NotFoundException", "Configuration set <pabal> does not exist.", "halt"),
            (400, "MessageRejected", &format!("{check}news@shop.example.com"), "halt"),
            (400, "MessageRejected", &format!("{check}kim@a.kr"), "never"),
            (400, "MessageRejected", "Transaction failed: Duplicate header 'From'.", "never"),
            (400, "BadRequestException", "Missing final '@domain'", "never"),
            (403, "AccessDeniedException", "is not authorized to perform ses:SendEmail", "halt"),
            (403, "ExpiredTokenException", "The security token included in the request is expired", "halt"),
            (403, "InvalidSignatureException", "Signature expired", "halt"),
            (403, "", "", "halt"),
            (418, "TeapotException", "short and stout", "later"),
            (500, "InternalFailure", "", "unsure"),
            (502, "", "", "unsure"),
            (503, "ServiceUnavailable", "", "unsure"),
            (504, "", "", "unsure"),
        ] {
            let found = match refusal(status, code, text, Some(&from)) {
                SendFault::Throttled(_) => "throttled",
                SendFault::QuotaSpent(_) => "quota spent",
                SendFault::Unreachable(_) => "unreachable",
                SendFault::Later(_) => "later",
                SendFault::Never(_) => "never",
                SendFault::Halt(_) => "halt",
                SendFault::Unsure(_) => "unsure",
            };
            assert_eq!(found, expected, "{status} {code}: {text}");
        }
    }
}
