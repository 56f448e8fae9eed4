//! Whom letters come from, and what the law wants to be said of them.

use crate::{EmailAddress, Invalid, SenderId, edition::Mailbox, typed};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

const TEXT_CHARACTERS_MAX: usize = 200;

/// A sender as kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    pub id: SenderId,
    pub profile: SenderProfile,
    /// No longer offered for new campaigns.
    pub archived_at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SenderProfile {
    /// As mail programs show it before the address; empty shows the address alone.
    pub name: String,
    pub address: EmailAddress,
    pub reply_to: Option<EmailAddress>,
    /// The list as `List-Id` names it (RFC 2919), such as `news.shop.example.com`.
    pub list_id: String,
    pub legal: Legal,
}

/// What the footer of Korean advertising names (Network Act article 50, enforcement decree appendix 6). Empty texts
/// are not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Legal {
    pub company: String,
    pub representative: String,
    pub postal_address: String,
    pub phone: String,
}

/// A sender as a form gives it: nothing checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SenderEntry {
    pub name: String,
    pub address: String,
    pub reply_to: String,
    /// Empty: `news.` and the domain of the address.
    pub list_id: String,
    pub company: String,
    pub representative: String,
    pub postal_address: String,
    pub phone: String,
}

/// What a template may ask for of whoever sends it, so that a footer need not be written into each template.
pub const FIELDS: [&str; 6] =
    ["SenderName", "SenderEmail", "SenderCompany", "SenderRepresentative", "SenderAddress", "SenderPhone"];

impl SenderProfile {
    pub fn from(&self) -> Mailbox {
        Mailbox { name: self.name.clone(), address: self.address.clone() }
    }

    pub fn reply_to(&self) -> Option<Mailbox> {
        self.reply_to.clone().map(|address| Mailbox { name: self.name.clone(), address })
    }

    /// Of each name in `FIELDS`, in its order.
    pub fn fields(&self) -> [(&'static str, &str); 6] {
        let texts = [
            self.name.as_str(),
            self.reply_to.as_ref().unwrap_or(&self.address).as_str(),
            &self.legal.company,
            &self.legal.representative,
            &self.legal.postal_address,
            &self.legal.phone,
        ];
        std::array::from_fn(|n| (FIELDS[n], texts[n]))
    }
}

impl Legal {
    /// Whether a footer of Korean advertising can be made of it.
    pub fn is_complete(&self) -> bool {
        !self.company.is_empty() && !self.postal_address.is_empty() && !self.phone.is_empty()
    }
}

impl SenderEntry {
    pub fn of(profile: &SenderProfile) -> Self {
        let SenderProfile { name, address, reply_to, list_id, legal } = profile.clone();
        Self {
            name,
            address: address.to_string(),
            reply_to: reply_to.map(|address| address.to_string()).unwrap_or_default(),
            list_id,
            company: legal.company,
            representative: legal.representative,
            postal_address: legal.postal_address,
            phone: legal.phone,
        }
    }

    /// # Errors
    /// The first field that cannot be used, under its name.
    pub fn check(&self) -> Result<SenderProfile, Invalid> {
        let address = address("address", &self.address)?;
        let reply_to = match self.reply_to.trim() {
            "" => None,
            text => Some(self::address("reply_to", text)?),
        };
        Ok(SenderProfile {
            name: text("name", &self.name)?,
            reply_to,
            list_id: self.list_id(&address)?,
            address,
            legal: Legal {
                company: text("company", &self.company)?,
                representative: text("representative", &self.representative)?,
                postal_address: text("postal_address", &self.postal_address)?,
                phone: phone(&self.phone)?,
            },
        })
    }

    fn list_id(&self, address: &EmailAddress) -> Result<String, Invalid> {
        let id = self.list_id.trim().to_lowercase();
        if id.is_empty() {
            return Ok(format!("news.{}", address.domain()));
        }
        let is_label = |label: &str| {
            !label.is_empty() && label.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-_".contains(&octet))
        };
        if id.len() <= 255 && id.contains('.') && id.split('.').all(is_label) {
            return Ok(id);
        }
        Err(Invalid::new(
            "list_id",
            (
                format!("‘{id}’ does not look like a domain; write it as news.shop.example.com"),
                format!("도메인 형식이 아닙니다: ‘{id}’. news.shop.example.com처럼 입력하세요"),
            ),
        ))
    }
}

fn address(field: &str, text: &str) -> Result<EmailAddress, Invalid> {
    text.parse().map_err(|invalid: Invalid| Invalid { field: field.to_owned(), ..invalid })
}

fn text(field: &str, text: &str) -> Result<String, Invalid> {
    typed::line(field, text, TEXT_CHARACTERS_MAX)
}

fn phone(number: &str) -> Result<String, Invalid> {
    let number = text("phone", number)?;
    if number.chars().all(|sign| sign.is_ascii_digit() || "+-() .".contains(sign)) {
        return Ok(number);
    }
    Err(Invalid::new("phone", ("write it in digits, such as 02-1234-5678", "02-1234-5678처럼 숫자로 입력하세요")))
}

#[cfg(test)]
mod tests {
    use super::{Legal, SenderEntry};

    fn entry() -> SenderEntry {
        SenderEntry { name: " Shop  Seoul ".into(), address: "News@Shop.Example".into(), ..SenderEntry::default() }
    }

    #[test]
    fn a_sender_needs_no_more_than_an_address() {
        let profile = entry().check().unwrap();
        assert_eq!((profile.name.as_str(), profile.address.as_str()), ("Shop Seoul", "news@shop.example"));
        assert_eq!((profile.list_id.as_str(), profile.reply_to.is_none()), ("news.shop.example", true));
        assert!(!profile.legal.is_complete());
        assert_eq!(SenderEntry::of(&profile).check().unwrap(), profile);
    }

    #[test]
    fn what_cannot_be_used_is_named_by_its_field() {
        type Spoil = fn(&mut SenderEntry);
        let table: [(&str, Spoil); 7] = [
            ("address", |entry| entry.address = "news".into()),
            ("address", |entry| entry.address.clear()),
            ("reply_to", |entry| entry.reply_to = "a b@c.d".into()),
            ("list_id", |entry| entry.list_id = "news shop".into()),
            ("list_id", |entry| entry.list_id = "news".into()),
            ("phone", |entry| entry.phone = "call us".into()),
            ("company", |entry| entry.company = "회".repeat(201)),
        ];
        for (field, spoil) in table {
            let mut entry = entry();
            spoil(&mut entry);
            assert_eq!(entry.check().unwrap_err().field, field, "{entry:?}");
        }
    }

    #[test]
    fn a_footer_needs_company_address_and_phone() {
        let legal = Legal {
            company: "예시상점".into(),
            representative: String::new(),
            postal_address: "서울특별시 중구 세종대로 110".into(),
            phone: "02-123-4567".into(),
        };
        assert!(legal.is_complete());
        assert!(!Legal { phone: String::new(), ..legal }.is_complete());
    }
}
