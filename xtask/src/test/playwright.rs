use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::tally::{Suite, Tally};
use crate::browser;
use crate::step::step;

const NAME: &str = "browser (end2end)";

/// The tests start the program themselves, each on a data folder and a port of its own.
pub fn run(program: &Path, chromium: &Path) -> Result<Tally> {
    if !program.is_file() {
        bail!("{} was not built", program.display());
    }
    step("Testing in the browser", || {
        let scratch = tempfile::tempdir()?;
        let report = scratch.path().join("report.json");
        let mut playwright = Command::new("npx");
        playwright.args(["--no-install", "playwright", "test", "--reporter=list,json"]);
        playwright.env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report).env("PABAL_BIN", program).env("CHROMIUM_PATH", chromium);
        playwright.env_remove("DATABASE_URL").current_dir(browser::folder()).stdin(Stdio::null());
        let succeeded = playwright.status().context("npx cannot be started")?.success();
        let mut tally = Tally::default();
        tally.add(read(&report, succeeded));
        Ok(tally)
    })
}

fn read(report: &Path, succeeded: bool) -> Suite {
    let told = fs::read(report).ok().and_then(|json| serde_json::from_slice(&json).ok());
    match told.and_then(|report: Value| counted(&report["stats"])) {
        // no test has failed, and yet something has: a bad configuration, or no tests
        Some(suite) if !succeeded && suite.failed == 0 => Suite { failed: 1, ..suite },
        Some(suite) => suite,
        None => Suite::broken(NAME),
    }
}

/// A test that needed a second try is not a test that passed.
fn counted(stats: &Value) -> Option<Suite> {
    let count = |kind: &str| u32::try_from(stats.get(kind)?.as_u64()?).ok();
    Some(Suite {
        name: NAME.into(),
        passed: count("expected")?,
        failed: count("unexpected")? + count("flaky")?,
        skipped: count("skipped")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suite_of(stats: &str, succeeded: bool) -> (u32, u32, u32) {
        let scratch = tempfile::tempdir().unwrap();
        let report = scratch.path().join("report.json");
        fs::write(&report, stats).unwrap();
        let suite = read(&report, succeeded);
        (suite.passed, suite.failed, suite.skipped)
    }

    #[test]
    fn a_report_is_counted_and_a_flaky_test_has_failed() {
        let stats = r#"{"stats":{"expected":7,"unexpected":1,"flaky":1,"skipped":2}}"#;
        assert_eq!(suite_of(stats, false), (7, 2, 2));
    }

    #[test]
    fn no_report_or_no_success_is_a_failure() {
        assert_eq!(suite_of("", true), (0, 1, 0));
        assert_eq!(suite_of(r#"{"stats":{"expected":0,"unexpected":0,"flaky":0,"skipped":0}}"#, false), (0, 1, 0));
    }
}
