//! Words that may not stand somewhere.

use std::{collections::BTreeSet, fs, path::Path};

/// They fit anything, so they say nothing.
const NOUNS: [&str; 9] = ["manager", "service", "helper", "util", "common", "handler", "item", "data", "info"];
const VERBS: [&str; 4] = ["handle", "process", "perform", "do"];
const STATEMENTS: [&str; 5] = ["select ", "insert into ", "delete from ", "update ", "with "];

/// A string that begins a statement, or sqlx itself. `with` and `update` are English too: what follows tells.
pub fn is_sql(line: &str) -> bool {
    let strings = line.to_lowercase();
    let mut beginnings = strings.split('"').skip(1).map(str::trim_start);
    line.contains("sqlx::") || beginnings.any(|text| STATEMENTS.iter().any(|word| begins_statement(text, word)))
}

fn begins_statement(text: &str, word: &str) -> bool {
    let Some(rest) = text.strip_prefix(word) else { return false };
    match word {
        "select " => rest.contains(" from ") || rest.contains('('),
        "update " => rest.contains(" set "),
        "with " => rest.contains(" as ("),
        _ => true,
    }
}

/// The first banned word that a file or one of its folders is called by.
pub fn banned_in_path(path: &str) -> Option<&'static str> {
    path.split(['/', '.', '_', '-']).find_map(banned_noun)
}

/// `type DataItem` for a type or module so called, `fn do_it` for a function.
pub fn banned_in_declaration(line: &str) -> Option<String> {
    let text = line.trim_start();
    let text = text.strip_prefix("pub(crate) ").or_else(|| text.strip_prefix("pub ")).unwrap_or(text);
    let (keyword, rest) = text.split_once(' ')?;
    let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|name| !name.is_empty())?;
    let is_banned = match keyword {
        "struct" | "enum" | "trait" | "mod" => words(name).iter().any(|word| banned_noun(word).is_some()),
        "fn" | "async" => VERBS.contains(&function_verb(text)?),
        _ => false,
    };
    is_banned.then(|| format!("{keyword} {name}"))
}

fn function_verb(text: &str) -> Option<&str> {
    let name = text.trim_start_matches("async ").strip_prefix("fn ")?;
    name.split(|c: char| !c.is_alphanumeric()).next()
}

fn banned_noun(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    NOUNS.into_iter().find(|banned| word == *banned || word.strip_suffix('s') == Some(banned))
}

/// `DataItem` and `data_item` are both `data` and `item`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if c == '_' || c.is_uppercase() {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c != '_', words.last_mut()) {
            word.extend(c.to_lowercase());
        }
    }
    words
}

/// `migrations/20261122090000_create_members.sql`.
pub fn is_migration_name(path: &str, verbs: &[&str]) -> bool {
    let name = path.rsplit('/').next().and_then(|name| name.strip_suffix(".sql"));
    let mut parts = name.unwrap_or_default().splitn(3, '_');
    let (time, verb, noun) = (parts.next(), parts.next(), parts.next());
    time.is_some_and(|time| time.len() == 14 && time.bytes().all(|b| b.is_ascii_digit()))
        && verb.is_some_and(|verb| verbs.contains(&verb))
        && noun.is_some_and(|noun| !noun.is_empty() && noun.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
}

/// The numbers of the decisions written down.
pub fn decisions_in(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    names.filter_map(|name| name.get(..4).map(str::to_owned)).collect()
}

/// `0003` of `docs/decisions/0003`.
pub fn decisions_named(text: &str) -> BTreeSet<String> {
    let after = text.split("decisions/").skip(1).filter_map(|rest| rest.get(..4));
    after.filter(|number| number.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{banned_in_declaration, banned_in_path, decisions_named, is_migration_name, is_sql};

    #[test]
    fn sql_is_told_from_english() {
        for line in
            ["sqlx::query(x)", r#"let q = "select id from a";"#, r#"r"Update a set b = 1""#, r#""delete from a""#]
        {
            assert!(is_sql(line), "{line}");
        }
        for line in [r#""select a row""#, r#""update it by hand""#, r#""with nothing""#, "select! { a }", "// select"] {
            assert!(!is_sql(line), "{line}");
        }
    }

    #[test]
    fn names_that_fit_anything_are_found() {
        assert_eq!(banned_in_path("app/src/campaign_utils.rs"), Some("util"));
        assert_eq!(banned_in_path("app/src/campaigns/list.rs"), None);
        for line in [
            "pub struct ListItem {",
            "enum Info {",
            "pub(crate) mod helpers;",
            "async fn process_one() {",
            "fn handle(",
        ] {
            assert!(banned_in_declaration(line).is_some(), "{line}");
        }
        for line in ["pub struct Database;", "    type Item = u8;", "fn done() {", "struct Informed;", "use a::Data;"] {
            assert_eq!(banned_in_declaration(line), None, "{line}");
        }
    }

    #[test]
    fn migrations_are_told_by_their_names() {
        let is = |name| is_migration_name(name, &["create"]);
        assert!(is("migrations/20261122090000_create_sign_in_failures.sql"));
        for name in [
            "1_create_a.sql",
            "20261122090000_members.sql",
            "20261122090000_create_.sql",
            "20261122090000_members_a.sql",
        ] {
            assert!(!is(name), "{name}");
        }
    }

    #[test]
    fn decisions_are_named_by_number() {
        let found =
            decisions_named("see docs/decisions/0003-doubts.md and `docs/decisions/0004`, not docs/decisions/NNNN");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["0003", "0004"]);
    }
}
