//! Where in a source something stands, as people count: lines and characters from 1.

/// Line and column of a byte offset; an offset beyond the end stands after the last character.
pub(super) fn at(source: &str, offset: usize) -> (usize, usize) {
    let before = &source[..floor_boundary(source, offset)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// The byte offset of a line and column.
pub(super) fn offset_of(source: &str, (line, column): (usize, usize)) -> usize {
    let start: usize = source.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let within = source[start..].char_indices().nth(column.saturating_sub(1)).map(|(offset, _)| offset);
    within.map_or(source.len(), |offset| start + offset)
}

fn floor_boundary(source: &str, offset: usize) -> usize {
    let mut offset = offset.min(source.len());
    while !source.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::{at, offset_of};

    #[test]
    fn columns_count_characters_and_lines_count_newlines() {
        let source = "가나\n{{다}}\n";
        for (offset, place) in [(0, (1, 1)), (3, (1, 2)), (7, (2, 1)), (12, (2, 4)), (15, (3, 1)), (99, (3, 1))] {
            assert_eq!(at(source, offset), place, "{offset}");
            assert_eq!(at(source, offset_of(source, place)), place, "{offset}");
        }
    }
}
