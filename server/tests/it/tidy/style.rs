//! Which classes a stylesheet makes its own.

use std::collections::BTreeSet;

/// Classes with a rule for every element that has them: `.card {`, `.card:hover,`; not `.page .card` or `.card.wide`,
/// which only say more of some.
pub fn classes(sheet: &str) -> BTreeSet<&str> {
    sheet.lines().filter_map(|line| class(line.trim())).collect()
}

fn class(line: &str) -> Option<&str> {
    let selector = line.strip_suffix('{').or_else(|| line.strip_suffix(','))?.trim_end().strip_prefix('.')?;
    let end = selector.find(|letter: char| !(letter.is_ascii_alphanumeric() || "-_".contains(letter)));
    let (name, rest) = selector.split_at(end.unwrap_or(selector.len()));
    let is_of_every_one = !rest.contains(|letter: char| letter.is_whitespace() || ".>+~".contains(letter));
    is_of_every_one.then_some(name)
}

#[test]
fn a_class_belongs_to_the_sheet_that_rules_all_of_it() {
    let sheet = ".a {\n  .b-c:hover,\n  .d[open]::before {\n  .page .e {\n  .f.wide {\n  .page:has(.g) {\n  .h > li {\n  \
                 color: red;\n  /* .i { */\n";
    assert_eq!(classes(sheet), ["a", "b-c", "d"].into());
}
