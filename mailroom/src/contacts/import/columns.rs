//! What each column of a file is for, guessed from its name in English or Korean.
//!
//! Every named column but consent also becomes an attribute under its own name, so that a template's
//! `{{Tier}}` or `{{등급}}` finds it. A column without a name is left out; the second `Memo` is `Memo_2`.

use domain::{
    EmailAddress, Invalid, Sentence,
    import::{ColumnRole, ColumnUse},
    typed,
};

pub const COLUMNS_MAX: usize = 1_000;
/// Characters of a name under which templates find a column.
const ATTRIBUTE_CHARS_MAX: usize = 200;

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

const CONSENTED_AT: &[&str] = &[
    "consentdate",
    "consentedat",
    "consenttime",
    "optindate",
    "optintime",
    "subscribedat",
    "동의일",
    "동의일자",
    "동의일시",
    "동의날짜",
    "수신동의일",
    "수신동의일자",
    "수신동의일시",
    "수신동의날짜",
];

/// The columns of a file in their order; exactly one is the address.
#[derive(Clone, Debug)]
pub(crate) struct Columns(Vec<ColumnUse>);

impl Columns {
    /// By their names; one of them is the address.
    pub fn guess(headers: &[String]) -> Result<Self, Invalid> {
        let columns = Self::guess_loosely(headers)?;
        match columns.has(ColumnRole::Address) {
            true => Ok(columns),
            false => refuse(no_address_column(headers)),
        }
    }

    /// As far as their names tell; a person says the rest.
    pub fn guess_loosely(headers: &[String]) -> Result<Self, Invalid> {
        if headers.len() > COLUMNS_MAX {
            let found = headers.len();
            return refuse((
                format!("the file has {found} columns; at most {COLUMNS_MAX} can be imported"),
                format!("파일에 열이 {found}개 있습니다. 최대 {COLUMNS_MAX}개까지 가져올 수 있습니다"),
            ));
        }
        let mut columns = Self(Vec::with_capacity(headers.len()));
        for header in headers {
            let role = columns.role_of(header);
            let attribute = columns.attribute_of(header, role);
            columns.0.push(ColumnUse { header: header.clone(), role, attribute });
        }
        Ok(columns)
    }

    /// As a person said; each column is named as in the file.
    pub fn said(columns: Vec<ColumnUse>) -> Result<Self, Invalid> {
        let mut said = Self(Vec::with_capacity(columns.len()));
        for mut column in columns {
            if column.role.is_once() && said.has(column.role) {
                return refuse_columns(twice(column.role));
            }
            column.attribute = said.attribute_said(&column)?;
            said.0.push(column);
        }
        match said.has(ColumnRole::Address) {
            true => Ok(said),
            false => {
                refuse_columns(("say which column holds the e-mail address", "이메일 주소가 들어 있는 열을 지정하세요"))
            }
        }
    }

    pub fn into_uses(self) -> impl Iterator<Item = ColumnUse> {
        self.0.into_iter()
    }

    fn attribute_said(&self, column: &ColumnUse) -> Result<Option<String>, Invalid> {
        let name = column.attribute.as_deref().map(str::trim).filter(|name| !name.is_empty());
        match column.role {
            ColumnRole::Address | ColumnRole::Name | ColumnRole::Locale => {
                Ok(self.attribute_of(&column.header, column.role))
            }
            ColumnRole::Consent | ColumnRole::ConsentedAt | ColumnRole::Refusal | ColumnRole::LeftOut => Ok(None),
            ColumnRole::Attribute => match name {
                None => refuse_columns((
                    format!("give the column ‘{}’ a name, or leave it out", column.header),
                    format!("‘{}’ 열의 이름을 정하거나 제외하세요", column.header),
                )),
                Some(name) if name.chars().count() > ATTRIBUTE_CHARS_MAX => refuse_columns((
                    format!("the name ‘{}…’ is longer than {ATTRIBUTE_CHARS_MAX} characters", shorten(name)),
                    format!("열 이름이 {ATTRIBUTE_CHARS_MAX}자를 넘습니다. 짧게 줄이세요: ‘{}…’", shorten(name)),
                )),
                Some(name) if self.0.iter().any(|other| other.attribute.as_deref() == Some(name)) => refuse_columns((
                    format!("two columns are called ‘{name}’; give one of them another name"),
                    format!("이름이 ‘{name}’인 열이 둘입니다. 하나는 다른 이름으로 바꾸세요"),
                )),
                Some(name) => Ok(Some(typed::line("columns", name, ATTRIBUTE_CHARS_MAX)?)),
            },
        }
    }

