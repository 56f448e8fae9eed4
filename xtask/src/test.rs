mod libtest;
mod playwright;
mod tally;

use anyhow::{Result, bail};

use crate::run::{build_site, program};
use crate::site::Profile;
use crate::{browser, emulators, postgres};

/// Everything the tests need comes first: what is missing is an error, never a skipped test.
pub fn test() -> Result<()> {
    postgres::ensure()?;
    emulators::ensure()?;
    let chromium = browser::ensure_chromium()?;
    browser::ensure_packages()?;
    build_site(Profile::Dev)?;

    let mut tally = libtest::run()?;
    tally.add_all(playwright::run(&program(Profile::Dev), &chromium)?);
    println!("\n{tally}");
    if tally.is_clean() { Ok(()) } else { bail!("some tests failed") }
}
