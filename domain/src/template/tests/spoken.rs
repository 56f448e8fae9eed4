//! Problems are told in both languages of the pages.

use super::{dialect, limits, markup, problems};
use crate::{
    Sentence,
    template::{Markup, Problem, SOURCE_OCTETS_MAX, TooLong, compile, to_html, told},
};

/// All that the tables of the other tests provoke, and what those leave out.
fn provoked() -> Vec<Problem> {
    let mut all: Vec<Problem> = dialect::REFUSED.into_iter().flat_map(|(source, ..)| problems(source)).collect();
    all.extend(limits::beyond().iter().flat_map(|(source, _)| problems(source)));
    all.extend(markup::BROKEN.into_iter().flat_map(|(body, ..)| markup::mjml(body).expect_err(body)));
    all.extend(["<p>no</p>", ""].into_iter().flat_map(|source| compile(Markup::Mjml, source).expect_err(source)));
    let html = ["<a {{#if x}}href=\"x\"{{/if}}>x</a>", &"<div>".repeat(101)];
    all.extend(html.into_iter().flat_map(|source| compile(Markup::Html, source).expect_err(source)));
    all.extend(to_html(Markup::Mjml, &"x".repeat(SOURCE_OCTETS_MAX + 1)).unwrap_err());
    let others =
        ["{{#each a}}{{@../index}}{{/each}}", "{{#if a b=1}}{{/if}}", "{{date}}{{date a b c}}", "{{default [1] 2}}"];
    all.extend(others.into_iter().filter_map(|source| compile(Markup::Html, source).err()).flatten());
    all.push(TooLong.into());
    all
}

fn is_hangul(sign: char) -> bool {
    ('가'..='힣').contains(&sign)
}

#[test]
fn every_problem_is_told_in_english_and_in_korean() {
    for problem in provoked() {
        let Sentence { en, ko } = &problem.text;
        assert!(!en.is_empty() && !ko.is_empty() && en != ko, "{problem:?}");
        assert!(ko.chars().any(is_hangul), "{problem:?}");
        // what stands in quotes is the person's own and may be Korean
        let own_words = en.split('‘').map(|part| part.split_once('’').map_or(part, |(_, after)| after));
        assert!(!own_words.collect::<String>().chars().any(is_hangul), "{problem:?}");
        for told in [en, ko] {
            assert_eq!(told.matches('‘').count(), told.matches('’').count(), "{problem:?}");
            assert!(!told.contains('`'), "{problem:?}");
        }
    }
}

#[test]
fn problems_are_told_together_with_their_places() {
    let Sentence { en, ko } = told(&problems("{{{a}}}\n {{> b}}"));
    assert!(en.starts_with("line 1, column 1: ‘{{{ }}}’") && en.contains("; line 2, column 2: a template"), "{en}");
    assert!(ko.starts_with("1번째 줄 1번째 글자: ‘{{{ }}}’") && ko.contains("; 2번째 줄 2번째 글자: ‘{{> }}’"), "{ko}");
    assert_eq!(told(&[]), Sentence::default());
}
