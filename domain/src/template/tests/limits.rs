use super::{Known, problems};
use crate::template::{Escaping, LOOP_TURNS_MAX, OUTPUT_OCTETS_MAX, SOURCE_OCTETS_MAX, Template, Unescaped};
use proptest::prelude::{Just, Strategy, prop, prop_oneof, proptest};
use serde_json::{Value, json};

fn render(source: &str, known: &Value) -> Result<String, String> {
    let template = Template::parse(source, Unescaped::Refused).unwrap();
    template.render(&Known(known), Escaping::Html).map_err(|problem| problem.text.en)
}

#[test]
fn a_part_may_be_as_long_as_the_limit_and_no_longer() {
    let known = json!({"Body": "x".repeat(OUTPUT_OCTETS_MAX)});
    assert_eq!(render("{{Body}}", &known).unwrap().len(), OUTPUT_OCTETS_MAX);
    assert!(render("{{Body}}.", &known).unwrap_err().contains("longer than"));
}

#[test]
fn loops_that_write_nothing_end_too() {
    let known = json!({"List": vec![1; LOOP_TURNS_MAX]});
    assert_eq!(render("{{#each List}}{{/each}}", &known), Ok(String::new()));
    assert!(render("{{#each List}}{{#each ../List}}{{/each}}{{/each}}", &known).is_err());
}

/// Sources beyond a limit, and words of what is told.
pub(super) fn beyond() -> [(String, &'static str); 3] {
    [
        ("x".repeat(SOURCE_OCTETS_MAX + 1), "at most"),
        ("{{x}}".repeat(2_001), "placeholders"),
        (format!("{}{}", "{{#if a}}".repeat(17), "{{/if}}".repeat(17)), "levels"),
    ]
}

#[test]
fn a_source_has_its_limits() {
    assert!(Template::parse(&"x".repeat(SOURCE_OCTETS_MAX), Unescaped::Refused).is_ok());
    for (source, words) in beyond() {
        assert!(problems(&source)[0].text.en.contains(words), "{words}");
    }
}

/// What exhausts a stack or time in a parser without limits.
#[test]
fn sources_meant_to_hurt_are_refused_in_time() {
    let bombs = [
        "{{#if a}}",
        "{{(",
        "{{((((((((((((((((((((((((((a",
        "{{[",
        "{{'",
        "{{\"",
        "{{!--",
        "{{{{",
        "\\{{",
        "{{{",
        "{{~",
    ];
    for bomb in bombs {
        let source = bomb.repeat(200_000 / bomb.len());
        let _ = Template::parse(&source, Unescaped::Refused);
    }
    problems(&format!("{{{{{}a{}}}}}", "(".repeat(5_000), ")".repeat(5_000)));
}

fn bits() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        Just("{{"),
        Just("}}"),
        Just("{{{"),
        Just("}}}"),
        Just("#if "),
        Just("#each "),
        Just("/if}}"),
        Just("/each}}"),
        Just("else"),
        Just("{{else if "),
        Just("^"),
        Just("~"),
        Just("("),
        Just(")"),
        Just("["),
        Just("]"),
        Just("../"),
        Just("this"),
        Just("@root."),
        Just("@index"),
        Just("\\"),
        Just("\""),
        Just("'"),
        Just("!--"),
        Just("--"),
        Just(">"),
        Just("*"),
        Just("&"),
        Just("=1"),
        Just(" as |x|"),
        Just("default "),
        Just("date "),
        Just("가"),
        Just("Name"),
        Just(" "),
        Just("\n"),
        Just("."),
        Just("/"),
        Just("{{Name}}"),
        Just("1"),
        Just("null"),
        Just("😀"),
    ];
    prop::collection::vec(bit, 0..24).prop_map(|bits| bits.concat())
}

fn check(source: &str) {
    let Err(problems) = Template::parse(source, Unescaped::Refused) else { return };
    assert!(!problems.is_empty());
    for problem in problems {
        let line = source.split('\n').nth(problem.line - 1).expect("a line of the source");
        assert!((1..=line.chars().count() + 1).contains(&problem.column), "{source:?}: {problem:?}");
        assert!(!problem.text.en.is_empty() && !problem.text.ko.is_empty());
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_at_a_place_in_it(source in ".*") {
        check(&source);
    }

    #[test]
    fn anything_like_a_template_is_read_or_refused_at_a_place_in_it(source in bits()) {
        check(&source);
    }

    #[test]
    fn the_same_between_braces(source in bits()) {
        check(&format!("가\n{{{{{source}}}}}"));
    }
}
