//! A line a minute in CloudWatch's embedded metric format: the agent that ships the logs makes metrics of it, and nothing
//! here needs a right of its own.

use super::numbers::{Kind, Number, Unit, numbers};
use jiff::Timestamp;
use mailroom::Mailroom;
use serde_json::{Map, Value, json};
use std::{
    collections::HashMap,
    io::{Write, stderr},
    time::Duration,
};
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_secs(60);
const NAMESPACE: &str = "Pabal";

/// Until stopped; then once more, so that the last minute is told.
pub async fn tell(mailroom: Mailroom, account: String, stop: CancellationToken) {
    let mut told = HashMap::new();
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stop.cancelled() => {}
        }
        match numbers(&mailroom).await {
            Ok(numbers) => {
                let line = line(&numbers, &mut told, &account, Timestamp::now());
                // nobody reads along: nothing else can be done about it
                let _ = writeln!(stderr().lock(), "{line}");
            }
            Err(error) => tracing::error!(%error, "the numbers for CloudWatch could not be read"),
        }
        if stop.is_cancelled() {
            return;
        }
    }
}

/// CloudWatch adds up what it is told, so of what only grows it is told the growth.
fn line(numbers: &[Number], told: &mut HashMap<&'static str, f64>, account: &str, at: Timestamp) -> Value {
    let mut line = Map::new();
    let mut metrics = vec![];
    for number in numbers {
        let value = match number.kind {
            Kind::Gauge => number.value,
            Kind::Counter => number.value - told.insert(number.cloudwatch, number.value).unwrap_or_default(),
        };
        let unit = match number.unit {
            Unit::Count => "Count",
            Unit::Seconds => "Seconds",
        };
        metrics.push(json!({ "Name": number.cloudwatch, "Unit": unit }));
        line.insert(number.cloudwatch.to_owned(), json!(value));
    }
    line.insert("Account".into(), json!(account));
    let directive = json!({ "Namespace": NAMESPACE, "Dimensions": [["Account"]], "Metrics": metrics });
    line.insert("_aws".into(), json!({ "Timestamp": at.as_millisecond(), "CloudWatchMetrics": [directive] }));
    Value::Object(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_which_of_its_members_are_metrics_and_of_counters_their_growth() {
        let accepted = |value| Number {
            name: "pabal_calls_total",
            label: Some(("ending", "accepted")),
            cloudwatch: "Accepted",
            kind: Kind::Counter,
            unit: Unit::Count,
            help: "",
            value,
        };
        let oldest = Number { cloudwatch: "OldestUnsent", kind: Kind::Gauge, unit: Unit::Seconds, ..accepted(7.5) };
        let mut told = HashMap::new();
        let at = Timestamp::from_second(1_000).unwrap();
        line(&[accepted(40.0)], &mut told, "ses:x", at);
        assert_eq!(
            line(&[accepted(100.0), oldest], &mut told, "ses:x", at),
            json!({
                "_aws": {
                    "Timestamp": 1_000_000,
                    "CloudWatchMetrics": [{
                        "Namespace": "Pabal",
                        "Dimensions": [["Account"]],
                        "Metrics": [{ "Name": "Accepted", "Unit": "Count" }, { "Name": "OldestUnsent", "Unit": "Seconds" }],
                    }],
                },
                "Account": "ses:x",
                "Accepted": 60.0,
                "OldestUnsent": 7.5,
            })
        );
    }
}
