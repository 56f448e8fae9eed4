//! The rules of the house that a program can hold (ARCHITECTURE.md, "Invariants"), each with the places that break it.

mod functions;
pub mod sources;
mod style;
mod words;

use functions::{Function, functions};
use sources::{Source, dependencies, env_variables, links, read, root, sources};
use std::collections::{BTreeMap, BTreeSet};

const FILE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 70;

/// What each crate may not depend on; a name that ends in `*` stands for all that begin so.
const FORBIDDEN: [(&str, &[&str]); 7] = [
    ("domain", &["sqlx*", "tokio*", "leptos*", "axum*", "aws*", "rand", "mailroom", "app", "server", "cluster"]),
    ("mailroom", &["leptos*", "axum*", "app", "server"]),
    ("app", &["sqlx*", "aws*", "server", "cluster"]),
    ("server", &["sqlx*", "aws*"]),
    ("cluster", &["domain", "mailroom", "app", "server", "sqlx*", "tokio*"]),
    ("emulators", &["domain", "mailroom", "app", "server", "sqlx*", "tokio*", "aws*"]),
    ("xtask", &["domain", "mailroom", "app", "server"]),
];

/// Server functions that strangers may call, and what proves them instead of a session.
const FOR_STRANGERS: [(&str, &str); 4] = [
    ("sign_in", "an address and its password, counted by members::sign_in"),
    ("sign_out", "ends only the session that asks"),
    ("welcome", "a one-time link"),
    ("accept", "a one-time link"),
];

/// The verbs a migration's name may begin with.
const MIGRATION_VERBS: [&str; 10] =
    ["create", "add", "drop", "rename", "alter", "fill", "move", "index", "widen", "narrow"];

/// What is written in one place only, so that what must come with it cannot be forgotten; `None` is nowhere.
const ONLY_IN: [(&str, Option<&str>); 9] = [
    ("mailer.send(", Some("mailroom/src/dispatcher/sending.rs")),
    ("update totals", Some("mailroom/src/ledger/page.rs")),
    ("update recipients", Some("mailroom/src/contacts/erasing.rs")),
    ("update attempts", Some("mailroom/src/contacts/erasing.rs")),
    ("update mail_events", Some("mailroom/src/contacts/erasing.rs")),
    ("update editions", None),
    ("delete from recipients", None),
    ("delete from attempts", None),
    ("delete from mail_events", None),
];

fn holds(rule: &str, broken_at: Vec<String>) {
    assert!(broken_at.is_empty(), "{rule}:\n  {}", broken_at.join("\n  "));
}

#[test]
fn crates_import_in_one_direction() {
    let is = |name: &str, pattern: &str| match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == pattern,
    };
    let broken = FORBIDDEN.iter().flat_map(|(krate, forbidden)| {
        let names = dependencies(&read(&root().join(krate).join("Cargo.toml")));
        let names = names.into_iter().filter(|name| forbidden.iter().any(|pattern| is(name, pattern)));
        names.map(move |name| format!("{krate} depends on {name}"))
    });
    holds("a crate imports what it may not", broken.collect());
}

#[test]
fn the_frontend_only_wakes_the_pages() {
    let allowed = ["app", "console_error_panic_hook", "leptos", "wasm-bindgen", "wasm-bindgen-futures", "web-sys"];
    let names = dependencies(&read(&root().join("frontend/Cargo.toml")));
    let surplus = names.into_iter().filter(|name| !allowed.contains(&name.as_str()));
    holds("the frontend imports more than app", surplus.collect());
}

#[test]
fn sql_stands_in_the_mailroom_only() {
    // tests and measurements may look a database in the face
    let looks = |file: &Source| file.name.contains("/tests/") || file.is_in("xtask/src/bench");
    let elsewhere = sources("rs").into_iter().filter(|file| !file.is_in("mailroom") && !looks(file));
    let broken = elsewhere.flat_map(|file| {
        let lines = file.numbered().filter(|(_, line)| words::is_sql(line));
        lines.map(|(n, line)| format!("{}:{n} {}", file.name, line.trim())).collect::<Vec<_>>()
    });
    holds("SQL outside mailroom", broken.collect());
}

