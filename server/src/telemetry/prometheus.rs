//! `/metrics` in Prometheus's text format (version 0.0.4), on a port of its own: who scrapes does not sign in.

use super::numbers::{Kind, Number, numbers};
use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use mailroom::Mailroom;
use std::fmt::Write;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub async fn serve(mailroom: Mailroom, listener: TcpListener, stop: CancellationToken) -> anyhow::Result<()> {
    let router = Router::new().route("/metrics", get(metrics)).with_state(mailroom);
    Ok(axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await?)
}

async fn metrics(State(mailroom): State<Mailroom>) -> Response {
    match numbers(&mailroom).await {
        Ok(numbers) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text(&numbers)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the numbers for Prometheus could not be read");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

/// Numbers of one name stand together.
fn text(numbers: &[Number]) -> String {
    let mut text = String::new();
    let mut last = "";
    for number in numbers {
        let Number { name, label, kind, help, value, .. } = number;
        if *name != last {
            let kind = match kind {
                Kind::Counter => "counter",
                Kind::Gauge => "gauge",
            };
            // writing to a string cannot fail
            let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
            last = name;
        }
        let _ = match label {
            Some((label, of)) => writeln!(text, "{name}{{{label}=\"{of}\"}} {value}"),
            None => writeln!(text, "{name} {value}"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Kind, Number, text};
    use crate::telemetry::numbers::Unit;

    #[test]
    fn a_name_is_explained_once() {
        let number = |of, value| Number {
            name: "pabal_calls_total",
            label: Some(("ending", of)),
            cloudwatch: "",
            kind: Kind::Counter,
            unit: Unit::Count,
            help: "Calls",
            value,
        };
        let idle = Number { name: "pabal_idle", label: None, kind: Kind::Gauge, ..number("", 0.25) };
        assert_eq!(
            text(&[number("accepted", 3.0), number("unsure", 0.0), idle]),
            "# HELP pabal_calls_total Calls\n# TYPE pabal_calls_total counter\n\
             pabal_calls_total{ending=\"accepted\"} 3\npabal_calls_total{ending=\"unsure\"} 0\n\
             # HELP pabal_idle Calls\n# TYPE pabal_idle gauge\npabal_idle 0.25\n"
        );
    }
}
