//! Carriers: where letters go. One port, three adapters; each maps its own errors to
//! [`SendFault`] in one table.

pub mod carrier;
pub mod outbox;
pub mod ses;
pub mod smtp;
mod unverified;

pub use carrier::{Carrier, NotACarrier};
pub use outbox::Outbox;
pub use ses::{Ses, SesSettings};
pub use smtp::{Smtp, SmtpSettings};

use domain::{
    SendTag,
    letter::Letter,
    outcome::{Receipt, SendFault},
};
use std::path::Path;

/// The carrier could not be opened; a sentence for whoever started the program.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct OpenError(pub String);

/// What the carrier allows the account. `None` is unlimited.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quota {
    pub rate_per_second: Option<f64>,
    /// Letters left in the rolling 24 hours.
    pub left_today: Option<i64>,
    /// Letters the account may send in 24 hours.
    pub most_a_day: Option<i64>,
    /// Only verified addresses can be mailed.
    pub sandbox: bool,
    /// `false` while the carrier refuses every letter of the account.
    pub sending_enabled: bool,
}

impl Quota {
    pub const UNLIMITED: Self =
        Self { rate_per_second: None, left_today: None, most_a_day: None, sandbox: false, sending_enabled: true };
}

/// What a carrier needs beyond its address.
#[derive(Clone, Debug, Default)]
pub struct MailerSettings {
    pub smtp: SmtpSettings,
    pub ses: SesSettings,
}

/// An open carrier. Cheap to clone; clones share connections.
#[derive(Clone)]
pub enum Mailer {
    Outbox(Outbox),
    Smtp(Smtp),
    Ses(Ses),
}

impl Mailer {
    /// `data` is the folder the outbox lives in.
    pub async fn open(carrier: &Carrier, data: &Path) -> Result<Self, OpenError> {
        Self::open_with(carrier, data, MailerSettings::default()).await
    }

    pub async fn open_with(carrier: &Carrier, data: &Path, settings: MailerSettings) -> Result<Self, OpenError> {
        Ok(match carrier {
            Carrier::Outbox => Self::Outbox(Outbox::open(&outbox::folder(data))?),
            Carrier::Smtp(address) => Self::Smtp(Smtp::open(address.clone(), settings.smtp)?),
            Carrier::Ses => Self::Ses(Ses::open(settings.ses).await?),
        })
    }

    /// The stable name of the account whose rate and quota all its senders share. Holds no secret.
    pub fn account(&self) -> &str {
        match self {
            Self::Outbox(_) => outbox::ACCOUNT,
            Self::Smtp(smtp) => smtp.account(),
            Self::Ses(ses) => ses.account(),
        }
    }

    /// How many sends at once make sense.
    pub fn width(&self) -> usize {
        match self {
            Self::Outbox(_) => outbox::WIDTH,
            Self::Smtp(smtp) => smtp.width(),
            Self::Ses(ses) => ses.width(),
        }
    }

    /// Hands one letter over. A future dropped half-way may or may not have sent it; it leaves no
    /// broken connection behind.
    pub async fn send(&self, letter: &Letter, tag: SendTag) -> Result<Receipt, SendFault> {
        match self {
            Self::Outbox(outbox) => outbox.send(letter, tag).await,
            Self::Smtp(smtp) => smtp.send(letter).await,
            Self::Ses(ses) => ses.send(letter, tag).await,
        }
    }

    /// So many refusals of single letters in a row mean that the campaign is at fault, not its recipients.
    pub fn refusals_in_a_row_max(&self) -> Option<u32> {
        match self {
            Self::Outbox(_) | Self::Smtp(_) => None,
            Self::Ses(_) => Some(20),
        }
    }

    pub async fn quota(&self) -> Result<Quota, SendFault> {
        match self {
            Self::Outbox(_) | Self::Smtp(_) => Ok(Quota::UNLIMITED),
            Self::Ses(ses) => ses.quota().await,
        }
    }
}
