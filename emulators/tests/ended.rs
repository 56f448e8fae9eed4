//! No emulator outlives the test that started it.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use emulators::Dynoxide;
use std::{
    env,
    io::{BufRead, BufReader},
    net::{SocketAddr, TcpStream},
    panic,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

fn listens(endpoint: &str) -> bool {
    let address: SocketAddr = endpoint.strip_prefix("http://").unwrap().parse().unwrap();
    TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok()
}

/// A process with both emulators, and where they listen.
fn other_process() -> (Child, Vec<String>) {
    let tests = env::current_exe().unwrap();
    let program = tests.parent().unwrap().parent().unwrap().join("examples/panics");
    let mut child = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
    let endpoints: Vec<String> = said.split_whitespace().map(String::from).collect();
    assert!(endpoints.len() == 2 && endpoints.iter().all(|endpoint| listens(endpoint)), "{said}");
    (child, endpoints)
}

fn assert_ended(endpoints: &[String]) {
    let began = Instant::now();
    while endpoints.iter().any(|endpoint| listens(endpoint)) {
        assert!(began.elapsed() < Duration::from_secs(10), "they live on: {endpoints:?}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn one_ends_with_the_value_that_keeps_it_and_with_a_panic() {
    let dropped = Dynoxide::start().unwrap().endpoint();
    assert!(!listens(&dropped));
    let mut endpoint = String::new();
    let panicked = panic::catch_unwind(panic::AssertUnwindSafe(|| {
        let kept = Dynoxide::start().unwrap();
        endpoint = kept.endpoint();
        assert!(!listens(&endpoint), "on purpose");
    }));
    assert!(panicked.is_err() && !listens(&endpoint));
}

#[test]
fn both_end_with_a_process_that_panics() {
    let (mut child, endpoints) = other_process();
    drop(child.stdin.take());
    assert!(!child.wait().unwrap().success());
    assert_ended(&endpoints);
}

#[test]
fn both_end_with_a_process_that_is_killed() {
    let (mut child, endpoints) = other_process();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_ended(&endpoints);
}
