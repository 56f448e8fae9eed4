//! What each column of a file is for, guessed from its name in English or Korean.
//!
//! Every named column but consent also becomes an attribute under its own name, so that a template's
//! `{{Tier}}` or `{{등급}}` finds it. A column without a name is left out; the second `Memo` is `Memo_2`.

use domain::{EmailAddress, Invalid};
use serde::Serialize;

pub const COLUMNS_MAX: usize = 1_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    Address,
    Name,
    Locale,
    /// Yes is consent, no is a refusal.
    Consent,
    /// Yes is a refusal, no says nothing.
    Refusal,
    Attribute,
    /// It has no name.
    LeftOut,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ColumnUse {
    /// As in the file.
    pub header: String,
    pub role: ColumnRole,
    /// Under which name templates find it.
    pub attribute: Option<String>,
}

const ADDRESS: &[&str] = &[
    "email",
    "emailaddress",
    "emailaddr",
    "mail",
    "mailaddress",
    "eml",
    "useremail",
    "customeremail",
    "contactemail",
    "이메일",
    "이메일주소",
    "메일",
    "메일주소",
    "전자우편",
    "전자우편주소",
    "전자메일",
    "전자메일주소",
    "고객이메일",
    "email주소",
];
const NAME: &[&str] = &[
    "name",
    "fullname",
    "username",
    "customername",
    "contactname",
    "displayname",
    "이름",
    "성명",
    "고객명",
    "고객이름",
    "회원명",
    "회원이름",
    "성함",
];
const LOCALE: &[&str] =
    &["locale", "language", "lang", "preferredlanguage", "languagecode", "언어", "사용언어", "선호언어", "로케일"];
const CONSENT: &[&str] = &[
    "subscriptionstatus",
    "subscribed",
    "issubscribed",
    "subscription",
    "subscribe",
    "consent",
    "emailconsent",
    "marketingconsent",
    "optin",
    "emailoptin",
    "marketingoptin",
    "newsletter",
    "수신동의",
    "수신동의여부",
    "수신여부",
    "수신",
    "이메일수신",
    "이메일수신동의",
    "이메일수신여부",
    "이메일수신동의여부",
    "메일수신",
    "메일수신동의",
    "메일수신여부",
    "메일수신동의여부",
    "마케팅동의",
    "마케팅수신동의",
    "마케팅수신동의여부",
    "광고수신동의",
    "광고수신동의여부",
    "광고성정보수신동의",
    "구독",
    "구독여부",
    "뉴스레터수신동의",
];
const REFUSAL: &[&str] = &[
    "unsubscribed",
    "isunsubscribed",
    "unsubscribe",
    "optout",
    "emailoptout",
    "optedout",
    "donotemail",
    "수신거부",
    "수신거부여부",
    "이메일수신거부",
    "메일수신거부",
    "수신거부상태",
];

/// The columns of a file in their order; exactly one is the address.
#[derive(Debug)]
pub(super) struct Columns(Vec<ColumnUse>);

