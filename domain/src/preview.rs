//! Whom a letter is looked at as, before it leaves.

use crate::{
    ContactId, EmailAddress, Invalid,
    compose::{Links, Manuscript, Stamp},
    contact::Attributes,
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
    /// Somebody invented, for an audience of nobody.
    pub fn made_up(language: &str, at: Timestamp) -> Result<Self, Invalid> {
        let name = if language == "ko" { "김하늘" } else { "Haneul Kim" };
        Ok(Self {
            contact: ContactId(0),
            recipient: Recipient {
                seq: 1,
                address: EmailAddress::try_from("haneul@example.com".to_owned())?,
                name: name.to_owned(),
                locale: Some(language.to_owned()),
                merge: Attributes::new(),
            },
            links: Links { unsubscribe: "https://example.com/u/preview".to_owned(), unsubscribe_mailto: None },
            stamp: Stamp { message_id: "1000.100000.1.00000000@preview.invalid".to_owned(), at },
        })
    }

    pub fn is_made_up(&self) -> bool {
        self.contact == ContactId(0)
    }

    pub fn of(&self, edition: Edition) -> Manuscript {
        let Self { recipient, links, stamp, .. } = self.clone();
        Manuscript { edition, recipient, links, stamp }
    }
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
