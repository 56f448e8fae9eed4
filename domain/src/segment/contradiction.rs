//! Conditions of which nobody can meet all: rules that choose nobody whatever people there are. Only what is sure is found;
//! of any two conditions that are told, no person meets both.

use super::{AsOf, Condition, DayTest, FlagTest, Node, NumberTest, Rule, TextTest, day_in};

/// Two conditions that exclude each other.
pub type Contradiction<'a> = (&'a Condition, &'a Condition);

impl Rule {
    /// Why nobody at all can match, where that is sure.
    pub fn contradiction(&self, as_of: AsOf) -> Option<Contradiction<'_>> {
        self.who.contradiction(as_of)
    }
}

impl Node {
    fn contradiction(&self, as_of: AsOf) -> Option<Contradiction<'_>> {
        match self {
            Self::All(_) => {
                let mut required = Required::default();
                required.take(self);
                required.contradiction(as_of)
            }
            // each of its ways has to be closed
            Self::Any(nodes) => {
                let mut closed = None;
                for node in nodes {
                    closed = Some(node.contradiction(as_of)?);
                }
                closed
            }
            Self::None(_) | Self::Is(_) => None,
        }
    }
}

/// What everybody has to meet, groups within groups laid open.
#[derive(Default)]
struct Required<'a> {
    conditions: Vec<&'a Condition>,
    /// What nobody may meet.
    refused: Vec<&'a Condition>,
    ways: Vec<&'a Node>,
}

impl<'a> Required<'a> {
    fn take(&mut self, node: &'a Node) {
        match node {
            Node::All(nodes) => nodes.iter().for_each(|node| self.take(node)),
            Node::None(nodes) => self.refused.extend(nodes.iter().filter_map(|node| match node {
                Node::Is(condition) => Some(condition),
                Node::All(_) | Node::Any(_) | Node::None(_) => None,
            })),
            Node::Is(condition) => self.conditions.push(condition),
            Node::Any(_) => self.ways.push(node),
        }
    }

    fn contradiction(&self, as_of: AsOf) -> Option<Contradiction<'a>> {
        let pairs = self.conditions.iter().enumerate();
        let mut pairs = pairs.flat_map(|(n, one)| self.conditions[n + 1..].iter().map(move |other| (*one, *other)));
        let clash = pairs.find(|(one, other)| one.excludes(other, as_of));
        let refused = || {
            let is_refused = |one: &Condition| self.refused.iter().copied().find(|refused| *refused == one);
            self.conditions.iter().copied().find_map(|one| Some((one, is_refused(one)?)))
        };
        let ways = || self.ways.iter().find_map(|way| way.contradiction(as_of));
        clash.or_else(refused).or_else(ways)
    }
}

impl Condition {
    /// Whether it is sure that nobody meets both.
    fn excludes(&self, other: &Self, as_of: AsOf) -> bool {
        if let (Some(one), Some(another)) = (Asked::of(self), Asked::of(other)) {
            return one.subject == another.subject && one.test.excludes(another.test, as_of);
        }
        match (self, other) {
            (Self::Created(one), Self::Created(another)) => are_apart(*one, *another, as_of),
            (Self::Import { id, has }, Self::Import { id: other, has: others }) => id == other && has != others,
            (Self::Topic { id, has }, Self::Topic { id: other, has: others }) => id == other && has != others,
            // only the last thing somebody said is asked
            (Self::Consent { said, .. }, Self::Consent { said: other, .. }) => said != other,
            (Self::Mail { fact, scope, has }, Self::Mail { fact: other, scope: others, has: another }) => {
                (fact, scope) == (other, others) && has != another
            }
            _ => false,
        }
    }
}

/// Of which text of a person something is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject<'a> {
    Address,
    Name,
    Locale,
    Attribute(&'a str),
}

#[derive(Clone, Copy)]
enum Test<'a> {
    Text(&'a TextTest),
    Number(NumberTest),
    Day(DayTest),
    Flag(FlagTest),
}

struct Asked<'a> {
    subject: Subject<'a>,
    test: Test<'a>,
}

