//! Whom a letter is looked at as, before it leaves.

use crate::{
    ContactId, EmailAddress,
    compose::{Links, Manuscript, Stamp, sample_links, sample_recipient},
    edition::Edition,
    recipient::Recipient,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A person of an audience, in the place of a recipient. The unsubscribe link leads nowhere, so that trying it out
/// unsubscribes nobody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reader {
    pub contact: ContactId,
    pub recipient: Recipient,
    pub links: Links,
    pub stamp: Stamp,
}

impl Reader {
    pub fn is_made_up(&self) -> bool {
        self.contact == Self::NOBODY
    }

    pub fn of(&self, edition: Edition) -> Manuscript {
        let Self { recipient, links, stamp, .. } = self.clone();
        Manuscript { edition, recipient, links, stamp }
    }

    /// Somebody made up, where there is nobody yet.
    pub fn sample(names: &[String], language: &str) -> Option<Self> {
        let recipient = sample_recipient(names, language).ok()?;
        let stamp = Stamp { message_id: "sample@example.com".into(), at: Timestamp::default() };
        Some(Self { contact: Self::NOBODY, recipient, links: sample_links(), stamp })
    }

    /// The number of whom we made up.
    pub const NOBODY: ContactId = ContactId(0);
}

/// Which person is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    #[default]
    First,
    One(ContactId),
    After(ContactId),
    Before(ContactId),
    LongestName,
    /// Of whom the least is known.
    EmptiestFields,
    /// Whose facts are the longest, and so the letter.
    LargestLetter,
}

/// What the search for a person shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Face {
    pub contact: ContactId,
    pub name: String,
    pub address: EmailAddress,
}
