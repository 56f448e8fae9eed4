//! `cargo xtask bench`: what sending costs on this machine. Measurements only; nothing here fails for being slow.

mod base;
mod cost;
mod inputs;
mod kills;
mod machine;
mod refusals;
mod run;

use crate::{run as product, site::Profile, workspace};
use anyhow::{Context, Result, bail};
use run::{Bench, Sent};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

const USAGE: &str =
    "cargo xtask bench [outbox] [smtp] [ses] [import] [refusals] [kills] [cost]   all seven where none is named";

/// `PABAL_BENCH_PEOPLE` names others, with commas between.
const AUDIENCES: &str = "10000,100000,1000000";
/// A new account at SES may send 14 letters a second.
const RATES: [usize; 2] = [14, 500];

pub fn bench(wanted: &[&str]) -> Result<()> {
    let all = ["outbox", "smtp", "ses", "import", "refusals", "kills", "cost"];
    if let Some(odd) = wanted.iter().find(|word| !all.contains(word)) {
        bail!("`{odd}` is not a measurement\n{USAGE}");
    }
    let wanted = if wanted.is_empty() { &all[..] } else { wanted };
    let bench = Bench::new(program()?, compile_sink()?)?;
    println!("\n{}", machine::facts());
    for measurement in wanted {
        match *measurement {
            "outbox" => outbox(&bench)?,
            "smtp" => smtp(&bench)?,
            "ses" => ses(&bench)?,
            "refusals" => refusals(&bench)?,
            "cost" => audiences()?.into_iter().try_for_each(|n| cost::cost(&bench, n))?,
            "kills" => RATES.into_iter().try_for_each(|rate| kills::kills(&bench, rate))?,
            _ => import(&bench)?,
        }
    }
    Ok(())
}

fn audiences() -> Result<Vec<usize>> {
    let named = std::env::var("PABAL_BENCH_PEOPLE").unwrap_or(AUDIENCES.to_owned());
    named.split(',').map(|n| n.trim().parse().with_context(|| format!("{n:?} is no number of people"))).collect()
}

/// A release build, unless one is named.
fn program() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("PABAL_BIN") {
        println!("measuring {} as it was built", named.display());
        return Ok(named.into());
    }
    product::build(Profile::Release)?;
    Ok(product::program(Profile::Release))
}

fn compile_sink() -> Result<PathBuf> {
    let sink = workspace::target().join("sink");
    let source = workspace::root().join("xtask/sinks/sink.rs");
    let done = Command::new("rustc")
        .args(["-O", "--edition", "2024", "-o"])
        .arg(&sink)
        .arg(&source)
        .status()
        .context("rustc")?;
    if done.success() { Ok(sink) } else { bail!("the sink does not compile") }
}

fn send<'a>(audience: &'a str, template: &'a str, carrier: &'a str) -> Vec<&'a str> {
    let from = "Shop <news@shop.example.com>";
    let subject = "(광고) {{Name}}님 주말 특가";
    let words = ["send", "--json", "--subject", subject, "--from", from, "--field", "Body=This weekend"];
    let rest = ["--audience", audience, "--template", template, "--carrier", carrier];
    words.into_iter().chain(rest).collect()
}

/// The whole command, from nothing: it makes its database, imports, sends and reports.
fn outbox(bench: &Bench) -> Result<()> {
    let data = bench.data("outbox");
    let people = workspace::root().join("samples/customers-200.csv");
    let template = bench.inputs.large_template();
    for run in ["empty data folder", "second run"] {
        let ran = bench.measure(&mut bench.program(&data, &send(&text(&people), &text(&template), "outbox")))?;
        println!("200 people, 100 KB, outbox, {run}: {:.2} s from the command to its end", ran.seconds);
    }
    Ok(())
}

fn smtp(bench: &Bench) -> Result<()> {
    let small = bench.inputs.small_template()?;
    for (what, template) in [("2.7 KB", small), ("100 KB", bench.inputs.large_template())] {
        through(bench, "smtp", what, &text(&template), 50_000)?;
    }
    Ok(())
}

fn ses(bench: &Bench) -> Result<()> {
    through(bench, "ses", "100 KB", &text(&bench.inputs.large_template()), 20_000)
}

