use crate::{EmailAddress, Invalid, campaign::CampaignKind, tracking::Tracking};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, str::FromStr};

/// The words of a campaign, frozen at launch. Every text is a template of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    pub kind: CampaignKind,
    pub from: Mailbox,
    pub reply_to: Option<Mailbox>,
    pub subject: String,
    /// The line after the subject in a list of mails; empty where the mail's own first words shall stand there.
    #[serde(default)]
    pub preheader: String,
    /// HTML ready to be filled in: MJML is compiled and CSS inlined before it is frozen.
    pub html: String,
    pub text: String,
    /// Values written for this campaign, by name: `Body` and the like. They win over a person's attributes of that name.
    pub fields: BTreeMap<String, String>,
    /// The list as `List-Id` names it (RFC 2919), such as `news.shop.example.com`.
    pub list_id: String,
    /// What is learnt of a letter once it is there; nothing of those that were frozen before anybody could ask for it.
    #[serde(default)]
    pub tracking: Tracking,
}

/// A display name, possibly empty, and an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    pub name: String,
    pub address: EmailAddress,
}

/// `Shop <news@shop.example>`, `"Shop, Seoul" <news@shop.example>` or the bare address.
impl FromStr for Mailbox {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        let Some((name, rest)) = text.rsplit_once('<') else {
            return Ok(Self { name: String::new(), address: text.parse()? });
        };
        let Some(address) = rest.strip_suffix('>') else {
            return Err(Invalid::new(
                "from",
                format!("‘{text}’ has a < without its >; write it as Shop <news@shop.example>"),
            ));
        };
        let name = name.trim();
        let name = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name);
        Ok(Self { name: name.to_owned(), address: address.parse()? })
    }
}

#[cfg(test)]
mod tests {
    use super::Mailbox;

    #[test]
    fn a_mailbox_is_read_as_people_write_it() {
        let table = [
            ("Shop <news@shop.example>", "Shop", "news@shop.example"),
            ("\"Shop, Seoul\" <news@shop.example>", "Shop, Seoul", "news@shop.example"),
            ("예시상점 <news@shop.example>", "예시상점", "news@shop.example"),
            ("news@shop.example", "", "news@shop.example"),
            ("<news@shop.example>", "", "news@shop.example"),
        ];
        for (text, name, address) in table {
            let mailbox: Mailbox = text.parse().unwrap();
            assert_eq!((mailbox.name.as_str(), mailbox.address.as_str()), (name, address), "{text}");
        }
    }

    #[test]
    fn what_is_no_mailbox_is_refused() {
        for text in ["", "Shop", "Shop <news@shop.example", "Shop <>", "Shop <a b>"] {
            assert!(text.parse::<Mailbox>().is_err(), "{text}");
        }
    }
}
