//! Amazon SES: `SendEmail` with the raw letter, one recipient a call.
//!
//! SES has no idempotency key, so the SDK may never retry a send by itself: an answer that was lost is
//! `Unsure`, and the tag in SES's own `Send` event settles it.

mod account;
mod configuration;
mod fault;
mod suppressed;

use super::{OpenError, Quota};
use crate::aws;
use aws_config::{SdkConfig, retry::RetryConfig, timeout::TimeoutConfig};
use aws_sdk_sesv2::{
    Client,
    config::SharedHttpClient,
    error::BuildError,
    types::{Destination, EmailContent, MessageTag, RawMessage},
};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_types::Blob;
pub use configuration::DESTINATION;
use domain::{
    SendTag,
    letter::Letter,
    outcome::{Reason, Receipt, SendFault},
    ses::SesAccount,
};
pub(crate) use fault::causes;
use fault::fault;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
pub use suppressed::SuppressedPage;
use tokio::sync::Mutex;

/// The name of the tag that carries our [`SendTag`] to the events.
pub const TAG: &str = "r";
/// 500 letters a second at SES's usual 120 ms are 60 in flight.
const WIDTH: usize = 64;
/// AWS allows one `GetAccount` a second for all of the account's programs together.
const QUOTA_AGE_MAX: Duration = Duration::from_secs(30);

/// AWS answers one question a second, for all of the account's programs together: a page may have to wait for its turn.
const DESK_ATTEMPTS_MAX: u32 = 4;
/// A letter written into a connection that the server closes just then is in doubt: leave idle ones first.
const IDLE_MAX: Duration = Duration::from_secs(15);

#[derive(Clone, Debug)]
pub struct SesSettings {
    /// Without one SES publishes no events.
    pub configuration_set: Option<String>,
    /// From the request's first byte to the answer's last.
    pub attempt_timeout: Duration,
}

impl Default for SesSettings {
    fn default() -> Self {
        Self { configuration_set: None, attempt_timeout: Duration::from_secs(20) }
    }
}

#[derive(Clone)]
pub struct Ses {
    client: Client,
    /// For questions and settings, which may be said twice.
    desk: Client,
    account: Arc<str>,
    configuration_set: Option<String>,
    known: Arc<Mutex<Option<(Instant, SesAccount)>>>,
}

impl Ses {
    /// Credentials, region and endpoint come from where AWS's own tools take them: `AWS_REGION`,
    /// `AWS_PROFILE`, `AWS_ENDPOINT_URL_SESV2`, ….
    pub async fn open(settings: SesSettings) -> Result<Self, OpenError> {
        let sdk = aws::sdk().await;
        Self::new(&sdk, settings)
    }

    /// Connects to nothing yet.
    pub fn new(sdk: &SdkConfig, settings: SesSettings) -> Result<Self, OpenError> {
        let region = sdk.region().ok_or_else(|| {
            OpenError("no AWS region is set; set AWS_REGION to the one SES is set up in, such as ap-northeast-2".into())
        })?;
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(3))
            .operation_attempt_timeout(settings.attempt_timeout)
            .build();
        let of_client = aws_sdk_sesv2::config::Builder::from(sdk);
        let of_desk = of_client.clone().retry_config(RetryConfig::standard().with_max_attempts(DESK_ATTEMPTS_MAX));
        let client = of_client.retry_config(RetryConfig::disabled()).timeout_config(timeouts.clone());
        Ok(Self {
            client: Client::from_conf(client.build()),
            desk: Client::from_conf(of_desk.timeout_config(timeouts).build()),
            account: format!("ses:{region}").into(),
            configuration_set: settings.configuration_set,
            known: Arc::default(),
        })
    }

    /// `ses:ap-northeast-2`: SES counts its quotas by region.
    pub fn account(&self) -> &str {
        &self.account
    }

    pub fn width(&self) -> usize {
        WIDTH
    }

    pub async fn send(&self, letter: &Letter, tag: SendTag) -> Result<Receipt, SendFault> {
        let (content, tag) = parts(letter, tag).map_err(|e| SendFault::Never(Reason::new("request", e.to_string())))?;
        // no FromEmailAddress: the letter's own From carries the sender's name
        let request = self
            .client
            .send_email()
            .destination(Destination::builder().to_addresses(letter.to.as_str()).build())
            .content(content)
            .email_tags(tag)
            .set_configuration_set_name(self.configuration_set.clone());
        match request.send().await {
            Ok(sent) => match sent.message_id {
                Some(id) => Ok(Receipt(id)),
                None => Err(SendFault::Unsure(Reason::new("no message id", "SES said yes but named no message"))),
            },
            Err(e) => Err(fault(&e, Some(&letter.from))),
        }
    }

    /// At most 30 s old.
    pub async fn quota(&self) -> Result<Quota, SendFault> {
        self.read_account().await.map(|account| quota(&account))
    }
}

/// TLS by ring, as everywhere in this program.
pub fn http_client() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new()
        .pool_idle_timeout(IDLE_MAX)
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https()
}

fn parts(letter: &Letter, tag: SendTag) -> Result<(EmailContent, MessageTag), BuildError> {
    let raw = RawMessage::builder().data(Blob::new(letter.mime.clone())).build()?;
    let tag = MessageTag::builder().name(TAG).value(tag.to_string()).build()?;
    Ok((EmailContent::builder().raw(raw).build(), tag))
}

fn quota(account: &SesAccount) -> Quota {
    Quota {
        rate_per_second: account.rate_per_second,
        left_today: account.left_today(),
        most_a_day: account.most_a_day,
        sandbox: !account.is_production,
        sending_enabled: account.is_sending,
    }
}

/// A question about the account leaves nothing in doubt.
fn nothing_was_sent(fault: SendFault) -> SendFault {
    match fault {
        SendFault::Unsure(reason) => SendFault::Unreachable(reason),
        known => known,
    }
}
