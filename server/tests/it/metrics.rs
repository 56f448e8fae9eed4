//! What operators watch, asked as they ask.

use crate::{
    doubles::relay::{Relay, Stage},
    house::{House, until},
};
use nix::sys::signal::Signal;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};

async fn scraped(address: &str, name: &str) -> f64 {
    let text = reqwest::get(address).await.unwrap().error_for_status().unwrap().text().await.unwrap();
    let line = text.lines().find(|line| line.split(' ').next() == Some(name));
    let line = line.unwrap_or_else(|| panic!("no {name} in {text}"));
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn prometheus_and_cloudwatch_are_told_the_same_numbers() {
    let (house, relay) = (House::new().await, Relay::start().await);
    relay.hold(Stage::Accepted);
    let mut program = house.pabal(&[
        "serve",
        "--roles",
        "dispatch",
        "--carrier",
        &relay.url(),
        "--metrics-listen",
        "127.0.0.1:0",
        "--cloudwatch",
    ]);
    let said = BufReader::new(program.stdout()).lines().next_line().await.unwrap().unwrap();
    let address = said.rsplit(' ').next().unwrap();
    house.until("select count(*) = 1 from living_dispatchers").await;
    assert_eq!(scraped(address, "pabal_oldest_unsent_seconds").await, 0.0);
    assert_eq!(scraped(address, "pabal_dispatchers").await, 1.0);

    house.launch(300, &relay.url()).await;
    until("letters are under way", || relay.held() > 0).await;
    house.until("select waiting + sending = 300 from totals").await;
    assert_eq!(scraped(address, "pabal_unsent_letters").await, 300.0);
    let age = scraped(address, "pabal_oldest_unsent_seconds").await;
    assert!(age > 0.0 && scraped(address, "pabal_oldest_unsent_seconds").await > age);

    relay.release();
    house.until("select state = 'finished' from campaigns").await;
    assert_eq!(scraped(address, "pabal_calls_total{ending=\"accepted\"}").await, 300.0);
    assert_eq!(scraped(address, "pabal_unsent_letters").await, 0.0);
    assert_eq!(scraped(address, "pabal_oldest_unsent_seconds").await, 0.0);
    let [p50, p99] = ["0.5", "0.99"].map(|quantile| format!("pabal_accept_seconds{{quantile=\"{quantile}\"}}"));
    let [p50, p99] = [scraped(address, &p50).await, scraped(address, &p99).await];
    assert!(0.0 < p50 && p50 <= p99, "{p50} {p99}");

    program.signal(Signal::SIGTERM);
    let ended = program.end().await;
    let lines = ended.stderr.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let told: Vec<Value> = lines.filter(|line| line.get("_aws").is_some()).collect();
    assert_eq!(told.iter().map(|line| line["Accepted"].as_f64().unwrap()).sum::<f64>(), 300.0, "{told:?}");
    assert_eq!(told.last().unwrap()["_aws"]["CloudWatchMetrics"][0]["Namespace"], "Pabal");
}
