//! Three dispatching processes on one database, one of them killed with -9 every few seconds for a minute.

use super::{base::Base, run::Bench, send, text};
use anyhow::{Context, Result, bail};
use std::{
    collections::HashSet,
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const PROCESSES: usize = 3;
const KILL_EVERY: Duration = Duration::from_secs(3);
const MEASURED: Duration = Duration::from_secs(60);
/// Before the minute begins and after it ends there is mail too.
const AROUND: Duration = Duration::from_secs(4);

/// Killed with -9 when it is dropped.
struct Dispatching(Child);

impl Drop for Dispatching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// When each letter was accepted, in seconds, and for whom; in the order in which they came.
struct Accepted(Vec<(f64, String)>);

pub fn kills(bench: &Bench, rate: usize) -> Result<()> {
    let n = rate * (MEASURED + 2 * AROUND).as_secs() as usize;
    let base = Base::start(&bench.data("kills"))?;
    let log = base.data().join("accepted");
    let sink = bench.sink_that_notes("smtp", Some(&log))?;
    let run = Run { bench, base, carrier: format!("smtp://127.0.0.1:{}", sink.port), rate: rate.to_string() };
    run.launch(n)?;
    let mut living = (0..PROCESSES).map(|_| run.serve()).collect::<Result<Vec<_>>>()?;
    run.base.until(&format!("select count(*) = {PROCESSES} from living_dispatchers"))?;
    thread::sleep(AROUND);
    let began = now();
    let kills = run.kill_for(MEASURED, &mut living)?;
    run.base.until("select state = 'finished' from campaigns")?;
    drop(living);
    sink.close()?;
    run.say(&Accepted::read(&log)?, n, kills, began)
}

struct Run<'a> {
    bench: &'a Bench,
    base: Base,
    carrier: String,
    rate: String,
}

impl Run<'_> {
    fn program(&self, arguments: &[&str]) -> Command {
        let mut command = self.bench.program(self.base.data(), arguments);
        self.base.on(&mut command);
        command.stdout(Stdio::null());
        command
    }

    fn serve(&self) -> Result<Dispatching> {
        let words = ["serve", "--roles", "dispatch", "--carrier", &self.carrier, "--rate", &self.rate];
        // what they say of those they find dead is expected here
        Ok(Dispatching(self.program(&words).stderr(Stdio::null()).spawn()?))
    }

    /// The command that launches is stopped as soon as the campaign runs, before it sends much.
    fn launch(&self, n: usize) -> Result<()> {
        let (people, template) = (text(&self.bench.inputs.people(n)?), text(&self.bench.inputs.small_template()?));
        self.program(&["migrate"]).status()?;
        let mut words = send(&people, &template, &self.carrier);
        words.extend(["--rate", &self.rate]);
        let command = self.program(&words).stderr(Stdio::null()).spawn()?;
        self.base
            .until("select exists (select from campaigns where state = 'running' and addressed_at is not null)")?;
        end(command);
        Ok(())
    }

    /// The one that lived longest dies, and another takes its place at once.
    fn kill_for(&self, time: Duration, living: &mut Vec<Dispatching>) -> Result<usize> {
        let (began, mut kills) = (Instant::now(), 0);
        while began.elapsed() + KILL_EVERY <= time {
            thread::sleep((began + KILL_EVERY * (kills as u32 + 1)).saturating_duration_since(Instant::now()));
            drop(living.remove(0));
            living.push(self.serve()?);
            kills += 1;
        }
        thread::sleep((began + time).saturating_duration_since(Instant::now()));
        Ok(kills)
    }

    /// The addresses of those whom the ledger says to be in this state.
    fn in_state(&self, state: &str) -> Result<HashSet<String>> {
        let said = self.base.all(&format!("select address from recipient_states where state = '{state}'"))?;
        Ok(said.lines().map(str::to_owned).collect())
    }

    fn say(&self, accepted: &Accepted, n: usize, kills: usize, began: f64) -> Result<()> {
        let (sent, in_doubt) = (self.in_state("sent")?, self.in_state("in_doubt")?);
        let taken: HashSet<&str> = accepted.0.iter().map(|(_, to)| to.as_str()).collect();
        let lost = sent.iter().filter(|to| !taken.contains(to.as_str())).count();
        let doubled = accepted.0.len() - taken.len();
        let mailed = in_doubt.iter().filter(|to| taken.contains(to.as_str())).count();
        let rate: f64 = self.rate.parse()?;
        let kept = accepted.between(began, began + MEASURED.as_secs_f64()) as f64 / MEASURED.as_secs_f64();
        println!("{PROCESSES} processes, {kills} killed with -9, one every {} s, {n} people:", KILL_EVERY.as_secs());
        println!("  accepted {}, lost {lost}, doubled {doubled}", accepted.0.len());
        println!(
            "  in doubt {}, of whom {mailed} were mailed and {} were not",
            in_doubt.len(),
            in_doubt.len() - mailed
        );
        println!(
            "  the ledger: {} sent + {} in doubt = {} people",
            sent.len(),
            in_doubt.len(),
            sent.len() + in_doubt.len()
        );
        println!("  allowed {rate} letters/s, kept {kept:.2} over the minute: {:+.2} %", (kept / rate - 1.0) * 100.0);
        for seconds in [1.0, 5.0, 10.0] {
            let (least, most) = accepted.extremes(began, MEASURED.as_secs_f64(), seconds);
            println!("  within {seconds} s: from {:.1} to {:.1} letters/s", least / seconds, most / seconds);
        }
        let booked = self.base.ask("select sent || ' ' || in_doubt from totals")?;
        if lost + doubled > 0
            || sent.len() + in_doubt.len() != n
            || booked != format!("{} {}", sent.len(), in_doubt.len())
        {
            bail!("letters were lost or doubled, or the ledger does not add up");
        }
        Ok(())
    }
}

impl Accepted {
    fn read(log: &Path) -> Result<Self> {
        let line = |line: &str| {
            let (at, to) = line.split_once(' ').context("half a line")?;
            Ok((at.parse::<f64>()? / 1e6, to.to_owned()))
        };
        let mut all = fs::read_to_string(log)?.lines().map(line).collect::<Result<Vec<_>>>()?;
        all.sort_by(|one, other| one.0.total_cmp(&other.0));
        Ok(Self(all))
    }

    fn between(&self, from: f64, until: f64) -> usize {
        self.0.partition_point(|(at, _)| *at < until) - self.0.partition_point(|(at, _)| *at < from)
    }

    /// The fewest and the most letters within any so many seconds of this time.
    fn extremes(&self, from: f64, time: f64, seconds: f64) -> (f64, f64) {
        let steps = ((time - seconds) * 100.0) as usize;
        let counts = (0..=steps).map(|step| {
            let from = from + step as f64 / 100.0;
            self.between(from, from + seconds) as f64
        });
        counts.fold((f64::INFINITY, 0.0), |(least, most), n| (least.min(n), most.max(n)))
    }
}

/// In order, so that nobody is left in doubt.
pub fn end(mut program: Child) {
    let id = nix::unistd::Pid::from_raw(program.id().cast_signed());
    let _ = nix::sys::signal::kill(id, nix::sys::signal::Signal::SIGTERM);
    let _ = program.wait();
}

fn now() -> f64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}
