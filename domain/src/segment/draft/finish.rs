use super::{Draft, DraftCondition, DraftNode, Field, Operator as O, Path};
use crate::{
    Sentence,
    segment::{
        Condition, DayTest, FlagTest, Join, MailFact, MailScope, Node, Number, NumberTest, Rule, Said, TextTest,
    },
};

/// A condition that lacks something, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfinished {
    pub path: Path,
    pub reason: Sentence,
}

impl Draft {
    /// The rule, once every condition is whole.
    pub fn finish(&self) -> Result<Rule, Vec<Unfinished>> {
        let mut unfinished = Vec::new();
        let who = self.node(&Path::default(), &mut unfinished);
        if unfinished.is_empty() { Ok(Rule { who }) } else { Err(unfinished) }
    }

    /// The rule of what is whole, and how much is not. Groups in which nothing is whole are left out with it.
    pub fn finished_part(&self) -> (Rule, usize) {
        let mut unfinished = Vec::new();
        let who = self.node(&Path::default(), &mut unfinished).without_empty_groups();
        (Rule { who: who.unwrap_or_else(|| Node::All(vec![])) }, unfinished.len())
    }

    fn node(&self, path: &Path, unfinished: &mut Vec<Unfinished>) -> Node {
        let mut nodes = Vec::with_capacity(self.nodes.len());
        for (place, node) in self.nodes.iter().enumerate() {
            let path = path.child(place);
            match node {
                DraftNode::Group(group) => nodes.push(group.node(&path, unfinished)),
                DraftNode::Condition(condition) => match condition.finish() {
                    Ok(condition) => nodes.push(Node::Is(condition)),
                    Err(reason) => unfinished.push(Unfinished { path, reason }),
                },
            }
        }
        self.join.of(nodes)
    }
}

impl Node {
    fn without_empty_groups(self) -> Option<Self> {
        let (join, nodes) = match self {
            Self::All(nodes) => (Join::All, nodes),
            Self::Any(nodes) => (Join::Any, nodes),
            Self::None(nodes) => (Join::None, nodes),
            Self::Is(condition) => return Some(Self::Is(condition)),
        };
        let nodes: Vec<Self> = nodes.into_iter().filter_map(Self::without_empty_groups).collect();
        (!nodes.is_empty()).then(|| join.of(nodes))
    }
}

impl DraftCondition {
    /// Of a combination that no form offers, the text's emptiness is asked.
    pub fn finish(&self) -> Result<Condition, Sentence> {
        Ok(match (&self.field, self.operator) {
            (Field::Address, _) => Condition::Address(self.text(true)?),
            (Field::Name, _) => Condition::Name(self.text(false)?),
            (Field::Locale, _) => Condition::Locale(self.text(false)?),
            (Field::Created, _) => Condition::Created(self.day()?),
            (Field::Import, operator) => Condition::Import { id: self.id()?, has: operator != O::NotIn },
            (Field::Topic, operator) => Condition::Topic { id: self.id()?, has: operator != O::NotSubscribed },
            (Field::Consent, _) => self.consent()?,
            (Field::Mail, _) => self.mail()?,
            (Field::Attribute(name), operator) => self.attribute(name.clone(), operator)?,
        })
    }

    fn attribute(&self, name: String, operator: O) -> Result<Condition, Sentence> {
        Ok(match operator {
            O::Equals | O::Below | O::Above | O::Between => Condition::AttributeNumber { name, test: self.number()? },
            O::On | O::Before | O::After | O::LastDays | O::NextDays | O::OlderDays | O::Anniversary => {
                Condition::AttributeDay { name, test: self.day()? }
            }
            O::Yes => Condition::AttributeFlag { name, test: FlagTest::Yes },
            O::No => Condition::AttributeFlag { name, test: FlagTest::No },
            _ => Condition::AttributeText { name, test: self.text(false)? },
        })
    }

