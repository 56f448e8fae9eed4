//! A Korean clause says at its end how it goes on: "들어가고 …", "들어가거나 …", "들어가는 사람".

use super::Names;
use crate::segment::{Condition, DayTest, FlagTest, MailFact, MailScope, Node, NumberTest, Said, TextTest};

#[derive(Clone, Copy)]
enum Ending {
    And,
    Or,
    /// Before "사람" or "경우".
    Noun,
}

/// What somebody is or does, in the three ways it can go on.
type Verb = [&'static str; 3];

const IS: Verb = ["이고", "이거나", "인"];
const IS_NOT: Verb = ["아니고", "아니거나", "아닌"];
const CONTAINS: Verb = ["들어가고", "들어가거나", "들어가는"];
const LACKS: Verb = ["들어가지 않고", "들어가지 않거나", "들어가지 않는"];
const BEGINS: Verb = ["시작하고", "시작하거나", "시작하는"];
const ENDS: Verb = ["끝나고", "끝나거나", "끝나는"];
const EMPTY: Verb = ["비어 있고", "비어 있거나", "비어 있는"];
const FILLED: Verb = ["비어 있지 않고", "비어 있지 않거나", "비어 있지 않은"];
const BELOW: Verb = ["작고", "작거나", "작은"];
const ABOVE: Verb = ["크고", "크거나", "큰"];
const SUBSCRIBES: Verb = ["구독하고", "구독하거나", "구독하는"];
const SUBSCRIBES_NOT: Verb = ["구독하지 않고", "구독하지 않거나", "구독하지 않는"];
const GAVE: Verb = ["동의했고", "동의했거나", "동의한"];
const REFUSED: Verb = ["거부했고", "거부했거나", "거부한"];
const SAID_NOTHING: Verb = ["밝힌 적이 없고", "밝힌 적이 없거나", "밝힌 적이 없는"];

pub(super) fn of(node: &Node, names: &Names) -> String {
    if node.group().is_some_and(|(_, nodes)| nodes.is_empty()) {
        return if matches!(node, Node::Any(_)) {
            "아무도 해당하지 않음".into()
        } else {
            "모든 사람".into()
        };
    }
    format!("{} 사람", spoken(node, Ending::Noun, names))
}

fn spoken(node: &Node, ending: Ending, names: &Names) -> String {
    match node {
        Node::All(nodes) => joined(nodes, Ending::And, ending, names),
        Node::Any(nodes) => joined(nodes, Ending::Or, ending, names),
        Node::None(nodes) => {
            format!("({}) 경우가 {}", joined(nodes, Ending::Or, Ending::Noun, names), ended(IS_NOT, ending))
        }
        Node::Is(condition) => clause(condition, ending, names),
    }
}

/// All but the last go on as the group does; the last as the sentence around it does.
fn joined(nodes: &[Node], inner: Ending, last: Ending, names: &Names) -> String {
    let part = |(n, node): (usize, &Node)| {
        let ending = if n + 1 == nodes.len() { last } else { inner };
        let words = spoken(node, ending, names);
        match node {
            Node::All(within) | Node::Any(within) if within.len() > 1 && nodes.len() > 1 => format!("({words})"),
            Node::All(_) | Node::Any(_) | Node::None(_) | Node::Is(_) => words,
        }
    };
    nodes.iter().enumerate().map(part).collect::<Vec<_>>().join(" ")
}

fn ended(verb: Verb, ending: Ending) -> &'static str {
    let [and, or, noun] = verb;
    match ending {
        Ending::And => and,
        Ending::Or => or,
        Ending::Noun => noun,
    }
}

fn clause(condition: &Condition, ending: Ending, names: &Names) -> String {
    let end = |verb| ended(verb, ending);
    match condition {
        Condition::Address(test) => text("이메일 주소", test, ending),
        Condition::Name(test) => text("이름", test, ending),
        Condition::Locale(test) => text("언어", test, ending),
        Condition::Created(test) => day("추가한 날", *test, ending),
        Condition::Import { id, has } => {
            let subject = format!("가져온 파일 ‘{}’", names.import(*id));
            format!("{subject}에 {}", end(if *has { ["있고", "있거나", "있는"] } else { ["없고", "없거나", "없는"] }))
        }
        Condition::Topic { id, has } => {
            let topic = names.topic(*id).ko;
            format!("주제 ‘{topic}’{} {}", object(&topic), end(if *has { SUBSCRIBES } else { SUBSCRIBES_NOT }))
        }
        Condition::Consent { said, since } => {
            let (object, verb) = match said {
                Said::Given => ("수신에", GAVE),
                Said::Refused => ("수신을", REFUSED),
                Said::Nothing => ("수신 동의를", SAID_NOTHING),
            };
            let since = since.map(|day| format!("{day}부터 ")).unwrap_or_default();
            format!("{since}{object} {}", end(verb))
        }
        Condition::Mail { fact, scope, has } => mail(*fact, *scope, *has, ending, names),
        Condition::AttributeText { name, test } => text(name, test, ending),
        Condition::AttributeNumber { name, test } => number(name, *test, ending),
        Condition::AttributeDay { name, test } => day(name, *test, ending),
        Condition::AttributeFlag { name, test } => {
            let word = match test {
                FlagTest::Yes => "예",
                FlagTest::No => "아니요",
            };
            format!("{name}{} ‘{word}’{}", subject(name), ended(IS, ending))
        }
    }
}

