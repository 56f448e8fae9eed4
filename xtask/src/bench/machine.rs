//! What the machine is, and what processes on it cost.

use std::{collections::HashMap, fs, path::Path};

/// One line: processor, cores, memory, kernel.
pub fn facts() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map_or("?", |(_, m)| m);
    let cores = cpu.lines().filter(|line| line.starts_with("processor")).count();
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let gib = memory.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok()).unwrap_or(0.0) / 1048576.0;
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("?");
    format!("{model}, {cores} cores, {gib:.0} GiB, Linux {}, load {load} before", kernel.trim())
}

/// Processor seconds and peak memory of one process.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    pub cpu_seconds: f64,
    pub peak_mib: f64,
}

/// Looks again and again while the measured program runs; what a process that ended meanwhile cost is kept.
#[derive(Default)]
pub struct Meter(HashMap<u32, (String, Cost)>);

impl Meter {
    pub fn look(&mut self, program: u32) {
        let (ticks, owned) = (ticks_per_second(), children_of(program));
        for pid in std::iter::once(program).chain(owned) {
            if let Some((name, cost)) = read(pid, ticks) {
                self.0.insert(pid, (name, cost));
            }
        }
    }

    pub fn of_program(&self, program: u32) -> Cost {
        self.0.get(&program).map(|(_, cost)| *cost).unwrap_or_default()
    }

    /// All processes of Postgres together; the peak is the largest of theirs, for they share most of it.
    pub fn of_postgres(&self) -> Cost {
        let of_postgres = self.0.values().filter(|(name, _)| name == "postgres").map(|(_, cost)| cost);
        of_postgres.fold(Cost::default(), |sum, cost| Cost {
            cpu_seconds: sum.cpu_seconds + cost.cpu_seconds,
            peak_mib: sum.peak_mib.max(cost.peak_mib),
        })
    }
}

/// What a living process cost so far.
pub fn cost_of(pid: u32) -> Option<Cost> {
    read(pid, ticks_per_second()).map(|(_, cost)| cost)
}

/// Processor seconds of all processes of this name below one, and of those of theirs that have ended and were waited for.
pub fn family_seconds(pid: u32, name: &str) -> f64 {
    let ticks = ticks_per_second();
    let family = children_of(pid).into_iter().filter_map(stat).filter(|(of, _)| of == name);
    family.map(|(_, times)| times.iter().sum::<f64>() / ticks).sum()
}

/// From now on its peak is what it holds from now on.
pub fn forget_peak(pid: u32) {
    let _ = fs::write(format!("/proc/{pid}/clear_refs"), "5");
}

/// Its name, and proc(5)'s utime, stime, cutime and cstime: the 14th to 17th field of the line, in ticks.
fn stat(pid: u32) -> Option<(String, [f64; 4])> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (head, rest) = stat.rsplit_once(") ")?;
    let name = head.split_once('(')?.1.to_owned();
    let times: Vec<f64> = rest.split(' ').skip(11).take(4).filter_map(|ticks| ticks.parse().ok()).collect();
    Some((name, times.try_into().ok()?))
}

fn read(pid: u32, ticks: f64) -> Option<(String, Cost)> {
    let (name, [user, system, ..]) = stat(pid)?;
    let cpu = user + system;
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?;
    Some((name, Cost { cpu_seconds: cpu / ticks, peak_mib: peak.parse::<f64>().ok()? / 1024.0 }))
}

fn ticks_per_second() -> f64 {
    nix::unistd::sysconf(nix::unistd::SysconfVar::CLK_TCK).ok().flatten().map_or(100.0, |ticks| ticks as f64)
}

/// The whole family below a process.
fn children_of(pid: u32) -> Vec<u32> {
    let mut family = vec![];
    let mut next = vec![pid];
    while let Some(parent) = next.pop() {
        for task in
            fs::read_dir(Path::new("/proc").join(parent.to_string()).join("task")).into_iter().flatten().flatten()
        {
            let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            for child in children.split_whitespace().filter_map(|child| child.parse().ok()) {
                family.push(child);
                next.push(child);
            }
        }
    }
    family
}
