use super::Names;
use crate::segment::{Condition, DayTest, FlagTest, MailFact, MailScope, Node, NumberTest, Said, TextTest};

pub(super) fn of(node: &Node, names: &Names) -> String {
    match node {
        Node::All(nodes) if nodes.is_empty() => "everybody".into(),
        Node::Any(nodes) if nodes.is_empty() => "nobody".into(),
        Node::None(nodes) if nodes.is_empty() => "everybody".into(),
        Node::All(nodes) => joined(nodes, " and ", names),
        Node::Any(nodes) => joined(nodes, " or ", names),
        Node::None(nodes) => format!("not ({})", joined(nodes, " or ", names)),
        Node::Is(condition) => clause(condition, names),
    }
}

fn joined(nodes: &[Node], word: &str, names: &Names) -> String {
    let part = |node: &Node| match node {
        Node::All(inner) | Node::Any(inner) if inner.len() > 1 && nodes.len() > 1 => format!("({})", of(node, names)),
        Node::All(_) | Node::Any(_) | Node::None(_) | Node::Is(_) => of(node, names),
    };
    nodes.iter().map(part).collect::<Vec<_>>().join(word)
}

fn clause(condition: &Condition, names: &Names) -> String {
    match condition {
        Condition::Address(test) => text("e-mail address", test),
        Condition::Name(test) => text("name", test),
        Condition::Locale(test) => text("language", test),
        Condition::Created(test) => format!("was added {}", day(*test)),
        Condition::Import { id, has } => {
            format!("{} in the import “{}”", if *has { "is" } else { "is not" }, names.import(*id))
        }
        Condition::Topic { id, has } => {
            format!("{} to “{}”", if *has { "is subscribed" } else { "is not subscribed" }, names.topic(*id).en)
        }
        Condition::Consent { said, since } => {
            let said = match said {
                Said::Given => "has given consent",
                Said::Refused => "has refused consent",
                Said::Nothing => "has said nothing about consent",
            };
            since.map_or(said.to_owned(), |day| format!("{said} since {day}"))
        }
        Condition::Mail { fact, scope, has } => mail(*fact, *scope, *has, names),
        Condition::AttributeText { name, test } => text(name, test),
        Condition::AttributeNumber { name, test } => number(name, *test),
        Condition::AttributeDay { name, test } => format!("{name} is {}", day(*test)),
        Condition::AttributeFlag { name, test: FlagTest::Yes } => format!("{name} is yes"),
        Condition::AttributeFlag { name, test: FlagTest::No } => format!("{name} is no"),
    }
}

fn text(subject: &str, test: &TextTest) -> String {
    match test {
        TextTest::Is(text) => format!("{subject} is “{text}”"),
        TextTest::IsNot(text) => format!("{subject} is not “{text}”"),
        TextTest::Contains(text) => format!("{subject} contains “{text}”"),
        TextTest::Lacks(text) => format!("{subject} does not contain “{text}”"),
        TextTest::Begins(text) => format!("{subject} begins with “{text}”"),
        TextTest::Ends(text) => format!("{subject} ends with “{text}”"),
        TextTest::Empty => format!("{subject} is empty"),
        TextTest::Filled => format!("{subject} is not empty"),
    }
}

fn number(subject: &str, test: NumberTest) -> String {
    match test {
        NumberTest::Equals(number) => format!("{subject} is {number}"),
        NumberTest::Below(number) => format!("{subject} is below {number}"),
        NumberTest::Above(number) => format!("{subject} is above {number}"),
        NumberTest::Between(least, most) => format!("{subject} is between {least} and {most}"),
    }
}

fn day(test: DayTest) -> String {
    match test {
        DayTest::On(day) => format!("on {day}"),
        DayTest::Before(day) => format!("before {day}"),
        DayTest::After(day) => format!("after {day}"),
        DayTest::LastDays(days) => format!("in the last {}", of_days(days)),
        DayTest::NextDays(days) => format!("in the next {}", of_days(days)),
        DayTest::OlderDays(days) => format!("more than {} ago", of_days(days)),
        DayTest::Anniversary => "in this month of any year".into(),
    }
}

fn of_days(days: u16) -> String {
    if days == 1 { "day".into() } else { format!("{days} days") }
}

fn mail(fact: MailFact, scope: MailScope, has: bool, names: &Names) -> String {
    let verb = match (fact, has) {
        (MailFact::Got, true) => "was sent",
        (MailFact::Got, false) => "was not sent",
        (MailFact::Delivered, true) => "received",
        (MailFact::Delivered, false) => "did not receive",
        (MailFact::Opened, true) => "opened",
        (MailFact::Opened, false) => "did not open",
        (MailFact::Clicked, true) => "clicked in",
        (MailFact::Clicked, false) => "did not click in",
        (MailFact::Bounced, true) => "bounced",
        (MailFact::Bounced, false) => "did not bounce",
        (MailFact::Failed, true) => "could not be sent",
        (MailFact::Failed, false) => "did not fail to be sent",
    };
    match scope {
        MailScope::Campaign(id) => format!("{verb} the campaign “{}”", names.campaign(id)),
        MailScope::LastDays(days) => format!("{verb} any mail in the last {}", of_days(days)),
        MailScope::Ever => format!("{verb} any mail"),
    }
}