    /// Addresses are kept in lower case, and compared so.
    fn text(&self, is_address: bool) -> Result<TextTest, Sentence> {
        let text = || {
            let text = self.value.trim();
            let text = if is_address { text.to_lowercase() } else { text.to_owned() };
            if text.is_empty() {
                Err(missing("what to compare with is missing", "비교할 값을 입력하세요"))
            } else {
                Ok(text)
            }
        };
        Ok(match self.operator {
            O::Is => TextTest::Is(text()?),
            O::IsNot => TextTest::IsNot(text()?),
            O::Contains => TextTest::Contains(text()?),
            O::Lacks => TextTest::Lacks(text()?),
            O::Begins => TextTest::Begins(text()?),
            O::Ends => TextTest::Ends(text()?),
            O::Empty => TextTest::Empty,
            O::Filled => TextTest::Filled,
            _ => return Err(missing("choose what to compare", "비교 방법을 고르세요")),
        })
    }

    fn number(&self) -> Result<NumberTest, Sentence> {
        let number = |text: &str| -> Result<Number, Sentence> {
            crate::segment::number_in(text).ok_or_else(|| missing("a number is missing", "숫자를 입력하세요"))
        };
        let value = number(&self.value)?;
        Ok(match self.operator {
            O::Equals => NumberTest::Equals(value),
            O::Below => NumberTest::Below(value),
            O::Above => NumberTest::Above(value),
            _ => {
                let more = number(&self.more)?;
                let (least, most) = if value <= more { (value, more) } else { (more, value) };
                NumberTest::Between(least, most)
            }
        })
    }

    fn day(&self) -> Result<DayTest, Sentence> {
        let day = || self.value.trim().parse().map_err(|_| missing("a day is missing", "날짜를 고르세요"));
        let days = || days_in(&self.value);
        Ok(match self.operator {
            O::On => DayTest::On(day()?),
            O::Before => DayTest::Before(day()?),
            O::After => DayTest::After(day()?),
            O::NextDays => DayTest::NextDays(days()?),
            O::OlderDays => DayTest::OlderDays(days()?),
            O::Anniversary => DayTest::Anniversary,
            _ => DayTest::LastDays(days()?),
        })
    }

    fn consent(&self) -> Result<Condition, Sentence> {
        let said = match self.operator {
            O::Given => Said::Given,
            O::Refused => Said::Refused,
            _ => return Ok(Condition::Consent { said: Said::Nothing, since: None }),
        };
        let since = match self.value.trim() {
            "" => None,
            day => Some(day.parse().map_err(|_| missing("that is not a day", "날짜가 올바르지 않습니다"))?),
        };
        Ok(Condition::Consent { said, since })
    }

    fn mail(&self) -> Result<Condition, Sentence> {
        let word = self.operator.as_str();
        let (fact, has) = word.strip_prefix("not_").map_or((word, true), |fact| (fact, false));
        let fact: MailFact = fact.parse().map_err(|_| missing("choose what to compare", "비교 방법을 고르세요"))?;
        let scope = match self.value.trim() {
            "ever" | "" => MailScope::Ever,
            "days" => MailScope::LastDays(days_in(&self.more)?),
            id => MailScope::Campaign(id.parse().map_err(|_| missing("choose a campaign", "캠페인을 고르세요"))?),
        };
        Ok(Condition::Mail { fact, scope, has })
    }

    fn id<T: std::str::FromStr>(&self) -> Result<T, Sentence> {
        self.value.trim().parse().map_err(|_| missing("nothing is chosen", "항목을 고르세요"))
    }
}

fn days_in(text: &str) -> Result<u16, Sentence> {
    let days = text.trim().parse().ok().filter(|days| (1..=crate::segment::DAYS_MAX).contains(days));
    days.ok_or_else(|| missing("how many days is missing: 1 to 3,650", "며칠인지 1~3,650 사이로 입력하세요"))
}

fn missing(en: &str, ko: &str) -> Sentence {
    Sentence::new(en, ko)
}

/// A kept rule, to be changed.
impl From<&Rule> for Draft {
    fn from(rule: &Rule) -> Self {
        match draft_of(&rule.who) {
            DraftNode::Group(group) => group,
            condition @ DraftNode::Condition(_) => Self { join: Join::All, nodes: vec![condition] },
        }
    }
}

fn draft_of(node: &Node) -> DraftNode {
    match node {
        Node::Is(condition) => DraftNode::Condition(condition.into()),
        Node::All(nodes) | Node::Any(nodes) | Node::None(nodes) => {
            let join = node.group().map_or(Join::All, |(join, _)| join);
            DraftNode::Group(Draft { join, nodes: nodes.iter().map(draft_of).collect() })
        }
    }
}

