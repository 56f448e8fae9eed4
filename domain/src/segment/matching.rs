//! A rule asked of one person. SQL asks the same of all (`mailroom/src/segments/condition.rs`).

use super::{
    AsOf, Condition, DayTest, FlagTest, MailFact, MailScope, Node, NumberTest, Person, Rule, Said, TextTest, day_in,
    number_in,
};
use jiff::civil::Date;
use serde_json::Value;

impl Rule {
    pub fn matches(&self, person: &Person, as_of: AsOf) -> bool {
        self.who.matches(person, as_of)
    }
}

impl Node {
    fn matches(&self, person: &Person, as_of: AsOf) -> bool {
        let holds = |node: &Self| node.matches(person, as_of);
        match self {
            Self::All(nodes) => nodes.iter().all(holds),
            Self::Any(nodes) => nodes.iter().any(holds),
            Self::None(nodes) => !nodes.iter().any(holds),
            Self::Is(condition) => condition.holds(person, as_of),
        }
    }
}

impl Condition {
    fn holds(&self, person: &Person, as_of: AsOf) -> bool {
        match self {
            Self::Address(test) => test.passes(&person.address),
            Self::Name(test) => test.passes(&person.name),
            Self::Locale(test) => test.passes(person.locale.as_deref().unwrap_or_default()),
            Self::Created(test) => test.passes(&AsOf::day(person.created_at).to_string(), as_of),
            Self::Import { id, has } => person.imports.contains(id) == *has,
            Self::Topic { id, has } => person.topics.contains(id) == *has,
            Self::Consent { said, since } => has_said(person, *said, *since),
            Self::Mail { fact, scope, has } => has_fact(person, *fact, *scope, as_of) == *has,
            Self::AttributeText { name, test } => test.passes(&text_of(person, name)),
            Self::AttributeNumber { name, test } => test.passes(&text_of(person, name)),
            Self::AttributeDay { name, test } => {
                day_in(&text_of(person, name)).is_some_and(|day| test.passes(&day, as_of))
            }
            Self::AttributeFlag { name, test } => test.passes(&text_of(person, name)),
        }
    }
}

/// As `->>` in Postgres gives it; empty where there is nothing.
fn text_of(person: &Person, name: &str) -> String {
    match person.attributes.get(name) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    }
}

impl TextTest {
    pub(super) fn passes(&self, text: &str) -> bool {
        let folded = || text.to_ascii_lowercase();
        match self {
            Self::Is(wanted) => text == wanted,
            Self::IsNot(wanted) => text != wanted,
            Self::Contains(part) => folded().contains(&part.to_ascii_lowercase()),
            Self::Lacks(part) => !folded().contains(&part.to_ascii_lowercase()),
            Self::Begins(part) => folded().starts_with(&part.to_ascii_lowercase()),
            Self::Ends(part) => folded().ends_with(&part.to_ascii_lowercase()),
            Self::Empty => text.is_empty(),
            Self::Filled => !text.is_empty(),
        }
    }
}

impl NumberTest {
    pub(super) fn passes(self, text: &str) -> bool {
        number_in(text).is_some_and(|number| match self {
            Self::Equals(wanted) => number == wanted,
            Self::Below(limit) => number < limit,
            Self::Above(limit) => number > limit,
            Self::Between(least, most) => (least..=most).contains(&number),
        })
    }
}

impl FlagTest {
    pub(super) fn passes(self, text: &str) -> bool {
        self.words().contains(&text.to_ascii_lowercase().as_str())
    }
}

fn has_said(person: &Person, said: Said, since: Option<Date>) -> bool {
    let is_late_enough = |at| since.is_none_or(|day| AsOf::start_of(day) <= at);
    match said {
        Said::Given => person.consent.is_some_and(|(given, at)| given && is_late_enough(at)),
        Said::Refused => person.consent.is_some_and(|(given, at)| !given && is_late_enough(at)),
        Said::Nothing => person.consent.is_none(),
    }
}

/// What happened after the rule was asked, or frozen, does not count.
fn has_fact(person: &Person, fact: MailFact, scope: MailScope, as_of: AsOf) -> bool {
    let mails = person.mails.iter().filter(|mail| match scope {
        MailScope::Campaign(campaign) => mail.campaign == campaign,
        MailScope::Ever | MailScope::LastDays(_) => true,
    });
    let since = match scope {
        MailScope::LastDays(days) => AsOf::start_of(as_of.days_ago(days)),
        MailScope::Ever | MailScope::Campaign(_) => jiff::Timestamp::MIN,
    };
    mails.flat_map(|mail| mail.moments(fact)).any(|at| since <= at && at <= as_of.0)
}

impl DayTest {
    pub const fn is_relative(self) -> bool {
        match self {
            Self::On(_) | Self::Before(_) | Self::After(_) => false,
            Self::LastDays(_) | Self::NextDays(_) | Self::OlderDays(_) | Self::Anniversary => true,
        }
    }
}
