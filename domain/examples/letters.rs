//! How long a letter takes: `cargo run --release -p domain --features compile --example letters`.

use domain::{
    campaign::CampaignKind,
    compose::{Links, PreparedEdition, Stamp, Track, compose, render, sample_links},
    edition::{Edition, Mailbox},
    recipient::Recipient,
    template::{Markup, compile},
    tracking::{Tracking, Utm},
};
use std::{
    collections::BTreeMap,
    hint::black_box,
    time::{Duration, Instant},
};

const FOR: Duration = Duration::from_secs(1);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let samples = [
        ("welcome", Markup::Html, include_str!("../../samples/welcome.html")),
        ("weekend sale", Markup::Mjml, include_str!("../../samples/weekend-sale.mjml")),
        ("catalogue 100 KB", Markup::Html, include_str!("../../samples/catalogue-100kb.html")),
    ];
    println!(
        "{:<18} {:>9} {:>9} {:>6} {:>11} {:>11} {:>11} {:>11}",
        "letter", "HTML B", "MIME B", "links", "prepare µs", "render µs", "compose µs", "counted µs"
    );
    for (name, markup, source) in samples {
        measure(name, markup, source)?;
    }
    measure("the same, Latin", Markup::Html, &latin(samples[2].2))
}

/// Mostly ASCII, as an English mail is.
fn latin(source: &str) -> String {
    source.chars().map(|sign| if sign.is_ascii() { sign } else { 'e' }).collect()
}

fn measure(name: &str, markup: Markup, source: &str) -> Result<(), Box<dyn std::error::Error>> {
    let edition = edition(markup, source)?;
    let prepare = micros(|| PreparedEdition::new(edition.clone()).map(drop).is_ok());
    let prepared = PreparedEdition::new(edition).map_err(|problems| problems[0].clone())?;
    let (recipient, links, stamp) = (recipient()?, links(), stamp()?);
    let mime = compose(&prepared, &recipient, &links, &stamp)?.mime.len();
    let html = render(&prepared, &recipient, &links)?.html.len();
    let rendering = micros(|| render(&prepared, black_box(&recipient), &links));
    let composing = micros(|| compose(&prepared, black_box(&recipient), &links, &stamp));
    let (counted, links) = (counted(&prepared)?, Links { track: Some(track()), ..links });
    let links_counted = counted.counted_links().len();
    let counting = micros(|| compose(&counted, black_box(&recipient), &links, &stamp));
    println!(
        "{name:<18} {html:>9} {mime:>9} {links_counted:>6} {prepare:>11.1} {rendering:>11.1} {composing:>11.1} {counting:>11.1}"
    );
    Ok(())
}

/// The same letter with its links and openings counted.
fn counted(prepared: &PreparedEdition) -> Result<PreparedEdition, Box<dyn std::error::Error>> {
    let tracking =
        Tracking { opens: true, clicks: true, utm: Some(Utm { campaign: "weekend".into(), ..Utm::default() }) };
    let edition = Edition { tracking, ..prepared.edition().clone() };
    Ok(PreparedEdition::new(edition).map_err(|problems| problems[0].clone())?)
}

fn track() -> Track {
    let address = |room| format!("https://mail.shop.example.com/{room}/AQEBcampaign7seq200signatureofsixteen");
    Track { clicks: address("c"), opens: address("o") }
}

/// The best of ten runs: other programs can only make it slower.
fn micros<T>(mut work: impl FnMut() -> T) -> f64 {
    let mut run = || {
        let (start, cpu, mut turns) = (Instant::now(), cpu_time(), 0_u32);
        while start.elapsed() < FOR / 10 {
            black_box(work());
            turns += 1;
        }
        let spent = cpu_time().zip(cpu).map_or(start.elapsed(), |(after, before)| after - before);
        spent.as_secs_f64() * 1e6 / f64::from(turns)
    };
    (0..10).map(|_| run()).fold(f64::INFINITY, f64::min)
}

/// Of this process, where Linux tells it.
fn cpu_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    stat.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

fn edition(markup: Markup, source: &str) -> Result<Edition, Box<dyn std::error::Error>> {
    let compiled = compile(markup, source).map_err(|problems| problems[0].clone())?;
    Ok(Edition {
        kind: CampaignKind::Advertising,
        from: Mailbox { name: "예시상점".into(), address: "news@shop.example.com".parse()? },
        reply_to: None,
        subject: "(광고) {{Name}}님, 주말 특가".into(),
        preheader: String::new(),
        html: compiled.html,
        text: compiled.text,
        fields: BTreeMap::from([("Body".into(), "{{Name}}님만을 위한 이번 주말 특가를 준비했습니다.".into())]),
        list_id: "news.shop.example.com".into(),
        tracking: Default::default(),
    })
}

fn recipient() -> Result<Recipient, Box<dyn std::error::Error>> {
    let merge = ["City", "Gender", "LastOrder", "Tier", "등급"].map(|name| (name.to_owned(), "vip".into()));
    Ok(Recipient {
        seq: 1,
        address: "customer0001@mail.example.org".parse()?,
        name: "안수빈".into(),
        locale: Some("ko".into()),
        merge: merge.into_iter().collect(),
    })
}

fn links() -> Links {
    Links { unsubscribe: "https://mail.shop.example.com/u/AQEBcampaign7seq200signature".into(), ..sample_links() }
}

fn stamp() -> Result<Stamp, Box<dyn std::error::Error>> {
    Ok(Stamp { message_id: "7.1.1.k3v9@mail.shop.example.com".into(), at: "2026-11-22T11:00:00Z".parse()? })
}
