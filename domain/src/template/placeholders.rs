//! Finds the placeholders of a source without understanding them.

mod mask;
mod scan;

use super::{Problem, position};
pub(super) use mask::{Masked, mask};

/// A quote that is not closed by then was no quote.
pub(super) const PLACEHOLDER_CHARACTERS_MAX: usize = 1_000;

/// One `{{…}}`, from its first brace to behind its last, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Placeholder {
    pub start: usize,
    pub end: usize,
}

impl Placeholder {
    pub fn text(self, source: &str) -> &str {
        &source[self.start..self.end]
    }

    pub fn opens_block(self, source: &str) -> bool {
        self.sign(source) == Some('#')
    }

    pub fn closes_block(self, source: &str) -> bool {
        self.sign(source) == Some('/')
    }

    /// It shows nothing itself: a block's beginning, middle or end, or a comment.
    pub fn is_structure(self, source: &str) -> bool {
        match self.sign(source) {
            Some('#' | '/' | '^' | '!') => true,
            Some('e') => {
                let inside = self.text(source).trim_matches(['{', '}', '~', ' ']);
                inside == "else" || inside.starts_with("else ")
            }
            _ => false,
        }
    }

    fn sign(self, source: &str) -> Option<char> {
        self.text(source).trim_start_matches('{').trim_start_matches('~').trim_start().chars().next()
    }
}

/// All of them in order. `\{{` is text that only looks like one and is left out.
pub(crate) fn find(source: &str) -> Result<Vec<Placeholder>, Vec<Problem>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = source[from..].find("{{") {
        let start = from + offset;
        if is_escaped(source, start) {
            from = start + 2;
            continue;
        }
        let Some(length) = length_of(&source[start..]) else {
            let place = position::at(source, start);
            return Err(vec![Problem::at(
                place,
                (
                    "‘{{’ is never closed; write ‘}}’ behind the name, or ‘\\{{’ for braces as text",
                    "‘{{’가 닫히지 않았습니다. 이름 뒤에 ‘}}’를 쓰세요. 중괄호를 글자 그대로 표시하려면 ‘\\{{’로 쓰세요",
                ),
            )]);
        };
        from = start + length;
        found.push(Placeholder { start, end: from });
    }
    Ok(found)
}

/// One backslash makes text of it; two are a backslash and a live placeholder.
fn is_escaped(source: &str, start: usize) -> bool {
    let before = &source[..start];
    before.len() - before.trim_end_matches('\\').len() == 1
}

fn length_of(rest: &str) -> Option<usize> {
    let close = if rest.starts_with("{{!--") {
        return rest.find("--}}").map(|at| at + 4);
    } else if rest.starts_with("{{{{") {
        "}}}}"
    } else if rest.starts_with("{{{") {
        "}}}"
    } else {
        "}}"
    };
    if rest.starts_with("{{!") {
        return rest.find(close).map(|at| at + close.len());
    }
    length_beyond_quotes(rest, close).or_else(|| rest.find(close).map(|at| at + close.len()))
}

/// Braces inside `"…"`, `'…'` and `[…]` close nothing.
fn length_beyond_quotes(rest: &str, close: &str) -> Option<usize> {
    let mut within = None;
    let mut skip = false;
    for (at, sign) in rest.char_indices().skip(2).take(PLACEHOLDER_CHARACTERS_MAX) {
        match within {
            _ if skip => skip = false,
            Some(end) if sign == end => within = None,
            Some(']') => {}
            Some(_) => skip = sign == '\\',
            None if rest[at..].starts_with(close) => return Some(at + close.len()),
            None => within = closing_sign(sign),
        }
    }
    None
}

fn closing_sign(sign: char) -> Option<char> {
    match sign {
        '"' | '\'' => Some(sign),
        '[' => Some(']'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn placeholders_end_where_their_braces_do() {
        let table = [
            ("a {{Name}} b", vec!["{{Name}}"]),
            ("{{a}}{{b}}", vec!["{{a}}", "{{b}}"]),
            ("{{default Name \"}}\"}}", vec!["{{default Name \"}}\"}}"]),
            ("{{default Name '\\'}}'}}", vec!["{{default Name '\\'}}'}}"]),
            ("{{[a}}b]}}", vec!["{{[a}}b]}}"]),
            ("{{!-- {{x}} --}}y", vec!["{{!-- {{x}} --}}"]),
            ("{{! it's }}y", vec!["{{! it's }}"]),
            ("{{{x}}}", vec!["{{{x}}}"]),
            ("{{x}}}", vec!["{{x}}"]),
            ("\\{{x}} \\\\{{y}}", vec!["{{y}}"]),
            ("{{it's}} {{b}}", vec!["{{it's}}", "{{b}}"]),
            ("{{it's}}", vec!["{{it's}}"]),
            ("}} { {", vec![]),
        ];
        for (source, expected) in table {
            let found: Vec<_> = find(source).unwrap().into_iter().map(|found| found.text(source)).collect();
            assert_eq!(found, expected, "{source}");
        }
    }

    #[test]
    fn an_unclosed_placeholder_is_shown_where_it_begins() {
        let problems = find("가\n나 {{Name").unwrap_err();
        assert_eq!((problems[0].line, problems[0].column), (2, 3));
    }
}