impl Columns {
    pub fn guess(headers: &[String]) -> Result<Self, Invalid> {
        if headers.len() > COLUMNS_MAX {
            return refuse(format!("the file has {} columns; at most {COLUMNS_MAX} can be imported", headers.len()));
        }
        let mut columns = Self(Vec::with_capacity(headers.len()));
        for header in headers {
            let role = columns.role_of(header);
            let attribute = columns.attribute_of(header, role);
            columns.0.push(ColumnUse { header: header.clone(), role, attribute });
        }
        match columns.has(ColumnRole::Address) {
            true => Ok(columns),
            false => refuse(no_address_column(headers)),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &ColumnUse> {
        self.0.iter()
    }

    fn has(&self, role: ColumnRole) -> bool {
        self.0.iter().any(|column| column.role == role)
    }

    /// The first column that can be the address, the name or the language is it; later ones are attributes.
    fn role_of(&self, header: &str) -> ColumnRole {
        match role_by_name(header) {
            once @ (ColumnRole::Address | ColumnRole::Name | ColumnRole::Locale) if self.has(once) => {
                ColumnRole::Attribute
            }
            role => role,
        }
    }

    fn attribute_of(&self, header: &str, role: ColumnRole) -> Option<String> {
        match role {
            ColumnRole::Consent | ColumnRole::Refusal | ColumnRole::LeftOut => None,
            ColumnRole::Address | ColumnRole::Name | ColumnRole::Locale | ColumnRole::Attribute => {
                let taken = |name: &str| self.0.iter().any(|column| column.attribute.as_deref() == Some(name));
                let numbered = (2..).map(|n| format!("{header}_{n}"));
                std::iter::once(header.to_owned()).chain(numbered).find(|name| !taken(name))
            }
        }
    }
}

fn role_by_name(header: &str) -> ColumnRole {
    let plain: String = header
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '.' | '(' | ')' | '/'))
        .flat_map(char::to_lowercase)
        .collect();
    let is_one_of = |names: &[&str]| names.contains(&plain.as_str());
    match () {
        () if header.is_empty() => ColumnRole::LeftOut,
        () if is_one_of(ADDRESS) => ColumnRole::Address,
        () if is_one_of(NAME) => ColumnRole::Name,
        () if is_one_of(LOCALE) => ColumnRole::Locale,
        () if is_one_of(CONSENT) => ColumnRole::Consent,
        () if is_one_of(REFUSAL) => ColumnRole::Refusal,
        () => ColumnRole::Attribute,
    }
}

fn no_address_column(headers: &[String]) -> String {
    if headers.iter().any(|header| header.parse::<EmailAddress>().is_ok()) {
        return "the first row is a person already; put a row of column names before it, such as `email,name`".into();
    }
    let found: Vec<_> =
        headers.iter().take(8).map(|header| format!("`{}`", header.chars().take(40).collect::<String>())).collect();
    format!("no column is named as an e-mail address (`email`, `이메일`, …); the first row says {}", found.join(", "))
}

pub(super) fn refuse<T>(reason: impl Into<domain::Sentence>) -> Result<T, Invalid> {
    Err(Invalid::new("file", reason))
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS_MAX, ColumnRole::*, Columns};

    fn guess(headers: &[&str]) -> Result<Columns, domain::Invalid> {
        Columns::guess(&headers.iter().map(|header| header.to_string()).collect::<Vec<_>>())
    }

    #[test]
    fn columns_are_known_by_their_names_in_english_and_korean() {
        for (header, role) in [
            ("E-Mail", Address),
            ("email_address", Address),
            ("이메일 주소", Address),
            ("MAIL", Address),
            ("성명", Name),
            ("Full Name", Name),
            ("고객명", Name),
            ("사용 언어", Locale),
            ("SubscriptionStatus", Consent),
            ("수신 동의", Consent),
            ("opt-in", Consent),
            ("수신거부", Refusal),
            ("등급", Attribute),
            ("Name of pet", Attribute),
        ] {
            assert_eq!(super::role_by_name(header), role, "{header}");
        }
    }

    #[test]
    fn every_named_column_but_consent_is_an_attribute_under_its_own_name() {
        let columns = guess(&["Email", "이름", "수신동의", "등급", "", "등급", "등급_2", "메일"]).unwrap();
        let attributes: Vec<_> = columns.iter().map(|column| column.attribute.as_deref()).collect();
        assert_eq!(
            attributes,
            [Some("Email"), Some("이름"), None, Some("등급"), None, Some("등급_2"), Some("등급_2_2"), Some("메일")]
        );
    }

    #[test]
    fn only_the_first_address_column_is_the_address() {
        let columns = guess(&["메일", "email"]).unwrap();
        assert_eq!(columns.iter().map(|column| column.role).collect::<Vec<_>>(), [Address, Attribute]);
    }

    #[test]
    fn a_file_without_an_address_column_or_header_or_with_too_many_columns_is_refused() {
        assert!(guess(&["name", "tier"]).unwrap_err().reason.en.contains("`name`, `tier`"));
        assert!(guess(&["kim@example.com", "김"]).unwrap_err().reason.en.contains("column names"));
        let many: Vec<_> = (0..=COLUMNS_MAX).map(|n| format!("c{n}")).collect();
        assert!(Columns::guess(&many).unwrap_err().reason.en.contains("1001 columns"));
    }
}
