//! How fast letters go over SMTP and what they cost.
//!
//! `cargo run --release -p mailroom --example smtp_speed -- smtp://127.0.0.1:2525?connections=8 50000 100000`:
//! an address, how many letters, how many bytes each.

use domain::{CampaignId, SendTag, letter::Letter};
use mailroom::mailer::{Carrier, Mailer};
use std::{
    error::Error,
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI32, Ordering},
    },
    time::Instant,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |usual: &str| arguments.next().unwrap_or_else(|| usual.to_owned());
    let carrier: Carrier = next("smtp://127.0.0.1:2525").parse()?;
    let (letters, octets): (i32, usize) = (next("50000").parse()?, next("100000").parse()?);
    let mailer = Mailer::open(&carrier, Path::new(".")).await?;
    let (left, mime, started, cpu) = (Arc::new(AtomicI32::new(letters)), mime(octets), Instant::now(), cpu_seconds()?);
    let senders: Vec<_> = (0..mailer.width())
        .map(|_| tokio::spawn(send_while_some_are_left(mailer.clone(), left.clone(), mime.clone())))
        .collect();
    for sender in senders {
        sender.await??;
    }
    let (seconds, cpu) = (started.elapsed().as_secs_f64(), cpu_seconds()? - cpu);
    println!(
        "{letters} letters of {} bytes in {seconds:.2} s: {:.0} letters/s, {:.1} µs of processor time each",
        mime.len(),
        f64::from(letters) / seconds,
        cpu * 1e6 / f64::from(letters)
    );
    Ok(())
}

async fn send_while_some_are_left(mailer: Mailer, left: Arc<AtomicI32>, mime: Vec<u8>) -> Result<(), String> {
    let from = "news@shop.example.com".parse().map_err(|e: domain::Invalid| e.to_string())?;
    let to = "kim@example.com".parse().map_err(|e: domain::Invalid| e.to_string())?;
    let letter = Letter { from, to, mime };
    loop {
        let seq = left.fetch_sub(1, Ordering::Relaxed);
        if seq <= 0 {
            return Ok(());
        }
        let tag = SendTag { campaign: CampaignId(1), seq, attempt: 1 };
        mailer.send(&letter, tag).await.map_err(|fault| format!("{fault:?}"))?;
    }
}

/// Lines as base64 has them.
fn mime(octets: usize) -> Vec<u8> {
    let mut mime = b"Subject: speed\r\n\r\n".to_vec();
    while mime.len() < octets {
        mime.extend_from_slice(&[b'A'; 76]);
        mime.extend_from_slice(b"\r\n");
    }
    mime
}

/// User and system time of this process, in the kernel's ticks of 10 ms (proc(5)).
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit_once(") ").map(|(_, fields)| fields).unwrap_or_default();
    let ticks: f64 = fields.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    Ok(ticks / 100.0)
}
