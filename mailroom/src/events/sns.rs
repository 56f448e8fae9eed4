//! SES's reports as SNS posts them: taken only with a good signature of SNS, from a topic of ours, of about now.

mod authority;
mod signature;

pub use authority::{Authority, certificate_host};

use super::Source;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use url::Url;

/// A message is of about now; an old one could be somebody's copy.
const AGE_MAX: SignedDuration = SignedDuration::from_hours(1);

/// A message as SNS posts it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Envelope {
    #[serde(rename = "Type")]
    pub kind: String,
    pub message_id: String,
    pub topic_arn: String,
    pub message: String,
    pub timestamp: String,
    pub signature_version: String,
    pub signature: String,
    #[serde(rename = "SigningCertURL")]
    pub signing_cert_url: String,
    pub subject: Option<String>,
    pub token: Option<String>,
    #[serde(rename = "SubscribeURL")]
    pub subscribe_url: Option<String>,
}

/// What a message that is SNS's own says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Posted {
    Report {
        source: Source,
        report: String,
    },
    /// SNS asks whether the topic is to be sent here.
    Invitation {
        topic: String,
        confirm: Url,
    },
    Farewell {
        topic: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("it is no message of SNS: {0}")]
    Unreadable(String),
    #[error("the header names another type than the message")]
    Type,
    #[error("the topic `{0}` is not one of ours")]
    Topic(String),
    #[error("it is of another time: {0}")]
    Time(String),
    #[error("`{0}` is no address of SNS")]
    Address(String),
    #[error("the signature is not SNS's")]
    Signature,
    #[error("the certificate could not be had: {0}")]
    Certificate(String),
}

/// Where SNS may post to.
pub struct Webhook {
    topics: Vec<String>,
    authority: Authority,
}

impl Webhook {
    pub fn new(topics: Vec<String>, authority: Authority) -> Self {
        Self { topics, authority }
    }

    /// `named`: the header that says of which type the message is.
    pub async fn read(&self, named: Option<&str>, body: &str, now: Timestamp) -> Result<Posted, Refusal> {
        let envelope: Envelope = serde_json::from_str(body).map_err(|e| Refusal::Unreadable(e.to_string()))?;
        if named != Some(envelope.kind.as_str()) {
            return Err(Refusal::Type);
        }
        if !self.topics.contains(&envelope.topic_arn) {
            return Err(Refusal::Topic(envelope.topic_arn));
        }
        let at: Timestamp = envelope.timestamp.parse().map_err(|_| Refusal::Time(envelope.timestamp.clone()))?;
        if now.duration_since(at).abs() > AGE_MAX {
            return Err(Refusal::Time(envelope.timestamp));
        }
        let signed = envelope.signed_text().ok_or_else(|| Refusal::Unreadable(format!("type {}", envelope.kind)))?;
        let certificate = self.authority.certificate(&envelope.signing_cert_url, now).await?;
        signature::check(&certificate, &envelope, signed.as_bytes())?;
        envelope.posted()
    }

    /// Follows the link that SNS sent, which was checked.
    pub async fn confirm(&self, link: &Url) -> Result<(), Refusal> {
        self.authority.fetch(link).await.map(drop)
    }
}

impl Envelope {
    /// The text that SNS signs: fields in the order of their names.
    pub fn signed_text(&self) -> Option<String> {
        let subscribes = matches!(self.kind.as_str(), "SubscriptionConfirmation" | "UnsubscribeConfirmation");
        if !subscribes && self.kind != "Notification" {
            return None;
        }
        let only = |is: bool, value: &Option<String>| if is { value.clone() } else { None };
        let fields = [
            ("Message", Some(self.message.clone())),
            ("MessageId", Some(self.message_id.clone())),
            ("Subject", only(!subscribes, &self.subject)),
            ("SubscribeURL", only(subscribes, &self.subscribe_url)),
            ("Timestamp", Some(self.timestamp.clone())),
            ("Token", only(subscribes, &self.token)),
            ("TopicArn", Some(self.topic_arn.clone())),
            ("Type", Some(self.kind.clone())),
        ];
        let lines = fields.into_iter().filter_map(|(name, value)| Some(format!("{name}\n{}\n", value?)));
        Some(lines.collect())
    }

    fn posted(self) -> Result<Posted, Refusal> {
        match self.kind.as_str() {
            "Notification" => Ok(Posted::Report { source: source(&self.topic_arn), report: self.message }),
            "SubscriptionConfirmation" => {
                let link = self.subscribe_url.unwrap_or_default();
                let confirm = authority::of_sns(&link).ok_or(Refusal::Address(link))?;
                Ok(Posted::Invitation { topic: self.topic_arn, confirm })
            }
            _ => Ok(Posted::Farewell { topic: self.topic_arn }),
        }
    }
}

/// `arn:aws:sns:ap-northeast-2:123456789012:ses-reports`
fn source(topic: &str) -> Source {
    let mut parts = topic.split(':').skip(3);
    let (region, name) = (parts.next().unwrap_or_default(), parts.nth(1).unwrap_or_default());
    Source { name: format!("webhook {name}"), account: format!("ses:{region}"), is_read: false }
}