fn text(what: &str, test: &TextTest, ending: Ending) -> String {
    let (subject, end) = (subject(what), |verb| ended(verb, ending));
    match test {
        TextTest::Is(text) => format!("{what}{subject} ‘{text}’{}", ended(IS, ending)),
        TextTest::IsNot(text) => format!("{what}{subject} ‘{text}’{} {}", self::subject(text), end(IS_NOT)),
        TextTest::Contains(text) => format!("{what}에 ‘{text}’{} {}", self::subject(text), end(CONTAINS)),
        TextTest::Lacks(text) => format!("{what}에 ‘{text}’{} {}", self::subject(text), end(LACKS)),
        TextTest::Begins(text) => format!("{what}{subject} ‘{text}’{} {}", by(text), end(BEGINS)),
        TextTest::Ends(text) => format!("{what}{subject} ‘{text}’{} {}", by(text), end(ENDS)),
        TextTest::Empty => format!("{what}{subject} {}", end(EMPTY)),
        TextTest::Filled => format!("{what}{subject} {}", end(FILLED)),
    }
}

fn number(what: &str, test: NumberTest, ending: Ending) -> String {
    let (subject, end) = (subject(what), |verb| ended(verb, ending));
    match test {
        NumberTest::Equals(number) => format!("{what}{subject} {number}{}", ended(IS, ending)),
        NumberTest::Below(number) => format!("{what}{subject} {number}보다 {}", end(BELOW)),
        NumberTest::Above(number) => format!("{what}{subject} {number}보다 {}", end(ABOVE)),
        NumberTest::Between(least, most) => format!("{what}{subject} {least}~{most} 사이{}", ended(IS, ending)),
    }
}

fn day(what: &str, test: DayTest, ending: Ending) -> String {
    let subject = subject(what);
    let when = match test {
        DayTest::On(day) => format!("{day}"),
        DayTest::Before(day) => format!("{day} 이전"),
        DayTest::After(day) => format!("{day} 이후"),
        DayTest::LastDays(days) => format!("최근 {days}일 안"),
        DayTest::NextDays(days) => format!("앞으로 {days}일 안"),
        DayTest::OlderDays(days) => format!("{days}일보다 오래전"),
        DayTest::Anniversary => "이번 달(연도와 상관없이)".into(),
    };
    format!("{what}{subject} {when}{}", ended(IS, ending))
}

fn mail(fact: MailFact, scope: MailScope, has: bool, ending: Ending, names: &Names) -> String {
    let what = match scope {
        MailScope::Campaign(id) => format!("캠페인 ‘{}’ 메일", names.campaign(id)),
        MailScope::LastDays(days) if has => format!("최근 {days}일 안에 메일"),
        MailScope::LastDays(days) => format!("최근 {days}일 동안 메일"),
        MailScope::Ever => "메일".into(),
    };
    let (particle, yes, no): (_, Verb, Verb) = match fact {
        MailFact::Got => {
            ("이", ["발송되었고", "발송되었거나", "발송된"], ["발송되지 않았고", "발송되지 않았거나", "발송되지 않은"])
        }
        MailFact::Delivered => ("을", ["받았고", "받았거나", "받은"], ["받지 않았고", "받지 않았거나", "받지 않은"]),
        MailFact::Opened => ("을", ["열었고", "열었거나", "연"], ["열지 않았고", "열지 않았거나", "열지 않은"]),
        MailFact::Clicked => (
            "에서 링크를",
            ["클릭했고", "클릭했거나", "클릭한"],
            ["클릭하지 않았고", "클릭하지 않았거나", "클릭하지 않은"],
        ),
        MailFact::Bounced => {
            ("이", ["반송되었고", "반송되었거나", "반송된"], ["반송되지 않았고", "반송되지 않았거나", "반송되지 않은"])
        }
        MailFact::Failed => {
            (" 발송이", ["실패했고", "실패했거나", "실패한"], ["실패하지 않았고", "실패하지 않았거나", "실패하지 않은"])
        }
    };
    format!("{what}{particle} {}", ended(if has { yes } else { no }, ending))
}

fn subject(word: &str) -> &'static str {
    if ends_closed(word) { "이" } else { "가" }
}

fn object(word: &str) -> &'static str {
    if ends_closed(word) { "을" } else { "를" }
}

/// "으로" after a closed syllable, but "로" after one that ends in ㄹ.
fn by(word: &str) -> &'static str {
    const RIEUL: u32 = 8;
    if ends_closed(word) && last_final(word) != Some(RIEUL) { "으로" } else { "로" }
}

/// Whether the last sound is a consonant. Latin words are judged by the letters that Korean ends with.
fn ends_closed(word: &str) -> bool {
    match word.chars().rev().find(|sign| sign.is_alphanumeric()) {
        Some(digit) if digit.is_ascii_digit() => matches!(digit, '0' | '1' | '3' | '6' | '7' | '8'),
        Some(letter) if letter.is_ascii_alphabetic() => matches!(letter.to_ascii_lowercase(), 'l' | 'm' | 'n'),
        Some(_) => last_final(word).is_some_and(|consonant| consonant != 0),
        None => false,
    }
}

/// The number of the last syllable's final consonant; 0 where it has none.
fn last_final(word: &str) -> Option<u32> {
    const FIRST: u32 = 0xAC00;
    const LAST: u32 = 0xD7A3;
    let last = u32::from(word.chars().rev().find(|sign| sign.is_alphanumeric())?);
    match last {
        0x31 | 0x37 | 0x38 => Some(8),
        FIRST..=LAST => Some((last - FIRST) % 28),
        _ => None,
    }
}
