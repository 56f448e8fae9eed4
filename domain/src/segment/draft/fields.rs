use crate::campaign::words;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What a condition looks at. Written `name`, or `attribute:Tier`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Field {
    Address,
    Name,
    Locale,
    Created,
    Import,
    Topic,
    Consent,
    Mail,
    Attribute(String),
}

const ATTRIBUTE: &str = "attribute:";

impl Field {
    /// Those that everybody has.
    pub const OF_EVERYBODY: [Self; 8] =
        [Self::Name, Self::Address, Self::Locale, Self::Created, Self::Consent, Self::Topic, Self::Mail, Self::Import];

    /// What can be asked of it, by the kind of value.
    pub fn operators(&self) -> &'static [&'static [Operator]] {
        match self {
            Self::Address | Self::Name | Self::Locale => &[TEXT],
            Self::Created => &[DAY],
            Self::Import => &[&[Operator::In, Operator::NotIn]],
            Self::Topic => &[&[Operator::Subscribed, Operator::NotSubscribed]],
            Self::Consent => &[&[Operator::Given, Operator::Refused, Operator::Nothing]],
            Self::Mail => &[MAIL],
            Self::Attribute(_) => &[TEXT, NUMBER, DAY, FLAG],
        }
    }

    pub fn first_operator(&self) -> Operator {
        match self {
            Self::Name | Self::Address => Operator::Contains,
            Self::Locale | Self::Attribute(_) => Operator::Is,
            Self::Created => Operator::LastDays,
            Self::Import => Operator::In,
            Self::Topic => Operator::Subscribed,
            Self::Consent => Operator::Given,
            Self::Mail => Operator::Opened,
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address => f.write_str("address"),
            Self::Name => f.write_str("name"),
            Self::Locale => f.write_str("locale"),
            Self::Created => f.write_str("created"),
            Self::Import => f.write_str("import"),
            Self::Topic => f.write_str("topic"),
            Self::Consent => f.write_str("consent"),
            Self::Mail => f.write_str("mail"),
            Self::Attribute(name) => write!(f, "{ATTRIBUTE}{name}"),
        }
    }
}

impl FromStr for Field {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(name) = text.strip_prefix(ATTRIBUTE) {
            return Ok(Self::Attribute(name.to_owned()));
        }
        let known = Self::OF_EVERYBODY.into_iter().find(|field| field.to_string() == text);
        known.ok_or_else(|| format!("‘{text}’ is nothing a condition can look at"))
    }
}

impl TryFrom<String> for Field {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Field> for String {
    fn from(field: Field) -> Self {
        field.to_string()
    }
}

/// What is asked of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    Is,
    IsNot,
    Contains,
    Lacks,
    Begins,
    Ends,
    Empty,
    Filled,
    Equals,
    Below,
    Above,
    Between,
    On,
    Before,
    After,
    LastDays,
    NextDays,
    OlderDays,
    Anniversary,
    Yes,
    No,
    In,
    NotIn,
    Subscribed,
    NotSubscribed,
    Given,
    Refused,
    Nothing,
    Got,
    NotGot,
    Delivered,
    NotDelivered,
    Opened,
    NotOpened,
    Clicked,
    NotClicked,
    Bounced,
    NotBounced,
    Failed,
    NotFailed,
}

words!(Operator, "an operator",
    "is" => Is, "is_not" => IsNot, "contains" => Contains, "lacks" => Lacks, "begins" => Begins, "ends" => Ends,
    "empty" => Empty, "filled" => Filled,
    "equals" => Equals, "below" => Below, "above" => Above, "between" => Between,
    "on" => On, "before" => Before, "after" => After, "last_days" => LastDays, "next_days" => NextDays,
    "older_days" => OlderDays, "anniversary" => Anniversary, "yes" => Yes, "no" => No,
    "in" => In, "not_in" => NotIn, "subscribed" => Subscribed, "not_subscribed" => NotSubscribed,
    "given" => Given, "refused" => Refused, "nothing" => Nothing,
    "got" => Got, "not_got" => NotGot, "delivered" => Delivered, "not_delivered" => NotDelivered,
    "opened" => Opened, "not_opened" => NotOpened, "clicked" => Clicked, "not_clicked" => NotClicked,
    "bounced" => Bounced, "not_bounced" => NotBounced, "failed" => Failed, "not_failed" => NotFailed);

use Operator as O;
const TEXT: &[O] = &[O::Is, O::IsNot, O::Contains, O::Lacks, O::Begins, O::Ends, O::Empty, O::Filled];
const NUMBER: &[O] = &[O::Equals, O::Below, O::Above, O::Between];
const DAY: &[O] = &[O::LastDays, O::NextDays, O::OlderDays, O::On, O::Before, O::After, O::Anniversary];
const FLAG: &[O] = &[O::Yes, O::No];
const MAIL: &[O] = &[
    O::Opened,
    O::NotOpened,
    O::Clicked,
    O::NotClicked,
    O::Got,
    O::NotGot,
    O::Delivered,
    O::NotDelivered,
    O::Bounced,
    O::NotBounced,
    O::Failed,
    O::NotFailed,
];

/// What has to be given beside the operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inputs {
    Nothing,
    Text,
    Number,
    /// `value` to `more`.
    Range,
    Day,
    /// How many.
    Days,
    Import,
    Topic,
    /// A day, or none.
    Since,
    /// `ever`, `days` with `more`, or a campaign's number.
    Mail,
}

impl Operator {
    pub fn inputs(self) -> Inputs {
        match self {
            O::Is | O::IsNot | O::Contains | O::Lacks | O::Begins | O::Ends => Inputs::Text,
            O::Equals | O::Below | O::Above => Inputs::Number,
            O::Between => Inputs::Range,
            O::On | O::Before | O::After => Inputs::Day,
            O::LastDays | O::NextDays | O::OlderDays => Inputs::Days,
            O::Empty | O::Filled | O::Anniversary | O::Yes | O::No | O::Nothing => Inputs::Nothing,
            O::In | O::NotIn => Inputs::Import,
            O::Subscribed | O::NotSubscribed => Inputs::Topic,
            O::Given | O::Refused => Inputs::Since,
            O::Got
            | O::NotGot
            | O::Delivered
            | O::NotDelivered
            | O::Opened
            | O::NotOpened
            | O::Clicked
            | O::NotClicked
            | O::Bounced
            | O::NotBounced
            | O::Failed
            | O::NotFailed => Inputs::Mail,
        }
    }
}
