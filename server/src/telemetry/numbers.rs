//! The numbers that operators watch, once for both ways to tell them.

use mailroom::{Mailroom, Result, metrics};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Only grows, until the process ends.
    Counter,
    Gauge,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Count,
    Seconds,
}

/// One number, with the name that Prometheus knows it by, and the one that CloudWatch does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    pub name: &'static str,
    /// One label and its value.
    pub label: Option<(&'static str, &'static str)>,
    pub cloudwatch: &'static str,
    pub kind: Kind,
    pub unit: Unit,
    pub help: &'static str,
    pub value: f64,
}

pub async fn numbers(mailroom: &Mailroom) -> Result<Vec<Number>> {
    let backlog = metrics::backlog(mailroom).await?;
    let (endings, latency) = metrics::calls(mailroom);
    let mut numbers = house(&backlog);
    numbers.extend(calls(&endings));
    numbers.extend(latencies(&latency));
    Ok(numbers)
}

fn house(backlog: &metrics::Backlog) -> Vec<Number> {
    let gauge = |name, cloudwatch, help, value| Number {
        name,
        label: None,
        cloudwatch,
        kind: Kind::Gauge,
        unit: Unit::Count,
        help,
        value,
    };
    let oldest = Number {
        unit: Unit::Seconds,
        ..gauge(
            "pabal_oldest_unsent_seconds",
            "OldestUnsent",
            "Age of the oldest recipient of a running campaign who was not sent to yet, since the launch",
            backlog.oldest_unsent_seconds,
        )
    };
    let count = |name, cloudwatch, help, value: i64| gauge(name, cloudwatch, help, value as f64);
    vec![
        oldest,
        count("pabal_unsent_letters", "Unsent", "Letters that running campaigns owe", backlog.unsent),
        count("pabal_letters_in_doubt", "InDoubt", "Letters whose answer is unknown", backlog.in_doubt),
        count("pabal_running_campaigns", "Running", "Campaigns that send", backlog.running),
        count("pabal_paused_campaigns", "Paused", "Campaigns that were paused or halted", backlog.paused),
        count("pabal_dispatchers", "Dispatchers", "Processes that send", backlog.dispatchers),
        count("pabal_parked_accounts", "Parked", "Accounts that wait for a quota or a carrier", backlog.parked),
    ]
}

fn calls(endings: &metrics::Endings) -> Vec<Number> {
    let table = [
        ("accepted", "Accepted", endings.accepted),
        ("deferred", "Deferred", endings.deferred),
        ("refused", "Refused", endings.refused),
        ("unsure", "Unsure", endings.unsure),
        ("throttled", "Throttled", endings.throttled),
        ("held", "Held", endings.held),
    ];
    let number = |(ending, cloudwatch, value): (&'static str, &'static str, u64)| Number {
        name: "pabal_calls_total",
        label: Some(("ending", ending)),
        cloudwatch,
        kind: Kind::Counter,
        unit: Unit::Count,
        help: "Calls of this process to the carrier, by how they ended",
        value: value as f64,
    };
    table.map(number).to_vec()
}

fn latencies(latency: &metrics::Latency) -> Vec<Number> {
    let table =
        [("0.5", "AcceptP50", latency.p50), ("0.95", "AcceptP95", latency.p95), ("0.99", "AcceptP99", latency.p99)];
    let quantile = |(quantile, cloudwatch, value): (&'static str, &'static str, f64)| Number {
        name: "pabal_accept_seconds",
        label: Some(("quantile", quantile)),
        cloudwatch,
        kind: Kind::Gauge,
        unit: Unit::Seconds,
        help: "How long the carrier took to accept a letter, of the last one to two minutes",
        value,
    };
    table.map(quantile).to_vec()
}