/// Where a query's shape is known only when it is asked, so that the macros cannot check it.
const UNCHECKED_QUERIES: [&str; 4] = [
    "mailroom/src/contacts/import/merging.rs",
    "mailroom/src/contacts/page/",
    "mailroom/src/people_sources/shop/",
    "mailroom/src/segments/",
];

#[test]
fn unchecked_queries_stand_where_they_must() {
    let is_unchecked = |line: &str| {
        ["sqlx::query(", "sqlx::query_as(", "sqlx::query_scalar(", "sqlx::raw_sql(", "QueryBuilder"]
            .iter()
            .any(|words| line.contains(words))
    };
    let elsewhere = |file: &Source| {
        file.is_in("mailroom/src") && !UNCHECKED_QUERIES.iter().any(|place| file.name.starts_with(place))
    };
    let broken = sources("rs").into_iter().filter(elsewhere).flat_map(|file| {
        let lines = file.numbered().filter(|(_, line)| is_unchecked(line));
        lines.map(|(n, line)| format!("{}:{n} {}", file.name, line.trim())).collect::<Vec<_>>()
    });
    holds("queries that nothing checks", broken.collect());
}

#[test]
fn what_must_stay_in_one_place_does() {
    let ours = |file: &Source| file.name.contains("/src/") && !file.is_in("xtask");
    let broken = sources("rs").into_iter().filter(ours).flat_map(|file| {
        let told = ONLY_IN.iter().filter(|(words, place)| file.text.contains(words) && *place != Some(&*file.name));
        told.map(|(words, _)| format!("{} says `{words}`", file.name)).collect::<Vec<_>>()
    });
    holds("outside the one place for it", broken.collect());
    for (words, place) in ONLY_IN {
        let stale = place.filter(|place| !read(&root().join(place)).contains(words));
        assert_eq!(stale, None, "ONLY_IN names a place that does not say `{words}` any more");
    }
}

#[test]
fn files_are_short() {
    let files = ["rs", "css", "ts", "sql"].into_iter().flat_map(sources);
    let long = files.map(|file| (file.text.lines().count(), file.name)).filter(|(lines, _)| *lines > FILE_LINES_MAX);
    let broken = long.map(|(lines, name)| format!("{name} has {lines} lines"));
    holds(&format!("files longer than {FILE_LINES_MAX} lines"), broken.collect());
}

#[test]
fn functions_are_short() {
    let broken = sources("rs").into_iter().flat_map(|file| {
        let long = functions(&file.text).into_iter().filter(|function| function.lines() > FUNCTION_LINES_MAX);
        long.map(|f| format!("{}:{} {} has {} lines", file.name, f.line, f.name, f.lines())).collect::<Vec<_>>()
    });
    holds(&format!("functions longer than {FUNCTION_LINES_MAX} lines"), broken.collect());
}

#[test]
fn every_server_function_proves_who_asks() {
    let broken = server_functions().into_iter().filter(|(_, function)| {
        let is_for_strangers = FOR_STRANGERS.iter().any(|(name, _)| *name == function.name);
        !is_for_strangers && !function.body().next().is_some_and(|line| line.contains("signed_in().await?"))
    });
    let broken = broken.map(|(file, f)| format!("{file}:{} {} does not begin with signed_in().await?", f.line, f.name));
    holds("server functions open to anybody", broken.collect());
}

/// A use case that takes a member may refuse them; the page's answer should not depend on that alone.
#[test]
fn every_server_function_that_acts_for_somebody_asks_for_their_rights() {
    let broken = server_functions().into_iter().filter(|(_, function)| {
        let passes_on = |line: &str| ["&member,", "&member)", "&by,", "&by)"].iter().any(|words| line.contains(words));
        let acts = function.body().any(passes_on);
        acts && !function.body().any(|line| line.contains(".who_"))
    });
    let broken = broken.map(|(file, f)| format!("{file}:{} {} asks for no right: .who_…()?", f.line, f.name));
    holds("server functions that act for whoever is signed in", broken.collect());
}

