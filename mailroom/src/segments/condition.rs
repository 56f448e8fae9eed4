//! A rule as a condition of SQL over contacts `k`, the same as `domain::segment::Rule::matches` asks of one person.
//!
//! Its shape is known only when it is asked, so the macros cannot check it: every value is a parameter, and every word
//! of SQL stands here. Negation is carried down to the conditions, so that what is asked positively can use an index.

use domain::segment::{AsOf, Condition, DayTest, FlagTest, MailFact, MailScope, Node, NumberTest, Said, TextTest};
use jiff::{Timestamp, civil::Date};
use sqlx::{Postgres, QueryBuilder, types::Json};
use std::collections::BTreeMap;
use time::OffsetDateTime;

pub(super) type Sql = QueryBuilder<Postgres>;

pub(super) fn push(sql: &mut Sql, node: &Node, as_of: AsOf) {
    push_node(sql, node, as_of, false);
}

fn push_node(sql: &mut Sql, node: &Node, as_of: AsOf, is_negated: bool) {
    let (nodes, is_any, is_negated) = match node {
        Node::All(nodes) => (nodes, is_negated, is_negated),
        Node::Any(nodes) => (nodes, !is_negated, is_negated),
        Node::None(nodes) => (nodes, is_negated, !is_negated),
        Node::Is(condition) => return push_condition(sql, condition, as_of, is_negated),
    };
    sql.push("(").push(if is_any { "false" } else { "true" });
    for node in nodes {
        sql.push(if is_any { " or " } else { " and " });
        push_node(sql, node, as_of, is_negated);
    }
    sql.push(")");
}

/// What may be null counts as no; what exists or not needs no such care, and is faster without.
fn push_condition(sql: &mut Sql, condition: &Condition, as_of: AsOf, is_negated: bool) {
    let is_of_rows = match condition {
        Condition::Import { has, .. } | Condition::Topic { has, .. } | Condition::Mail { has, .. } => Some(*has),
        Condition::Consent { said, .. } => Some(*said != Said::Nothing),
        Condition::Address(_)
        | Condition::Name(_)
        | Condition::Locale(_)
        | Condition::Created(_)
        | Condition::AttributeText { .. }
        | Condition::AttributeNumber { .. }
        | Condition::AttributeDay { .. }
        | Condition::AttributeFlag { .. } => None,
    };
    if is_of_rows.is_some_and(|has| has == is_negated) {
        sql.push("not ");
    }
    sql.push("(");
    push_test(sql, condition, as_of);
    sql.push(if is_of_rows.is_none() && is_negated { ") is not true" } else { ")" });
}

fn push_test(sql: &mut Sql, condition: &Condition, as_of: AsOf) {
    match condition {
        Condition::Address(test) => push_text(sql, "k.address", test),
        Condition::Name(test) => push_text(sql, "k.name", test),
        // as it stands in the index of languages
        Condition::Locale(TextTest::Is(locale)) => _ = sql.push("k.locale = ").push_bind(locale.clone()),
        Condition::Locale(test) => push_text(sql, "coalesce(k.locale, '')", test),
        Condition::Created(test) => push_created(sql, *test, as_of),
        Condition::Import { id, .. } => {
            sql.push("exists (select from import_members m where m.contact_id = k.id and m.import_id = ")
                .push_bind(id.0);
            sql.push(")");
        }
        Condition::Topic { id, .. } => {
            sql.push("exists (select from subscriptions s where s.contact_id = k.id and s.topic_id = ").push_bind(id.0);
            sql.push(")");
        }
        Condition::Consent { said, since } => push_consent(sql, *said, *since),
        Condition::Mail { fact, scope, .. } => push_mail(sql, *fact, *scope, as_of),
        Condition::AttributeText { name, test } => push_attribute(sql, name, test),
        Condition::AttributeNumber { name, test } => push_number(sql, name, *test),
        Condition::AttributeDay { name, test } => push_day(sql, name, *test, as_of),
        Condition::AttributeFlag { name, test } => push_flag(sql, name, *test),
    }
}

/// `of` is SQL that is never null.
fn push_text(sql: &mut Sql, of: &'static str, test: &TextTest) {
    push_text_of(sql, |sql| _ = sql.push(of), test);
}

