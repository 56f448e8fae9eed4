use std::fmt::Display;
use std::io::ErrorKind;
use std::process::{Command, Output};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// Says what is being done, does it, and says how long it took.
pub fn step<T>(what: impl Display, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("==> {what}");
    let began = Instant::now();
    let done = work().with_context(|| format!("{what} failed"))?;
    eprintln!("    {:.1} s", began.elapsed().as_secs_f32());
    Ok(done)
}

pub trait Run {
    /// Runs to the end; anything but success is an error.
    fn run(&mut self) -> Result<()>;
    /// As `run`, and returns what it printed; what it complained of goes into the error.
    fn read(&mut self) -> Result<String>;
}

impl Run for Command {
    fn run(&mut self) -> Result<()> {
        let status = self.status().with_context(|| unstarted(self))?;
        if !status.success() {
            bail!("`{}` ended with {status}", line(self));
        }
        Ok(())
    }

    fn read(&mut self) -> Result<String> {
        let Output { status, stdout, stderr } = self.output().with_context(|| unstarted(self))?;
        if !status.success() {
            bail!("`{}` ended with {status}\n{}", line(self), String::from_utf8_lossy(&stderr).trim_end());
        }
        Ok(String::from_utf8(stdout)?)
    }
}

pub fn is_installed(program: &str) -> bool {
    match Command::new(program).arg("--version").output() {
        Ok(_) => true,
        Err(error) => error.kind() != ErrorKind::NotFound,
    }
}

fn unstarted(command: &Command) -> String {
    format!("`{}` cannot be started", line(command))
}

fn line(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
