//! What one recipient costs in each stage of a campaign, at audiences of very different size.

use super::{
    base::Base,
    kills::end,
    machine::{self, Cost, Meter},
    run::Bench,
    send, text,
};
use anyhow::{Context, Result, bail};
use std::{
    fs::OpenOptions,
    io::{BufWriter, Write},
    process::{self, Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    thread,
    time::{Duration, Instant},
};

const LOOK_EVERY: Duration = Duration::from_millis(50);
/// Letters a second while the audience is written down: next to none.
const HARDLY_ANY: &str = "0.01";

/// One stage of one campaign.
struct Stage {
    name: &'static str,
    seconds: f64,
    program: Cost,
    postgres: Cost,
    wal_octets: f64,
    disk_octets: f64,
}

pub fn cost(bench: &Bench, n: usize) -> Result<()> {
    let sink = bench.sink("smtp")?;
    let base = Base::start(&bench.data("cost"))?;
    let run = Run { bench, base, carrier: format!("smtp://127.0.0.1:{}", sink.port), n };
    let stages = [run.import()?, run.address()?, run.send()?, run.events()?];
    let taken = sink.close()?;
    if taken.recipients != n as u64 || taken.letters != n as u64 {
        bail!("{} letters to {} people, not {n}", taken.letters, taken.recipients);
    }
    println!("{n} people; for each of them:");
    println!("  stage      |   wall |  pabal | postgres |   WAL |  disk | peak MiB of pabal, of a Postgres process");
    stages.iter().for_each(|stage| stage.say(n as f64));
    Ok(())
}

struct Run<'a> {
    bench: &'a Bench,
    base: Base,
    carrier: String,
    n: usize,
}