impl From<&Condition> for DraftCondition {
    fn from(condition: &Condition) -> Self {
        let attribute = |name: &String| Field::Attribute(name.clone());
        match condition {
            Condition::Address(test) => of_text(Field::Address, test),
            Condition::Name(test) => of_text(Field::Name, test),
            Condition::Locale(test) => of_text(Field::Locale, test),
            Condition::Created(test) => of_day(Field::Created, *test),
            Condition::Import { id, has } => Self::new(Field::Import, if *has { O::In } else { O::NotIn }, id),
            Condition::Topic { id, has } => {
                Self::new(Field::Topic, if *has { O::Subscribed } else { O::NotSubscribed }, id)
            }
            Condition::Consent { said, since } => {
                let operator = match said {
                    Said::Given => O::Given,
                    Said::Refused => O::Refused,
                    Said::Nothing => O::Nothing,
                };
                Self::new(Field::Consent, operator, since.map(|day| day.to_string()).unwrap_or_default())
            }
            Condition::Mail { fact, scope, has } => of_mail(*fact, *scope, *has),
            Condition::AttributeText { name, test } => of_text(attribute(name), test),
            Condition::AttributeNumber { name, test } => of_number(attribute(name), *test),
            Condition::AttributeDay { name, test } => of_day(attribute(name), *test),
            Condition::AttributeFlag { name, test } => {
                let operator = match test {
                    FlagTest::Yes => O::Yes,
                    FlagTest::No => O::No,
                };
                Self::new(attribute(name), operator, "")
            }
        }
    }
}

fn of_text(field: Field, test: &TextTest) -> DraftCondition {
    let (operator, text) = match test {
        TextTest::Is(text) => (O::Is, text.as_str()),
        TextTest::IsNot(text) => (O::IsNot, text.as_str()),
        TextTest::Contains(text) => (O::Contains, text.as_str()),
        TextTest::Lacks(text) => (O::Lacks, text.as_str()),
        TextTest::Begins(text) => (O::Begins, text.as_str()),
        TextTest::Ends(text) => (O::Ends, text.as_str()),
        TextTest::Empty => (O::Empty, ""),
        TextTest::Filled => (O::Filled, ""),
    };
    DraftCondition::new(field, operator, text)
}

fn of_number(field: Field, test: NumberTest) -> DraftCondition {
    match test {
        NumberTest::Equals(number) => DraftCondition::new(field, O::Equals, number),
        NumberTest::Below(number) => DraftCondition::new(field, O::Below, number),
        NumberTest::Above(number) => DraftCondition::new(field, O::Above, number),
        NumberTest::Between(least, most) => {
            DraftCondition { more: most.to_string(), ..DraftCondition::new(field, O::Between, least) }
        }
    }
}

fn of_day(field: Field, test: DayTest) -> DraftCondition {
    match test {
        DayTest::On(day) => DraftCondition::new(field, O::On, day),
        DayTest::Before(day) => DraftCondition::new(field, O::Before, day),
        DayTest::After(day) => DraftCondition::new(field, O::After, day),
        DayTest::LastDays(days) => DraftCondition::new(field, O::LastDays, days),
        DayTest::NextDays(days) => DraftCondition::new(field, O::NextDays, days),
        DayTest::OlderDays(days) => DraftCondition::new(field, O::OlderDays, days),
        DayTest::Anniversary => DraftCondition::new(field, O::Anniversary, ""),
    }
}

fn of_mail(fact: MailFact, scope: MailScope, has: bool) -> DraftCondition {
    let word = if has { fact.as_str().to_owned() } else { format!("not_{fact}") };
    let operator = word.parse().unwrap_or(O::Got);
    match scope {
        MailScope::Ever => DraftCondition::new(Field::Mail, operator, "ever"),
        MailScope::LastDays(days) => {
            DraftCondition { more: days.to_string(), ..DraftCondition::new(Field::Mail, operator, "days") }
        }
        MailScope::Campaign(id) => DraftCondition::new(Field::Mail, operator, id),
    }
}
