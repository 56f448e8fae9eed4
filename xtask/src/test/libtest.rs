//! Runs `cargo test` and reads from its words what every test program counted.

use std::io::{self, BufRead, BufReader};

use anyhow::Result;

use super::tally::{Suite, Tally};
use crate::cargo::cargo;
use crate::step::step;

pub fn run() -> Result<Tally> {
    step("Testing", || {
        // one pipe for both streams keeps cargo's "Running …" before what that program says
        let (said, voice) = io::pipe()?;
        let mut test = cargo();
        // the frontend would turn on the browser's half of app beside the server's
        test.args(["test", "--workspace", "--exclude", "frontend", "--exclude", "press", "--no-fail-fast"]);
        test.env("CARGO_TERM_COLOR", "never").stdout(voice.try_clone()?).stderr(voice);
        let mut child = test.spawn()?;
        drop(test);
        let mut reading = Reading::default();
        for line in BufReader::new(said).lines() {
            let line = line?;
            println!("{line}");
            reading.line(&line);
        }
        Ok(reading.end(child.wait()?.success()))
    })
}

#[derive(Debug, Default)]
struct Reading {
    tally: Tally,
    /// The program that has been started and has not said its result.
    running: Option<String>,
    failed: bool,
}

impl Reading {
    fn line(&mut self, line: &str) {
        if let Some(name) = program(line) {
            self.give_up_running();
            self.running = Some(name);
        } else if let Some((passed, failed, skipped)) = result(line) {
            let name = self.running.take().unwrap_or_else(|| "tests".into());
            self.failed |= failed > 0;
            if passed + failed + skipped > 0 {
                self.tally.add(Suite { name, passed, failed, skipped });
            }
        }
    }

    fn end(mut self, succeeded: bool) -> Tally {
        self.give_up_running();
        if !succeeded && !self.failed {
            self.tally.add(Suite::broken("cargo test"));
        }
        self.tally
    }

    /// A program that ended without a result was killed or aborted.
    fn give_up_running(&mut self) {
        if let Some(name) = self.running.take() {
            self.failed = true;
            self.tally.add(Suite::broken(name));
        }
    }
}

/// `     Running tests/it/main.rs (target/debug/deps/it-0123)` is `it`; `   Doc-tests domain` is `domain (docs)`.
fn program(line: &str) -> Option<String> {
    let line = line.trim_start();
    if let Some(name) = line.strip_prefix("Doc-tests ") {
        return Some(format!("{name} (docs)"));
    }
    let (source, path) = line.strip_prefix("Running ")?.strip_suffix(')')?.split_once(" (")?;
    let (name, _hash) = path.rsplit('/').next()?.rsplit_once('-')?;
    let is_within = source.starts_with("unittests ");
    Some(if is_within { name.to_owned() } else { format!("{name} ({source})") })
}

/// `test result: ok. 12 passed; 0 failed; 0 ignored; …` as passed, failed, ignored.
fn result(line: &str) -> Option<(u32, u32, u32)> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut numbers = counts.split("; ").map(|count| count.split_once(' ')?.0.parse().ok());
    Some((numbers.next()??, numbers.next()??, numbers.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str], succeeded: bool) -> String {
        let mut reading = Reading::default();
        lines.iter().for_each(|line| reading.line(line));
        reading.end(succeeded).to_string().lines().skip(1).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_program_that_ran_tests_is_a_suite() {
        let said = [
            "     Running unittests src/lib.rs (target/debug/deps/domain-0a1b)",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "     Running tests/it/main.rs (/cache/a (b)/debug/deps/it-77)",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 9.00s",
            "   Doc-tests domain",
            "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        ];
        let read = read(&said, false);
        let rows: Vec<Vec<&str>> = read.lines().map(|row| row.split_whitespace().collect()).collect();
        assert_eq!(rows[0], ["domain", "12", "0", "1"]);
        assert_eq!(rows[1], ["it", "(tests/it/main.rs)", "3", "2", "0"]);
        assert_eq!(read.lines().last(), Some("15 passed, 2 failed"));
    }

    #[test]
    fn a_program_that_dies_before_its_result_has_failed() {
        let said = [
            "     Running unittests src/main.rs (target/debug/deps/pabal-1)",
            "     Running tests/it/main.rs (t/deps/it-7)",
        ];
        assert!(read(&said, false).ends_with("0 passed, 2 failed"));
    }

    #[test]
    fn what_does_not_compile_has_failed() {
        assert!(read(&["error[E0308]: mismatched types"], false).ends_with("0 passed, 1 failed"));
    }
}
