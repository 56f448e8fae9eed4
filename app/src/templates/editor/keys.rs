//! What keys do to a source. Places are counted as the browser counts them, in units of UTF-16.

const INDENT: &str = "  ";

/// Puts `text` in place of what stands from `from` to `to`, and selects `selected` then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub from: usize,
    pub to: usize,
    pub text: String,
    pub selected: (usize, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    In,
    Out,
}

/// Tab and Shift+Tab. Within a line Tab writes blanks; several lines are moved together.
pub fn shift(source: &str, start: usize, end: usize, shift: Shift) -> Option<Edit> {
    let units: Vec<u16> = source.encode_utf16().collect();
    let (start, end) = (start.min(units.len()), end.min(units.len()));
    let is_within_a_line = !units[start..end].contains(&NEWLINE);
    if shift == Shift::In && is_within_a_line {
        let caret = start + INDENT.len();
        return Some(Edit { from: start, to: end, text: INDENT.into(), selected: (caret, caret) });
    }
    let from = line_start(&units, start);
    // a selection that ends where a line begins does not touch that line
    let last = if end > start && units[end - 1] == NEWLINE { end - 1 } else { end };
    let to = line_end(&units, last);
    let before = String::from_utf16_lossy(&units[from..to]);
    let lines: Vec<String> = before.split('\n').map(|line| moved(line, shift)).collect();
    let text = lines.join("\n");
    if text == before {
        return None;
    }
    let selected = match is_within_a_line {
        true => {
            let caret = (start + text.len()).saturating_sub(before.len()).max(from);
            (caret, caret)
        }
        false => (from, from + text.encode_utf16().count()),
    };
    Some(Edit { from, to, text, selected })
}

/// A new line begins as far in as the one before; `None` where it begins at the margin anyhow.
pub fn enter(source: &str, start: usize, end: usize) -> Option<Edit> {
    let units: Vec<u16> = source.encode_utf16().collect();
    let (start, end) = (start.min(units.len()), end.min(units.len()));
    let line = &units[line_start(&units, start)..start];
    let blanks = line.iter().take_while(|unit| **unit == BLANK || **unit == TAB).count();
    if blanks == 0 {
        return None;
    }
    let text = format!("\n{}", String::from_utf16_lossy(&line[..blanks]));
    let caret = start + 1 + blanks;
    Some(Edit { from: start, to: end, text, selected: (caret, caret) })
}

/// From a line and column, both from 1 and the column in characters, to the end of that line.
pub fn rest_of_line(source: &str, line: usize, column: usize) -> (usize, usize) {
    let mut from = 0;
    for (index, text) in source.split('\n').enumerate() {
        let length = text.encode_utf16().count();
        if index + 1 == line {
            let before: usize = text.chars().take(column.saturating_sub(1)).map(char::len_utf16).sum();
            return (from + before, from + length);
        }
        from += length + 1;
    }
    let end = source.encode_utf16().count();
    (end, end)
}

const NEWLINE: u16 = b'\n' as u16;
const BLANK: u16 = b' ' as u16;
const TAB: u16 = b'\t' as u16;

fn line_start(units: &[u16], at: usize) -> usize {
    units[..at].iter().rposition(|unit| *unit == NEWLINE).map_or(0, |newline| newline + 1)
}

fn line_end(units: &[u16], at: usize) -> usize {
    units[at..].iter().position(|unit| *unit == NEWLINE).map_or(units.len(), |newline| at + newline)
}

fn moved(line: &str, shift: Shift) -> String {
    match shift {
        Shift::In if line.is_empty() => String::new(),
        Shift::In => format!("{INDENT}{line}"),
        Shift::Out => {
            let out = line.strip_prefix('\t').or_else(|| line.strip_prefix(INDENT)).or_else(|| line.strip_prefix(' '));
            out.unwrap_or(line).to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, Shift, enter, rest_of_line, shift};

    fn after(source: &str, edit: &Edit) -> String {
        let units: Vec<u16> = source.encode_utf16().collect();
        let (before, behind) = (&units[..edit.from], &units[edit.to..]);
        format!("{}{}{}", String::from_utf16_lossy(before), edit.text, String::from_utf16_lossy(behind))
    }

    #[test]
    fn tab_writes_blanks_or_moves_lines() {
        let table = [
            ("ab", 1, 1, Shift::In, "a  b", (3, 3)),
            ("한글", 1, 1, Shift::In, "한  글", (3, 3)),
            ("a\nb\nc", 0, 3, Shift::In, "  a\n  b\nc", (0, 7)),
            ("a\nb\nc", 0, 2, Shift::In, "  a\nb\nc", (0, 3)),
            ("a\n\nb", 0, 4, Shift::In, "  a\n\n  b", (0, 8)),
            ("  a\n  b", 0, 7, Shift::Out, "a\nb", (0, 3)),
            ("   a", 4, 4, Shift::Out, " a", (2, 2)),
            ("\ta", 0, 0, Shift::Out, "a", (0, 0)),
        ];
        for (source, start, end, way, expected, selected) in table {
            let edit = shift(source, start, end, way).expect(source);
            assert_eq!(after(source, &edit), expected, "{source:?}");
            assert_eq!(edit.selected, selected, "{source:?}");
        }
        assert_eq!(shift("a\nb", 0, 3, Shift::Out), None, "nothing to take away");
    }

    #[test]
    fn a_new_line_keeps_the_margin() {
        let edit = enter("  <p>\n", 5, 5).expect("an indented line");
        assert_eq!(after("  <p>\n", &edit), "  <p>\n  \n");
        assert_eq!(enter("<p>", 3, 3), None);
    }

    #[test]
    fn problems_are_found_where_the_browser_counts_them() {
        let source = "가나\n😀 {{다}}\n";
        assert_eq!(rest_of_line(source, 2, 3), (6, 11));
        assert_eq!(rest_of_line(source, 1, 1), (0, 2));
        assert_eq!(rest_of_line(source, 9, 1), (12, 12));
    }
}
