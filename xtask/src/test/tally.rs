use std::fmt::{self, Display};

/// How many tests of one suite ended how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suite {
    pub name: String,
    pub passed: u32,
    pub failed: u32,
    /// Not run, by the tests' own word.
    pub skipped: u32,
}

impl Suite {
    /// One that could not even be run.
    pub fn broken(name: impl Into<String>) -> Self {
        Self { name: name.into(), passed: 0, failed: 1, skipped: 0 }
    }
}

#[derive(Debug, Default)]
pub struct Tally(Vec<Suite>);

impl Tally {
    pub fn add(&mut self, suite: Suite) {
        self.0.push(suite);
    }

    pub fn add_all(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    pub fn is_clean(&self) -> bool {
        self.sum(|suite| suite.failed) == 0 && self.sum(|suite| suite.passed) > 0
    }

    fn sum(&self, count: impl Fn(&Suite) -> u32) -> u32 {
        self.0.iter().map(count).sum()
    }
}

impl Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<40} {:>7} {:>7} {:>8}", "suite", "passed", "failed", "skipped")?;
        for Suite { name, passed, failed, skipped } in &self.0 {
            writeln!(f, "{name:<40} {passed:>7} {failed:>7} {skipped:>8}")?;
        }
        write!(f, "\n{} passed, {} failed", self.sum(|suite| suite.passed), self.sum(|suite| suite.failed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_the_sum() {
        let mut tally = Tally::default();
        tally.add(Suite { name: "domain".into(), passed: 40, failed: 0, skipped: 0 });
        assert!(tally.is_clean());
        tally.add(Suite::broken("browser"));
        assert!(!tally.is_clean());
        assert_eq!(tally.to_string().lines().last(), Some("40 passed, 1 failed"));
    }

    #[test]
    fn nothing_run_is_nothing_proven() {
        assert!(!Tally::default().is_clean());
    }
}
