use super::{Condition, DAYS_MAX, DayTest, MailScope, Node, Rule, TextTest};
use crate::Invalid;
use jiff::civil::Date;

/// Groups inside each other, the outermost among them.
pub const DEPTH_MAX: usize = 5;
pub const CONDITIONS_MAX: usize = 50;
pub const TEXT_CHARACTERS_MAX: usize = 200;
pub const ATTRIBUTE_NAME_CHARACTERS_MAX: usize = 100;
/// Years that a condition may name.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2999;

impl Rule {
    /// Whether it may be kept: small enough to be asked of a million people, and no group of it empty.
    pub fn check(&self) -> Result<(), Invalid> {
        if self.who.depth() > DEPTH_MAX {
            return refuse(
                format!("groups may stand {DEPTH_MAX} deep inside each other, not deeper"),
                format!("그룹은 {DEPTH_MAX}단계까지만 겹칠 수 있습니다"),
            );
        }
        let conditions = self.who.conditions();
        if conditions.len() > CONDITIONS_MAX {
            return refuse(
                format!("a rule has at most {CONDITIONS_MAX} conditions; this one has {}", conditions.len()),
                format!("조건은 {CONDITIONS_MAX}개까지 넣을 수 있습니다. 지금은 {}개입니다", conditions.len()),
            );
        }
        if self.who.has_empty_group() {
            return refuse(
                "a group has no condition: add one, or remove the group",
                "조건이 없는 그룹이 있습니다. 조건을 넣거나 그룹을 지우세요",
            );
        }
        conditions.into_iter().try_for_each(check_condition)
    }
}

impl Node {
    pub fn depth(&self) -> usize {
        match self {
            Self::All(nodes) | Self::Any(nodes) | Self::None(nodes) => {
                1 + nodes.iter().map(Self::depth).max().unwrap_or(0)
            }
            Self::Is(_) => 0,
        }
    }

    fn has_empty_group(&self) -> bool {
        self.group().is_some_and(|(_, nodes)| nodes.is_empty() || nodes.iter().any(Self::has_empty_group))
    }
}

fn check_condition(condition: &Condition) -> Result<(), Invalid> {
    match condition {
        Condition::Address(test) | Condition::Name(test) | Condition::Locale(test) => check_text(test),
        Condition::Created(test) => check_day(*test),
        Condition::AttributeText { name, test } => check_name(name).and_then(|()| check_text(test)),
        Condition::AttributeNumber { name, .. } | Condition::AttributeFlag { name, .. } => check_name(name),
        Condition::AttributeDay { name, test } => check_name(name).and_then(|()| check_day(*test)),
        Condition::Mail { scope: MailScope::LastDays(days), .. } => check_days(*days),
        Condition::Consent { since: Some(day), .. } => check_year(*day),
        Condition::Mail { scope: MailScope::Ever | MailScope::Campaign(_), .. }
        | Condition::Import { .. }
        | Condition::Topic { .. }
        | Condition::Consent { since: None, .. } => Ok(()),
    }
}

fn check_text(test: &TextTest) -> Result<(), Invalid> {
    match test {
        TextTest::Is(text)
        | TextTest::IsNot(text)
        | TextTest::Contains(text)
        | TextTest::Lacks(text)
        | TextTest::Begins(text)
        | TextTest::Ends(text) => check_length(text, TEXT_CHARACTERS_MAX),
        TextTest::Empty | TextTest::Filled => Ok(()),
    }
}

fn check_name(name: &str) -> Result<(), Invalid> {
    check_length(name, ATTRIBUTE_NAME_CHARACTERS_MAX)
}

/// Postgres keeps no text with a NUL in it.
fn check_length(text: &str, most: usize) -> Result<(), Invalid> {
    if text.is_empty() || text.contains('\0') {
        return refuse("a condition has nothing to compare with", "비교할 값이 비어 있는 조건이 있습니다");
    }
    if text.chars().count() > most {
        return refuse(
            format!("a condition compares with at most {most} characters"),
            format!("조건의 값은 {most}자까지 쓸 수 있습니다"),
        );
    }
    Ok(())
}

fn check_day(test: DayTest) -> Result<(), Invalid> {
    match test {
        DayTest::LastDays(days) | DayTest::NextDays(days) | DayTest::OlderDays(days) => check_days(days),
        DayTest::On(day) | DayTest::Before(day) | DayTest::After(day) => check_year(day),
        DayTest::Anniversary => Ok(()),
    }
}

fn check_year(day: Date) -> Result<(), Invalid> {
    if YEARS.contains(&day.year()) {
        return Ok(());
    }
    refuse(
        format!("days are between the years {} and {}", YEARS.start(), YEARS.end()),
        format!("날짜는 {}년부터 {}년까지 쓸 수 있습니다", YEARS.start(), YEARS.end()),
    )
}

fn check_days(days: u16) -> Result<(), Invalid> {
    if (1..=DAYS_MAX).contains(&days) {
        return Ok(());
    }
    refuse(format!("days are between 1 and {DAYS_MAX}"), format!("날수는 1일부터 {DAYS_MAX}일까지입니다"))
}

fn refuse<T>(en: impl Into<String>, ko: impl Into<String>) -> Result<T, Invalid> {
    Err(Invalid::new("rule", (en, ko)))
}
