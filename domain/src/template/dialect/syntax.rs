//! The `handlebars` parser, kept from what would exhaust its stack, its errors put into sentences.

use crate::{
    Sentence,
    template::{
        Problem,
        markup::too_large,
        placeholders::{self, Placeholder},
        position,
    },
};
use handlebars::template::Template as Tree;
use handlebars::{TemplateError, TemplateErrorReason};

/// The parser counts lines anew for each of them.
const PLACEHOLDERS_MAX: usize = 2_000;
/// Blocks within blocks, and brackets within one placeholder: the parser recurses on them.
const NESTING_MAX: usize = 16;

pub(super) fn parse(source: &str) -> Result<Tree, Vec<Problem>> {
    check_size(source).map_err(|problem| vec![problem])?;
    let found = placeholders::find(source)?;
    check(source, &found).map_err(|problem| vec![problem])?;
    Tree::compile(source).map_err(|error| vec![in_words(source, &found, &error)])
}

pub(in crate::template) fn check_size(source: &str) -> Result<(), Problem> {
    match too_large(source.len()) {
        None => Ok(()),
        Some(why) => Err(Problem::of_all(why)),
    }
}

fn check(source: &str, found: &[Placeholder]) -> Result<(), Problem> {
    if let Some(surplus) = found.get(PLACEHOLDERS_MAX) {
        let place = position::at(source, surplus.start);
        return Err(Problem::at(
            place,
            (
                format!("more than {PLACEHOLDERS_MAX} placeholders; repeat with ‘{{{{#each}}}}’"),
                format!("변수와 블록 태그가 {PLACEHOLDERS_MAX}개를 넘습니다. ‘{{{{#each}}}}’로 반복하세요"),
            ),
        ));
    }
    let mut depth: usize = 0;
    for placeholder in found {
        let text = placeholder.text(source);
        depth = if placeholder.opens_block(source) {
            depth + 1
        } else if placeholder.closes_block(source) {
            depth.saturating_sub(1)
        } else {
            depth
        };
        let brackets = text.trim_start_matches('{').matches(['(', '[', '{']).count();
        if depth > NESTING_MAX || brackets > NESTING_MAX {
            let place = position::at(source, placeholder.start);
            return Err(Problem::at(
                place,
                (
                    format!("more than {NESTING_MAX} levels stand inside each other; use fewer"),
                    format!("{NESTING_MAX}단계를 넘게 중첩되어 있습니다. 중첩을 줄이세요"),
                ),
            ));
        }
        if text.starts_with("{{{{") {
            let place = position::at(source, placeholder.start);
            return Err(Problem::at(
                place,
                (
                    "four braces are not part of the template language; write two",
                    "중괄호 네 개는 템플릿 언어에 없는 문법입니다. 두 개만 쓰세요",
                ),
            ));
        }
    }
    Ok(())
}

fn in_words(source: &str, found: &[Placeholder], error: &TemplateError) -> Problem {
    let place = error.pos().unwrap_or((1, 1));
    match error.reason() {
        TemplateErrorReason::MismatchingClosedHelper(opened, closed) => Problem::at(
            place,
            (
                format!("‘{{{{#{opened}}}}}’ is open here, but ‘{{{{/{closed}}}}}’ closes; make them the same"),
                format!(
                    "열린 블록은 ‘{{{{#{opened}}}}}’인데 닫는 태그는 ‘{{{{/{closed}}}}}’입니다. 이름을 같게 맞추세요"
                ),
            ),
        ),
        TemplateErrorReason::InvalidParam(text) => Problem::at(
            place,
            (
                format!("‘{text}’ is neither a name nor a text in quotes; correct it"),
                format!("‘{text}’ 부분은 이름도, 따옴표로 감싼 텍스트도 아닙니다. 바르게 고치세요"),
            ),
        ),
        _ => explain(source, found, position::offset_of(source, place)),
    }
}

/// The parser only says where it stopped; what a person wrote wrongly is the placeholder there.
fn explain(source: &str, found: &[Placeholder], stopped: usize) -> Problem {
    let unclosed = unclosed_block(source, found);
    let there = found.iter().rev().find(|placeholder| placeholder.start <= stopped && stopped < placeholder.end);
    match (there, unclosed) {
        (Some(odd), _) => odd_placeholder(source, odd),
        (None, Some(block)) => Problem::at(
            position::at(source, block.start),
            (
                format!("‘{}’ is never closed; add its ‘{{{{/…}}}}’", block.text(source)),
                format!("‘{}’ 블록이 닫히지 않았습니다. 닫는 태그 ‘{{{{/…}}}}’를 추가하세요", block.text(source)),
            ),
        ),
        (None, None) => Problem::at(
            position::at(source, stopped),
            (
                "the template cannot be read from here on; check the braces",
                "여기서부터 템플릿을 읽을 수 없습니다. 중괄호를 확인하세요",
            ),
        ),
    }
}

fn odd_placeholder(source: &str, odd: &Placeholder) -> Problem {
    let text = odd.text(source);
    let inside = text.trim_matches(['{', '}', '~']).trim();
    Problem::at(position::at(source, odd.start), oddity(text, inside))
}

fn oddity(text: &str, inside: &str) -> Sentence {
    match inside.chars().next() {
        None => Sentence::new(
            "nothing stands between the braces; write a name, such as ‘{{Name}}’, or remove them",
            "중괄호 안이 비어 있습니다. ‘{{Name}}’처럼 이름을 쓰거나 중괄호를 삭제하세요",
        ),
        Some('/') => Sentence::new(
            format!("‘{text}’ closes a block that is not open; remove it"),
            format!("‘{text}’에 해당하는 열린 블록이 없습니다. 삭제하세요"),
        ),
        Some('#') => Sentence::new(
            format!("‘{text}’ cannot be read, or is never closed; blocks look like ‘{{{{#if City}}}} … {{{{/if}}}}’"),
            format!("‘{text}’ 블록을 읽을 수 없거나 닫히지 않았습니다. ‘{{{{#if City}}}} … {{{{/if}}}}’처럼 쓰세요"),
        ),
        Some(_) if inside.starts_with("else") => Sentence::new(
            format!("‘{text}’ stands outside of a block; ‘else’ belongs between ‘{{{{#if}}}}’ and ‘{{{{/if}}}}’"),
            format!("‘{text}’ 태그가 블록 밖에 있습니다. ‘else’는 ‘{{{{#if}}}}’와 ‘{{{{/if}}}}’ 사이에 쓰세요"),
        ),
        Some(_) => Sentence::new(
            format!(
                "‘{text}’ cannot be read; a name with spaces or signs is written in brackets, ‘{{{{[{inside}]}}}}’"
            ),
            format!(
                "‘{text}’ 부분을 읽을 수 없습니다. 공백이나 기호가 있는 이름은 ‘{{{{[{inside}]}}}}’처럼 대괄호로 감싸세요"
            ),
        ),
    }
}

fn unclosed_block<'f>(source: &str, found: &'f [Placeholder]) -> Option<&'f Placeholder> {
    let mut open = Vec::new();
    for placeholder in found {
        if placeholder.opens_block(source) {
            open.push(placeholder);
        } else if placeholder.closes_block(source) {
            open.pop();
        }
    }
    open.pop()
}