fn push_text_of(sql: &mut Sql, of: impl Fn(&mut Sql), test: &TextTest) {
    // in this collation lower() knows the Latin letters only, as Rust's to_ascii_lowercase
    let folded = |sql: &mut Sql| {
        sql.push("lower((");
        of(sql);
        sql.push(") collate \"C\")");
    };
    let find = |sql: &mut Sql, part: &str, sign: &'static str| {
        sql.push("strpos(");
        folded(sql);
        sql.push(", ").push_bind(part.to_ascii_lowercase()).push(sign);
    };
    match test {
        TextTest::Is(text) | TextTest::IsNot(text) => {
            of(sql);
            sql.push(if matches!(test, TextTest::Is(_)) { " = " } else { " <> " }).push_bind(text.clone());
        }
        TextTest::Contains(part) => find(sql, part, ") > 0"),
        TextTest::Lacks(part) => find(sql, part, ") = 0"),
        TextTest::Begins(part) => {
            folded(sql);
            sql.push(" ^@ ").push_bind(part.to_ascii_lowercase());
        }
        TextTest::Ends(part) => {
            sql.push("right(");
            folded(sql);
            let part = part.to_ascii_lowercase();
            sql.push(format!(", {}) = ", part.chars().count())).push_bind(part);
        }
        TextTest::Empty | TextTest::Filled => {
            of(sql);
            sql.push(if matches!(test, TextTest::Empty) { " = ''" } else { " <> ''" });
        }
    }
}

fn push_attribute(sql: &mut Sql, name: &str, test: &TextTest) {
    match test {
        TextTest::Is(text) => push_attribute_is(sql, name, text),
        TextTest::IsNot(text) => {
            sql.push("not (");
            push_attribute_is(sql, name, text);
            sql.push(")");
        }
        TextTest::Contains(_)
        | TextTest::Lacks(_)
        | TextTest::Begins(_)
        | TextTest::Ends(_)
        | TextTest::Empty
        | TextTest::Filled => push_text_of(sql, |sql| push_value(sql, name), test),
    }
}

/// By containment, which the index knows; a number or a yes reads the same as the text of it.
fn push_attribute_is(sql: &mut Sql, name: &str, text: &str) {
    let of = |value| Json(BTreeMap::from([(name.to_owned(), value)]));
    sql.push("k.attributes @> ").push_bind(of(serde_json::Value::from(text)));
    let other = serde_json::from_str::<serde_json::Value>(text).ok();
    if let Some(value) = other.filter(|value| value.is_number() || value.is_boolean()) {
        sql.push(" or k.attributes @> ").push_bind(of(value)).push(" and ");
        push_value(sql, name);
        sql.push(" = ").push_bind(text.to_owned());
    }
}

fn push_value(sql: &mut Sql, name: &str) {
    sql.push("coalesce(k.attributes ->> ").push_bind(name.to_owned()).push(", '')");
}

fn push_number(sql: &mut Sql, name: &str, test: NumberTest) {
    sql.push("number_in(k.attributes ->> ").push_bind(name.to_owned()).push(")");
    match test {
        NumberTest::Equals(number) => sql.push(" = ").push_bind(number.get()),
        NumberTest::Below(limit) => sql.push(" < ").push_bind(limit.get()),
        NumberTest::Above(limit) => sql.push(" > ").push_bind(limit.get()),
        NumberTest::Between(least, most) => {
            sql.push(" between ").push_bind(least.get()).push(" and ").push_bind(most.get())
        }
    };
}

/// Days written the same way sort as text.
fn push_day(sql: &mut Sql, name: &str, test: DayTest, as_of: AsOf) {
    let day = |sql: &mut Sql| {
        sql.push("day_in(k.attributes ->> ").push_bind(name.to_owned()).push(")");
    };
    match test.range(as_of) {
        Some((first, last)) => {
            day(sql);
            sql.push(" collate \"C\" between ").push_bind(first.to_string()).push(" and ").push_bind(last.to_string());
        }
        None => {
            sql.push("substr(");
            day(sql);
            sql.push(", 6, 2) = ").push_bind(format!("{:02}", as_of.today().month()));
        }
    }
}

