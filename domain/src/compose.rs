//! Edition + recipient + links -> letter. The browser's preview and the dispatcher run this very code.

use crate::{edition::Edition, letter::Letter, recipient::Recipient, template::Problem};
use jiff::Timestamp;

/// An edition parsed once, ready to be filled in for any number of people.
pub struct PreparedEdition {
    edition: Edition,
}

impl PreparedEdition {
    pub fn new(edition: Edition) -> Result<Self, Vec<Problem>> {
        Ok(Self { edition })
    }

    pub fn edition(&self) -> &Edition {
        &self.edition
    }
}

/// What only this person's letter carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// The one-click and preference address (RFC 8058).
    pub unsubscribe: String,
    /// `mailto:` for the same, where an inbox is configured.
    pub unsubscribe_mailto: Option<String>,
}

/// What changes from one attempt to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Without angle brackets: `7.200.1.k3v9@mail.shop.example.com`.
    pub message_id: String,
    pub at: Timestamp,
}

/// The finished letter: same input, same bytes.
pub fn compose(
    _edition: &PreparedEdition,
    _recipient: &Recipient,
    _links: &Links,
    _stamp: &Stamp,
) -> Result<Letter, Problem> {
    unimplemented!()
}
