//! Where traces are asked for, a collector gets them; they say nothing of who is written to.

use crate::{
    doubles::relay::Relay,
    house::{House, person},
};
use axum::{Router, body::Bytes, http::HeaderMap, routing::post};
use nix::sys::signal::Signal;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// What a collector was told, in protocol buffers: texts stand in them as they are.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<u8>>>);

impl Collector {
    async fn start(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let told = self.clone();
        let take = move |headers: HeaderMap, body: Bytes| async move {
            assert_eq!(headers["content-type"], "application/x-protobuf");
            told.0.lock().unwrap().extend_from_slice(&body);
        };
        let router = Router::new().route("/v1/traces", post(take));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        address
    }

    fn heard(&self, text: &str) -> bool {
        self.0.lock().unwrap().windows(text.len()).any(|window| window == text.as_bytes())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_is_told_of_batches_and_letters() {
    let (house, relay, collector) = (House::new().await, Relay::start().await, Collector::default());
    let address = collector.start().await;
    let program = house.pabal(&["serve", "--listen", "127.0.0.1:0", "--carrier", &relay.url(), "--traces", &address]);
    house.until("select count(*) = 1 from living_dispatchers").await;
    house.launch(20, &relay.url()).await;
    house.until("select state = 'finished' from campaigns").await;
    program.signal(Signal::SIGTERM);
    program.end().await;
    for name in ["pabal", "addressing", "batch", "window", "letter", "accepted"] {
        assert!(collector.heard(name), "{name}");
    }
    assert!(!collector.heard(&person(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_cannot_be_one_is_said_to_be_none() {
    let house = House::new().await;
    for (given, why) in [("collector:4318", "http://"), ("http://127.0.0.1:4318/v1/traces", "/v1/traces is added")] {
        let ended = house.pabal(&["serve", "--traces", given]).end().await;
        assert!(ended.stderr.contains(why), "{given}: {}", ended.stderr);
    }
}
