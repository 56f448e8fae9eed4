//! What changed from one version to another.

use super::{find, missing, saving, versions};
use crate::{Mailroom, Member, Result};
use domain::{
    TemplateId,
    template::{
        changes::{ChangeRow, Changes},
        library::Revision,
    },
};
use similar::{ChangeTag, TextDiff};
use std::time::Duration;

/// Lines shown around a change.
const CONTEXT: usize = 3;
/// A longer line is read tag by tag: sources are often written in one.
const LINE_OCTETS: usize = 300;
/// The shortest difference is not worth more.
const DEADLINE: Duration = Duration::from_millis(500);

pub async fn changes(
    mailroom: &Mailroom,
    by: &Member,
    template: TemplateId,
    before: Revision,
    after: Revision,
) -> Result<Changes> {
    let before = source(mailroom, by, template, before).await?;
    let after = source(mailroom, by, template, after).await?;
    tokio::task::spawn_blocking(move || between(&before, &after)).await.map_err(crate::Error::broken)
}

async fn source(mailroom: &Mailroom, by: &Member, template: TemplateId, revision: Revision) -> Result<String> {
    match revision {
        Revision::Version(number) => Ok(versions::version(mailroom, template, number).await?.source),
        Revision::Draft => match saving::draft(mailroom, by, template).await? {
            Some(draft) => Ok(draft.source),
            None => Ok(find(mailroom, template).await.map_err(|_| missing(template))?.source),
        },
    }
}

fn between(before: &str, after: &str) -> Changes {
    let (before, after) = (pieces(before), pieces(after));
    let texts = |pieces: &[Piece<'_>]| pieces.iter().map(|piece| piece.text.to_owned()).collect::<Vec<_>>();
    let (old, new) = (texts(&before), texts(&after));
    let old: Vec<&str> = old.iter().map(String::as_str).collect();
    let new: Vec<&str> = new.iter().map(String::as_str).collect();
    let diff = TextDiff::configure().timeout(DEADLINE).diff_slices(&old, &new);
    let mut changes = Changes::default();
    for change in diff.iter_all_changes() {
        let text = change.value().to_owned();
        let line = |pieces: &[Piece<'_>], index: Option<usize>| index.map_or(0, |index| pieces[index].line);
        let (was, is) = (line(&before, change.old_index()), line(&after, change.new_index()));
        changes.rows.push(match change.tag() {
            ChangeTag::Equal => ChangeRow::Same { before: was, after: is, text },
            ChangeTag::Delete => ChangeRow::Removed { before: was, text },
            ChangeTag::Insert => ChangeRow::Added { after: is, text },
        });
    }
    changes.added = changes.rows.iter().filter(|row| matches!(row, ChangeRow::Added { .. })).count();
    changes.removed = changes.rows.iter().filter(|row| matches!(row, ChangeRow::Removed { .. })).count();
    changes.rows = folded(changes.rows);
    changes
}

/// A line, or a part of a very long one.
struct Piece<'a> {
    line: usize,
    text: &'a str,
}

fn pieces(source: &str) -> Vec<Piece<'_>> {
    let lines = source.lines().enumerate();
    lines.flat_map(|(index, text)| parts(text).into_iter().map(move |text| Piece { line: index + 1, text })).collect()
}

fn parts(line: &str) -> Vec<&str> {
    if line.len() <= LINE_OCTETS {
        return vec![line];
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in line.match_indices("><") {
        parts.push(&line[start..=at]);
        start = at + 1;
    }
    parts.push(&line[start..]);
    parts
}

/// Leaves out what is far from any change.
fn folded(rows: Vec<ChangeRow>) -> Vec<ChangeRow> {
    let is_change = |row: &ChangeRow| !matches!(row, ChangeRow::Same { .. });
    let changed: Vec<usize> = rows.iter().enumerate().filter(|(_, row)| is_change(row)).map(|(at, _)| at).collect();
    let mut near = vec![false; rows.len()];
    for at in changed {
        near[at.saturating_sub(CONTEXT)..(at + CONTEXT + 1).min(rows.len())].fill(true);
    }
    let mut out: Vec<ChangeRow> = Vec::new();
    for (row, is_near) in rows.into_iter().zip(near) {
        match (is_near, out.last_mut()) {
            (true, _) => out.push(row),
            (false, Some(ChangeRow::Folded { lines })) => *lines += 1,
            (false, _) => out.push(ChangeRow::Folded { lines: 1 }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::between;
    use domain::template::changes::ChangeRow;

    fn shown(before: &str, after: &str) -> String {
        let row = |row: &ChangeRow| match row {
            ChangeRow::Same { before, after, text } => format!("{before} {after}  {text}\n"),
            ChangeRow::Removed { before, text } => format!("{before} - {text}\n"),
            ChangeRow::Added { after, text } => format!("{after} + {text}\n"),
            ChangeRow::Folded { lines } => format!("… {lines}\n"),
        };
        between(before, after).rows.iter().map(row).collect()
    }

    #[test]
    fn lines_far_from_any_change_are_folded() {
        let before: String = (1..=12).map(|n| format!("line {n}\n")).collect();
        let after = before.replace("line 6\n", "line six\nline 6b\n");
        assert_eq!(
            shown(&before, &after),
            "… 2\n3 3  line 3\n4 4  line 4\n5 5  line 5\n6 - line 6\n6 + line six\n7 + line 6b\n\
             7 8  line 7\n8 9  line 8\n9 10  line 9\n… 3\n"
        );
        let changes = between(&before, &after);
        assert_eq!((changes.added, changes.removed), (2, 1));
    }

    #[test]
    fn the_same_is_one_fold() {
        assert_eq!(shown("a\nb", "a\nb"), "… 2\n");
        assert_eq!(shown("", ""), "");
    }

    #[test]
    fn a_source_in_one_long_line_is_compared_tag_by_tag() {
        let before = format!("<table>{}</table>", "<tr><td>cell</td></tr>".repeat(30));
        let after = before.replacen("cell", "changed", 1);
        let changes = between(&before, &after);
        assert_eq!((changes.added, changes.removed), (1, 1));
        assert!(changes.rows.len() < 12, "{changes:?}");
    }
}
