use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::run::{self, program};
use crate::site::Profile;
use crate::step::step;
use crate::{browser, postgres, workspace};

/// Pictures of every screen, in both languages, on a desktop and on a phone: `docs/screens/`. Arguments go to Playwright.
pub fn take(arguments: &[&str]) -> Result<()> {
    postgres::ensure()?;
    let chromium = browser::ensure_chromium()?;
    browser::ensure_packages()?;
    run::build(Profile::Dev)?;
    step("Taking pictures of every screen", || {
        let mut playwright = Command::new("npx");
        playwright.args(["--no-install", "playwright", "test", "--config", "screens/config.ts"]).args(arguments);
        playwright.env("PABAL_BIN", program(Profile::Dev)).env("CHROMIUM_PATH", &chromium);
        playwright.env("PABAL_SCREENS", workspace::root().join("docs/screens"));
        playwright.env_remove("DATABASE_URL").current_dir(browser::folder()).stdin(Stdio::null());
        if playwright.status()?.success() { Ok(()) } else { bail!("some screens could not be taken") }
    })
}