#[test]
fn the_list_of_functions_for_strangers_is_not_stale() {
    let all: BTreeSet<String> = server_functions().into_iter().map(|(_, function)| function.name).collect();
    let gone = FOR_STRANGERS.iter().filter(|(name, _)| !all.contains(*name));
    holds("FOR_STRANGERS names what is gone", gone.map(|(name, _)| (*name).to_owned()).collect());
}

/// With the file each stands in.
fn server_functions() -> Vec<(String, Function)> {
    let of = |file: Source| {
        let marked = functions(&file.text).into_iter().filter(|function| function.has_attribute("server"));
        marked.map(|function| (file.name.clone(), function)).collect::<Vec<_>>()
    };
    let found: Vec<_> = sources("rs").into_iter().filter(|file| file.is_in("app")).flat_map(of).collect();
    assert!(!found.is_empty(), "no #[server] function was found: this test looks in the wrong place");
    found
}

#[test]
fn names_say_what_things_are() {
    let files = ["rs", "css", "ts"]
        .into_iter()
        .flat_map(sources)
        .filter_map(|file| words::banned_in_path(&file.name).map(|word| format!("{} is called a {word}", file.name)));
    let declared = sources("rs").into_iter().flat_map(|file| {
        let named = file.numbered().filter_map(|(n, line)| words::banned_in_declaration(line).map(|what| (n, what)));
        named.map(|(n, what)| format!("{}:{n} {what}", file.name)).collect::<Vec<_>>()
    });
    holds("names that fit anything", files.chain(declared).collect());
}

#[test]
fn migrations_are_named_by_time_verb_and_noun() {
    let names: Vec<String> =
        sources("sql").into_iter().filter(|file| file.is_in("migrations")).map(|f| f.name).collect();
    assert!(!names.is_empty(), "no migration was found: this test looks in the wrong place");
    let times: BTreeSet<&str> = names.iter().filter_map(|name| name.split('_').next()).collect();
    holds("migrations of the same moment", if times.len() == names.len() { vec![] } else { names.clone() });
    let broken = names.into_iter().filter(|name| !words::is_migration_name(name, &MIGRATION_VERBS));
    holds("migrations not named <yyyymmddhhmmss>_<verb>_<noun>.sql", broken.collect());
}

#[test]
fn the_papers_point_at_files_that_exist() {
    let papers = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];
    let broken = papers.into_iter().flat_map(|paper| {
        let dead = links(&read(&root().join(paper))).into_iter().filter(|link| !root().join(link).exists());
        dead.map(|link| format!("{paper} points at {link}")).collect::<Vec<_>>()
    });
    holds("dead links", broken.collect());
}

#[test]
fn every_decision_that_is_named_is_written_down() {
    let decisions = words::decisions_in(&root().join("docs/decisions"));
    let broken = ["rs", "sql", "md"].into_iter().flat_map(sources).flat_map(|file| {
        let named = words::decisions_named(&file.text).into_iter().filter(|number| !decisions.contains(number));
        named.map(|number| format!("{} names decision {number}", file.name)).collect::<Vec<_>>()
    });
    holds("decisions that nobody wrote down", broken.collect());
}

#[test]
fn the_readme_knows_every_setting() {
    let readme = read(&root().join("README.md"));
    let all = sources("rs").into_iter().filter(|file| file.is_in("server/src")).flat_map(|f| env_variables(&f.text));
    let all: BTreeSet<String> = all.collect();
    assert!(all.len() > 3, "only {all:?} were found: this test looks in the wrong place");
    let unknown = all.into_iter().filter(|name| !readme.contains(&format!("`{name}`")));
    holds("settings the README does not name", unknown.collect());
}

#[test]
fn a_class_is_styled_by_one_sheet() {
    let sheets: Vec<Source> = sources("css").into_iter().filter(|file| file.is_in("style")).collect();
    let mut homes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for sheet in &sheets {
        style::classes(&sheet.text).into_iter().for_each(|class| homes.entry(class).or_default().push(&sheet.name));
    }
    let shared = homes.into_iter().filter(|(_, homes)| homes.len() > 1);
    let broken = shared.map(|(class, homes)| format!(".{class} in {}", homes.join(" and in ")));
    holds("a class has rules of two sheets: give one of them a name of its own", broken.collect());
}
