//! How fast the check before launch goes over an audience, and what it holds in memory meanwhile.
//!
//! `DATABASE_URL=… cargo run -p mailroom --example preflight_speed -- 100000`: an empty database that may be filled.

use domain::{
    Audience,
    draft::{Change, ChosenTemplate, Content},
    preflight::PreflightState,
    sender::SenderEntry,
    template::Markup,
};
use mailroom::{
    Mailroom, Member, Settings,
    campaigns::{drafts, preflight},
    image_store::ImageStore,
    senders,
    templates::{self, NewTemplate},
};
use sqlx::{Connection, PgConnection};
use std::{
    env,
    error::Error,
    fs,
    time::{Duration, Instant},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let people: i64 = env::args().nth(1).map_or(Ok(100_000), |n| n.parse())?;
    let url = env::var("DATABASE_URL")?;
    let settings = Settings {
        database_url: url.clone(),
        public_url: "https://mail.shop.example".parse()?,
        doubt_window: Duration::from_secs(900),
        images: ImageStore::folder(env::temp_dir().join("preflight-speed-images")),
        connections: 4,
    };
    let mailroom = Mailroom::open(&settings).await?;
    let mut db = PgConnection::connect(&url).await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "insert into contacts (address, name, attributes)
         select 'p' || n || '@example.com', 'Person ' || n, jsonb_build_object('Grade', 'Gold', 'City', 'Seoul', 'Points', n)
         from generate_series(1, {people}) n on conflict do nothing; analyze contacts"
    )))
    .execute(&mut db)
    .await?;
    let campaign = draft(&mailroom).await?;
    let (before, began) = (megabytes("VmRSS:")?, Instant::now());
    preflight::start(&mailroom, &Member::operator(), campaign).await?;
    let ended = loop {
        let status = preflight::status(&mailroom, campaign).await?.ok_or("there is no run")?;
        if status.state != PreflightState::Running {
            break status;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{} people in {seconds:.1} s: {:.0}/s; {before} MB before, {} MB at the most; {:?}, {} findings",
        ended.checked,
        ended.checked as f64 / seconds,
        megabytes("VmHWM:")?,
        ended.state,
        ended.findings.len(),
    );
    Ok(())
}

async fn draft(mailroom: &Mailroom) -> Result<domain::CampaignId, Box<dyn Error>> {
    let by = Member::operator();
    let source = format!(
        "<p>{{{{Name}}}}: {{{{Grade}}}}, {{{{City}}}}, {{{{Points}}}}</p>{}<a href=\"{{{{UnsubscribeUrl}}}}\">Unsubscribe</a>",
        "<p>Spring is here, and so is everything new.</p>".repeat(1_000)
    );
    let name = format!("Letter of {:?}", std::time::SystemTime::now());
    let id = templates::create(mailroom, &by, &NewTemplate { name, markup: Markup::Html, source }).await?;
    let entry = SenderEntry { name: "Shop".into(), address: "news@shop.example".into(), ..SenderEntry::default() };
    let content = Content {
        template: Some(ChosenTemplate { id, version: 1 }),
        subject: "Spring for {{Name}}".into(),
        ..Content::default()
    };
    let campaign = drafts::begin(mailroom, &by, "Speed").await?;
    let sender = senders::create(mailroom, &by, &entry).await?;
    for change in [Change::Content(content), Change::Audience(Some(Audience::Everyone)), Change::Sender(Some(sender))] {
        drafts::save(mailroom, &by, campaign, &change, 0).await?;
    }
    Ok(campaign)
}

fn megabytes(line: &str) -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let value = status.lines().find_map(|text| text.strip_prefix(line)).ok_or("no such line")?;
    Ok(value.trim().trim_end_matches(" kB").parse::<u64>()? / 1024)
}