impl<'a> Asked<'a> {
    fn of(condition: &'a Condition) -> Option<Self> {
        let (subject, test) = match condition {
            Condition::Address(test) => (Subject::Address, Test::Text(test)),
            Condition::Name(test) => (Subject::Name, Test::Text(test)),
            Condition::Locale(test) => (Subject::Locale, Test::Text(test)),
            Condition::AttributeText { name, test } => (Subject::Attribute(name), Test::Text(test)),
            Condition::AttributeNumber { name, test } => (Subject::Attribute(name), Test::Number(*test)),
            Condition::AttributeDay { name, test } => (Subject::Attribute(name), Test::Day(*test)),
            Condition::AttributeFlag { name, test } => (Subject::Attribute(name), Test::Flag(*test)),
            Condition::Created(_)
            | Condition::Import { .. }
            | Condition::Topic { .. }
            | Condition::Consent { .. }
            | Condition::Mail { .. } => return None,
        };
        Some(Self { subject, test })
    }
}

impl Test<'_> {
    /// The only text that passes it.
    fn only(self) -> Option<String> {
        match self {
            Self::Text(TextTest::Is(text)) => Some(text.clone()),
            Self::Text(TextTest::Empty) => Some(String::new()),
            Self::Text(_) | Self::Number(_) | Self::Day(_) | Self::Flag(_) => None,
        }
    }

    fn passes(self, text: &str, as_of: AsOf) -> bool {
        match self {
            Self::Text(test) => test.passes(text),
            Self::Number(test) => test.passes(text),
            Self::Day(test) => day_in(text).is_some_and(|day| test.passes(&day, as_of)),
            Self::Flag(test) => test.passes(text),
        }
    }

    fn excludes(self, other: Self, as_of: AsOf) -> bool {
        if let Some(text) = self.only() {
            return !other.passes(&text, as_of);
        }
        if let Some(text) = other.only() {
            return !self.passes(&text, as_of);
        }
        match (self, other) {
            (Self::Text(one), Self::Text(another)) => texts_exclude(one, another) || texts_exclude(another, one),
            (Self::Number(one), Self::Number(another)) => bounds(one).is_apart_from(bounds(another)),
            (Self::Day(one), Self::Day(another)) => are_apart(one, another, as_of),
            (Self::Flag(one), Self::Flag(another)) => one != another,
            _ => false,
        }
    }
}

fn texts_exclude(one: &TextTest, other: &TextTest) -> bool {
    use TextTest as T;
    let folded = str::to_ascii_lowercase;
    match (one, other) {
        (T::Contains(part) | T::Begins(part) | T::Ends(part), T::Lacks(lacking)) => {
            folded(part).contains(&folded(lacking))
        }
        (T::Begins(one), T::Begins(other)) => {
            let (one, other) = (folded(one), folded(other));
            !one.starts_with(&other) && !other.starts_with(&one)
        }
        (T::Ends(one), T::Ends(other)) => {
            let (one, other) = (folded(one), folded(other));
            !one.ends_with(&other) && !other.ends_with(&one)
        }
        _ => false,
    }
}

/// Both ends, and whether they belong to it.
struct Bounds {
    least: (f64, bool),
    most: (f64, bool),
}

impl Bounds {
    fn is_apart_from(&self, other: Self) -> bool {
        let is_below =
            |most: (f64, bool), least: (f64, bool)| most.0 < least.0 || (most.0 == least.0 && !(most.1 && least.1));
        is_below(self.most, other.least) || is_below(other.most, self.least)
    }
}

fn bounds(test: NumberTest) -> Bounds {
    let (least, most) = match test {
        NumberTest::Equals(number) => ((number.get(), true), (number.get(), true)),
        NumberTest::Below(limit) => ((f64::NEG_INFINITY, false), (limit.get(), false)),
        NumberTest::Above(limit) => ((limit.get(), false), (f64::INFINITY, false)),
        NumberTest::Between(least, most) => ((least.get(), true), (most.get(), true)),
    };
    Bounds { least, most }
}

fn are_apart(one: DayTest, other: DayTest, as_of: AsOf) -> bool {
    match (one.range(as_of), other.range(as_of)) {
        (Some((first, last)), Some((others_first, others_last))) => last < others_first || others_last < first,
        _ => false,
    }
}
