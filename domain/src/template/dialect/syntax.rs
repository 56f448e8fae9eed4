//! The `handlebars` parser, kept from what would exhaust its stack, its errors put into sentences.

use crate::template::{
    Problem,
    markup::SOURCE_OCTETS_MAX,
    placeholders::{self, Placeholder},
    position,
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
    if source.len() <= SOURCE_OCTETS_MAX {
        return Ok(());
    }
    Err(Problem::of_all(format!("the text has {} bytes; at most {SOURCE_OCTETS_MAX} are possible", source.len())))
}

fn check(source: &str, found: &[Placeholder]) -> Result<(), Problem> {
    if let Some(surplus) = found.get(PLACEHOLDERS_MAX) {
        let place = position::at(source, surplus.start);
        return Err(Problem::at(
            place,
            format!("more than {PLACEHOLDERS_MAX} placeholders; repeat with `{{{{#each}}}}`"),
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
                format!("more than {NESTING_MAX} levels stand inside each other; use fewer"),
            ));
        }
        if text.starts_with("{{{{") {
            let place = position::at(source, placeholder.start);
            return Err(Problem::at(place, "four braces are not part of the template language; write two"));
        }
    }
    Ok(())
}

fn in_words(source: &str, found: &[Placeholder], error: &TemplateError) -> Problem {
    let place = error.pos().unwrap_or((1, 1));
    match error.reason() {
        TemplateErrorReason::MismatchingClosedHelper(opened, closed) => Problem::at(
            place,
            format!("`{{{{#{opened}}}}}` is open here, but `{{{{/{closed}}}}}` closes; make them the same"),
        ),
        TemplateErrorReason::InvalidParam(text) => {
            Problem::at(place, format!("`{text}` is neither a name nor a text in quotes; correct it"))
        }
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
            format!("`{}` is never closed; add its `{{{{/…}}}}`", block.text(source)),
        ),
        (None, None) => Problem::at(position::at(source, stopped), "the template cannot be read from here on"),
    }
}

fn odd_placeholder(source: &str, odd: &Placeholder) -> Problem {
    let text = odd.text(source);
    let inside = text.trim_matches(['{', '}', '~']).trim();
    let place = position::at(source, odd.start);
    Problem::at(
        place,
        match inside.chars().next() {
            None => "nothing stands between the braces; write a name, such as `{{Name}}`, or remove them".to_owned(),
            Some('/') => format!("`{text}` closes a block that is not open; remove it"),
            Some('#') => format!(
                "`{text}` cannot be read, or is never closed; blocks look like `{{{{#if City}}}} … {{{{/if}}}}`"
            ),
            Some(_) if inside.starts_with("else") => {
                format!("`{text}` stands outside of a block; `else` belongs between `{{{{#if}}}}` and `{{{{/if}}}}`")
            }
            Some(_) => format!(
                "`{text}` cannot be read; a name with spaces or signs is written in brackets, `{{{{[{inside}]}}}}`"
            ),
        },
    )
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