fn through(bench: &Bench, protocol: &str, what: &str, template: &str, n: usize) -> Result<()> {
    let data = bench.data(protocol);
    let people = bench.inputs.people(n)?;
    // the import is measured by itself: here everybody is known already
    bench.measure(&mut bench.program(&data, &["import", &text(&people)]))?;
    let sink = bench.sink(protocol)?;
    let carrier = if protocol == "smtp" { format!("smtp://127.0.0.1:{}", sink.port) } else { "ses".into() };
    let mut command = bench.program(&data, &send(&text(&people), template, &carrier));
    command.env("AWS_ENDPOINT_URL_SESV2", format!("http://127.0.0.1:{}", sink.port)).envs([
        ("AWS_REGION", "eu-west-1"),
        ("AWS_ACCESS_KEY_ID", "bench"),
        ("AWS_SECRET_ACCESS_KEY", "bench"),
    ]);
    let ran = bench.measure(&mut command)?;
    let taken = sink.close()?;
    let status = bench.measure(&mut bench.program(&data, &["status", "--json"]))?;
    say(&Sent { what: format!("{n} people, {what}, {protocol}"), ran, taken, status: status.said, n })
}

fn say(sent: &Sent) -> Result<()> {
    let Sent { what, ran, taken, .. } = sent;
    if taken.recipients != sent.n as u64 || taken.letters != sent.n as u64 {
        bail!("{what}: {} letters to {} people, not {}", taken.letters, taken.recipients, sent.n);
    }
    let launched = sent.launched_at()?;
    let thousands = sent.n as f64 / 1000.0;
    println!("{what} ({} KB each on the wire):", taken.octets / taken.letters / 1000);
    println!(
        "  {:.0} letters/s, first {:.0} ms after the launch",
        sent.n as f64 / (taken.last_at - launched),
        (taken.first_at - launched) * 1000.0
    );
    println!(
        "  CPU s per 1,000 letters: {:.3} pabal, {:.3} Postgres, the import of the list included in both",
        ran.program.cpu_seconds / thousands,
        ran.postgres.cpu_seconds / thousands
    );
    println!(
        "  peak memory: {:.0} MiB pabal, {:.0} MiB the largest Postgres process",
        ran.program.peak_mib, ran.postgres.peak_mib
    );
    println!("  {:.1} s from the command to its end", ran.seconds);
    Ok(())
}

fn import(bench: &Bench) -> Result<()> {
    let people = bench.inputs.people(1_000_000)?;
    let data = bench.data("import");
    bench.measure(&mut bench.program(&data, &["migrate"]))?;
    for what in ["new people", "the same people again"] {
        let ran = bench.measure(&mut bench.program(&data, &["import", &text(&people)]))?;
        println!(
            "import of 1,000,000 rows, {what}: {:.0} rows/s, {:.1} s, {:.0} MiB pabal",
            1e6 / ran.seconds,
            ran.seconds,
            ran.program.peak_mib
        );
    }
    Ok(())
}

/// Everybody of a campaign leaves by one click, and the next campaign skips them all.
fn refusals(bench: &Bench) -> Result<()> {
    let (n, a_second) = (10_000, 1_000);
    let data = bench.data("refusals");
    let (people, template) = (text(&bench.inputs.people(n)?), text(&bench.inputs.small_template()?));
    bench.measure(&mut bench.program(&data, &send(&people, &template, "outbox")))?;
    let links = refusals::links(&data.join("outbox"))?;
    if links.len() != n {
        bail!("{} letters of {n} have a link", links.len());
    }
    let server = bench.program(&data, &["serve", "--listen", "127.0.0.1:0", "--roles", "web"]);
    let server = refusals::Server::start(server)?;
    let took = refusals::click(&server, links, a_second)?;
    drop(server);
    let next = bench.measure(&mut bench.program(&data, &send(&people, &template, "outbox")))?;
    let outcome: serde_json::Value = serde_json::from_str(&next.said)?;
    let skipped = outcome["states"]["skipped"].as_u64().context("the second campaign says nothing of those skipped")?;
    if skipped != n as u64 {
        bail!("{n} people left, and {skipped} are skipped");
    }
    let at = |part: f64| took[((took.len() - 1) as f64 * part) as usize];
    println!("{n} one-click refusals at {a_second} a second: all in effect");
    println!("  answered in {:.1} ms (median), {:.1} ms (p99), {:.1} ms (worst)", at(0.5), at(0.99), at(1.0));
    Ok(())
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