impl Run<'_> {
    fn program(&self, arguments: &[&str]) -> Command {
        let mut command = self.bench.program(self.base.data(), arguments);
        self.base.on(&mut command);
        command.env("RUST_LOG", "error").stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// New people, in no order of their addresses.
    fn import(&self) -> Result<Stage> {
        let people = text(&self.bench.inputs.scattered_people(self.n)?);
        self.program(&["migrate"]).status()?;
        self.measure(
            "import",
            || self.program(&["import", &people]).spawn().map_err(Into::into),
            |child| {
                let status = child.wait()?;
                if status.success() { Ok(()) } else { bail!("the import ended with {status}") }
            },
        )
    }

    /// The account is parked until everything is ready, and then has no rate to speak of.
    fn address(&self) -> Result<Stage> {
        let people = text(&self.bench.inputs.scattered_people(self.n)?);
        let template = text(&self.bench.inputs.small_template()?);
        let parked = format!("insert into pace (account, parked_until) values ('{}', 'infinity')", self.carrier);
        self.base.ask(&parked)?;
        let mut words = send(&people, &template, &self.carrier);
        words.extend(["--rate", HARDLY_ANY]);
        let mut child = self.program(&words).spawn()?;
        self.base.until("select exists (select from campaigns where state = 'running')")?;
        machine::forget_peak(child.id());
        let stage = self.measure_living("addressing", &mut child, |_| {
            self.base.ask("update pace set parked_until = null")?;
            self.base.until("select addressed_at is not null from campaigns")
        })?;
        end(child);
        Ok(stage)
    }

    fn send(&self) -> Result<Stage> {
        let words = ["resume", "--carrier", &self.carrier];
        self.measure(
            "sending",
            || self.program(&words).spawn().map_err(Into::into),
            |child| {
                self.base.until("select state = 'finished' from campaigns")?;
                child.wait()?;
                Ok(())
            },
        )
    }

    /// As many reports as SES sends of letters that arrive: a `Send` and a `Delivery` of each.
    fn events(&self) -> Result<Stage> {
        let mut child = self.program(&["serve", "--roles", "events", "--carrier", "outbox"]).spawn()?;
        self.base.until("select exists (select from feeds)")?;
        machine::forget_peak(child.id());
        let stage = self.measure_living("events", &mut child, |_| {
            self.report()?;
            self.base.until("select delivered = waiting + sending + sent + delivered + retrying + in_doubt + failed + bounced from totals")
        })?;
        end(child);
        Ok(stage)
    }

    /// Into the journal that the outbox's feed reads.
    fn report(&self) -> Result<()> {
        let tags = self.base.all("select seq || ' ' || address from recipients order by seq")?;
        let journal = OpenOptions::new().append(true).open(self.base.data().join("outbox/events.ndjson"))?;
        let mut journal = BufWriter::new(journal);
        for line in tags.lines() {
            let (seq, to) = line.split_once(' ').context("half a line")?;
            let at = "2026-01-01T00:00:00Z";
            let mail = format!(
                r#"{{"timestamp":"{at}","messageId":"0100-{seq}","source":"news@shop.example.com","destination":["{to}"],"tags":{{"r":["1_{seq}_1"]}}}}"#
            );
            writeln!(journal, r#"{{"eventType":"Send","mail":{mail},"send":{{}}}}"#)?;
            writeln!(
                journal,
                r#"{{"eventType":"Delivery","mail":{mail},"delivery":{{"timestamp":"{at}","processingTimeMillis":1,"recipients":["{to}"],"smtpResponse":"250 OK","reportingMTA":"sink"}}}}"#
            )?;
        }
        Ok(journal.flush()?)
    }

    fn measure(
        &self,
        name: &'static str,
        begin: impl FnOnce() -> Result<Child>,
        until: impl FnOnce(&mut Child) -> Result<()>,
    ) -> Result<Stage> {
        let before = Before::look(&self.base)?;
        let mut child = begin()?;
        before.measure(&self.base, name, &mut child, Cost::default(), until)
    }

    fn measure_living(
        &self,
        name: &'static str,
        child: &mut Child,
        until: impl FnOnce(&mut Child) -> Result<()>,
    ) -> Result<Stage> {
        let before = Before::look(&self.base)?;
        let so_far = machine::cost_of(child.id()).unwrap_or_default();
        before.measure(&self.base, name, child, so_far, until)
    }
}

/// What had been used when a stage began.
struct Before {
    at: Instant,
    postgres: f64,
    wal: String,
    disk: f64,
}

impl Before {
    fn look(base: &Base) -> Result<Self> {
        let wal = base.ask("select pg_current_wal_insert_lsn()")?;
        let disk = base.number(DISK)?;
        Ok(Self { wal, disk, postgres: machine::family_seconds(process::id(), "postgres"), at: Instant::now() })
    }

    fn measure(
        self,
        base: &Base,
        name: &'static str,
        child: &mut Child,
        so_far: Cost,
        until: impl FnOnce(&mut Child) -> Result<()>,
    ) -> Result<Stage> {
        let (pid, ended) = (child.id(), AtomicBool::new(false));
        let (result, meter) = thread::scope(|scope| {
            let watching = scope.spawn(|| {
                let mut meter = Meter::default();
                while !ended.load(Relaxed) {
                    meter.look(process::id());
                    thread::sleep(LOOK_EVERY);
                }
                meter
            });
            let result = until(child);
            ended.store(true, Relaxed);
            (result, watching.join())
        });
        result?;
        let meter = meter.map_err(|_| anyhow::anyhow!("the watching thread panicked"))?;
        let (seconds, program) =
            (self.at.elapsed().as_secs_f64(), machine::cost_of(pid).unwrap_or(meter.of_program(pid)));
        let postgres = machine::family_seconds(process::id(), "postgres") - self.postgres;
        Ok(Stage {
            name,
            seconds,
            program: Cost { cpu_seconds: program.cpu_seconds - so_far.cpu_seconds, ..program },
            postgres: Cost { cpu_seconds: postgres, peak_mib: meter.of_postgres().peak_mib },
            wal_octets: base.number(&format!("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '{}')", self.wal))?,
            disk_octets: base.number(DISK)? - self.disk,
        })
    }
}

const DISK: &str = "select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace";

impl Stage {
    fn say(&self, n: f64) {
        let micros = |seconds: f64| format!("{:.0} µs", seconds * 1e6 / n);
        println!(
            "  {:10} | {:>6} | {:>6} | {:>8} | {:>5.0} | {:>5.0} | {:.0}, {:.0}",
            self.name,
            micros(self.seconds),
            micros(self.program.cpu_seconds),
            micros(self.postgres.cpu_seconds),
            self.wal_octets / n,
            self.disk_octets / n,
            self.program.peak_mib,
            self.postgres.peak_mib,
        );
    }
}