fn push_flag(sql: &mut Sql, name: &str, test: FlagTest) {
    let words: Vec<String> = test.words().iter().map(|word| (*word).to_owned()).collect();
    sql.push("lower((");
    push_value(sql, name);
    sql.push(") collate \"C\") = any(").push_bind(words).push(")");
}

fn push_created(sql: &mut Sql, test: DayTest, as_of: AsOf) {
    let Some((first, last)) = test.range(as_of) else {
        sql.push("extract(month from (k.created_at at time zone 'UTC') + interval '9 hours') = ");
        sql.push_bind(i32::from(as_of.today().month()));
        return;
    };
    sql.push("true");
    if first > Date::MIN {
        sql.push(" and k.created_at >= ").push_bind(moment(AsOf::start_of(first)));
    }
    if let Ok(after) = last.tomorrow() {
        sql.push(" and k.created_at < ").push_bind(moment(AsOf::start_of(after)));
    }
}

/// The last word counts. Of those who said nothing, the condition around it is negated.
fn push_consent(sql: &mut Sql, said: Said, since: Option<Date>) {
    sql.push("exists (select from consents c where c.contact_id = k.id");
    match said {
        Said::Given => sql.push(" and c.given"),
        Said::Refused => sql.push(" and not c.given"),
        Said::Nothing => {
            sql.push(")");
            return;
        }
    };
    if let Some(day) = since {
        sql.push(" and c.at >= ").push_bind(moment(AsOf::start_of(day)));
    }
    sql.push(" and not exists (select from consents l where l.contact_id = c.contact_id and l.at > c.at))");
}

fn push_mail(sql: &mut Sql, fact: MailFact, scope: MailScope, as_of: AsOf) {
    sql.push("exists (select from recipients r where r.contact_id = k.id");
    if let MailScope::Campaign(id) = scope {
        sql.push(" and r.campaign_id = ").push_bind(id.0);
    }
    sql.push(" and (false");
    let kinds: Vec<String> = fact.reports().iter().map(|kind| kind.as_str().to_owned()).collect();
    if !kinds.is_empty() {
        sql.push(" or exists (select from mail_events e where e.campaign_id = r.campaign_id and e.seq = r.seq and e.kind = any(");
        sql.push_bind(kinds).push(")");
        push_period(sql, "e.at", scope, as_of);
        sql.push(")");
    }
    push_acts(sql, fact, scope, as_of);
    if let Some(outcome) = fact.attempt() {
        sql.push(
            " or exists (select from attempts a where a.campaign_id = r.campaign_id and a.seq = r.seq and a.outcome = ",
        );
        sql.push_bind(outcome.as_str());
        push_period(sql, "a.at", scope, as_of);
        if fact == MailFact::Failed {
            sql.push(
                " and not exists (select from attempts l where l.campaign_id = a.campaign_id and l.seq = a.seq
                  and l.attempt > a.attempt and l.outcome = 'accepted')",
            );
        }
        sql.push(")");
    }
    sql.push("))");
}

/// What machines did proves nothing.
fn push_acts(sql: &mut Sql, fact: MailFact, scope: MailScope, as_of: AsOf) {
    let acts: Vec<String> = fact.acts().iter().map(|act| act.as_str().to_owned()).collect();
    if acts.is_empty() {
        return;
    }
    sql.push(" or exists (select from readings e where e.campaign_id = r.campaign_id and e.seq = r.seq");
    sql.push(" and not e.by_machine and e.act = any(").push_bind(acts).push(")");
    push_period(sql, "e.at", scope, as_of);
    sql.push(")");
}

fn push_period(sql: &mut Sql, at: &'static str, scope: MailScope, as_of: AsOf) {
    sql.push(" and ").push(at).push(" <= ").push_bind(moment(as_of.0));
    if let MailScope::LastDays(days) = scope {
        sql.push(" and ").push(at).push(" >= ").push_bind(moment(AsOf::start_of(as_of.days_ago(days))));
    }
}

/// A time of the domain as the database has it.
fn moment(at: Timestamp) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(at.as_nanosecond()).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