    pub fn len(&self) -> usize {
        self.0.len()
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
            once if once.is_once() && self.has(once) => ColumnRole::Attribute,
            role => role,
        }
    }

    fn attribute_of(&self, header: &str, role: ColumnRole) -> Option<String> {
        match role {
            ColumnRole::LeftOut => None,
            ColumnRole::Consent | ColumnRole::ConsentedAt | ColumnRole::Refusal => None,
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
        () if is_one_of(CONSENTED_AT) => ColumnRole::ConsentedAt,
        () if is_one_of(REFUSAL) => ColumnRole::Refusal,
        () => ColumnRole::Attribute,
    }
}

fn no_address_column(headers: &[String]) -> Sentence {
    if is_person(headers) {
        return no_column_names();
    }
    let found: Vec<_> = headers.iter().take(8).map(|header| format!("‘{}’", shorten(header))).collect();
    let found = found.join(", ");
    Sentence::new(
        format!("no column is named as an e-mail address (‘email’, ‘이메일’, …); the first row says {found}"),
        format!("이메일 주소로 보이는 이름(‘email’, ‘이메일’ 등)의 열이 없습니다. 첫 행의 내용: {found}"),
    )
}

/// The first row is no row of names, whatever it is cut by.
pub(super) fn is_person(headers: &[String]) -> bool {
    let cells = headers.iter().flat_map(|header| header.split([',', ';', '\t', '|']));
    cells.map(str::trim).any(|cell| cell.parse::<EmailAddress>().is_ok())
}

pub(super) fn no_column_names() -> Sentence {
    Sentence::new(
        "the first row is a person already; put a row of column names before it, such as ‘email,name’",
        "첫 행에 이미 사람이 들어 있습니다. 그 위에 ‘이메일,이름’처럼 열 이름이 있는 행을 넣으세요",
    )
}

fn twice(role: ColumnRole) -> (&'static str, &'static str) {
    match role {
        ColumnRole::Address => (
            "two columns are said to be the e-mail address; choose one",
            "이메일 주소로 지정된 열이 둘입니다. 하나만 고르세요",
        ),
        ColumnRole::Name => {
            ("two columns are set as the name; choose one", "이름으로 지정된 열이 둘입니다. 하나만 고르세요")
        }
        ColumnRole::Locale => {
            ("two columns are set as the language; choose one", "언어로 지정된 열이 둘입니다. 하나만 고르세요")
        }
        ColumnRole::ConsentedAt
        | ColumnRole::Consent
        | ColumnRole::Refusal
        | ColumnRole::Attribute
        | ColumnRole::LeftOut => (
            "two columns are said to be the date of consent; choose one",
            "동의 날짜로 지정된 열이 둘입니다. 하나만 고르세요",
        ),
    }
}

fn shorten(name: &str) -> String {
    name.chars().take(40).collect()
}

pub(super) fn refuse<T>(reason: impl Into<Sentence>) -> Result<T, Invalid> {
    Err(Invalid::new("file", reason))
}

fn refuse_columns<T>(reason: impl Into<Sentence>) -> Result<T, Invalid> {
    Err(Invalid::new("columns", reason))
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS_MAX, Columns};
    use domain::import::{ColumnRole, ColumnRole::*, ColumnUse};

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
            ("수신 동의일", ConsentedAt),
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
        assert!(guess(&["name", "tier"]).unwrap_err().reason.en.contains("‘name’, ‘tier’"));
        assert!(guess(&["kim@example.com", "김"]).unwrap_err().reason.en.contains("column names"));
        let many: Vec<_> = (0..=COLUMNS_MAX).map(|n| format!("c{n}")).collect();
        assert!(Columns::guess(&many).unwrap_err().reason.en.contains("1001 columns"));
    }

    #[test]
    fn what_a_person_says_of_columns_must_make_sense() {
        let column = |role: ColumnRole, attribute: &str| ColumnUse {
            header: "머리".into(),
            role,
            attribute: Some(attribute.to_owned()),
        };
        let said = |columns: Vec<ColumnUse>| Columns::said(columns).map_err(|invalid| invalid.reason.en);
        let columns = said(vec![column(Address, ""), column(Attribute, " 등급 "), column(LeftOut, "x")]).unwrap();
        let attributes: Vec<_> = columns.iter().map(|column| column.attribute.as_deref()).collect();
        assert_eq!(attributes, [Some("머리"), Some("등급"), None]);
        for (columns, reason) in [
            (vec![column(Name, "")], "which column holds"),
            (vec![column(Address, ""), column(Address, "")], "two columns are said to be the e-mail address"),
            (vec![column(Address, ""), column(Attribute, " ")], "give the column"),
            (vec![column(Address, ""), column(Attribute, "a"), column(Attribute, "a")], "two columns are called ‘a’"),
        ] {
            let refused = said(columns).unwrap_err();
            assert!(refused.contains(reason), "{refused}");
        }
    }
}
