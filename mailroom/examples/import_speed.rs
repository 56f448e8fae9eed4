//! How fast contacts come in: makes a file of people, imports it into an empty database, says rows per second.
//!
//! `DATABASE_URL=… cargo run --release -p mailroom --example import_speed -- [ROWS] [TIMES]`
//!
//! The database must be made for this. A second time imports the same people again.

use mailroom::{
    Mailroom, Settings,
    contacts::import::{self, Source},
};
use std::{
    env,
    error::Error,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
    time::{Duration, Instant},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut numbers = env::args().skip(1).map(|argument| argument.parse::<u64>());
    let rows = numbers.next().transpose()?.unwrap_or(1_000_000);
    let times = numbers.next().transpose()?.unwrap_or(1);
    let path = env::temp_dir().join(format!("import-speed-{rows}.csv"));
    write_people(&path, rows)?;
    let mailroom = open().await?;
    let source = Source { file_name: "people.csv".into(), path };
    for _ in 0..times {
        measure(&mailroom, &source).await?;
    }
    Ok(fs::remove_file(&source.path)?)
}

async fn open() -> Result<Mailroom, Box<dyn Error>> {
    let settings = Settings {
        database_url: env::var("DATABASE_URL")?,
        public_url: "http://localhost:3000".parse()?,
        doubt_window: Duration::from_secs(900),
        images: mailroom::image_store::ImageStore::folder(env::temp_dir().join("import-speed-images")),
        connections: 4,
    };
    Ok(Mailroom::open(&settings).await?)
}

async fn measure(mailroom: &Mailroom, source: &Source) -> Result<(), Box<dyn Error>> {
    let octets = fs::metadata(&source.path)?.len();
    let began = Instant::now();
    let stages = std::sync::Mutex::new(None);
    let report = import::run(mailroom, source, |progress| {
        if progress.stage == import::Stage::Merging
            && let Ok(mut read_after) = stages.lock()
        {
            *read_after = Some(began.elapsed());
        }
    })
    .await?;
    let seconds = began.elapsed().as_secs_f64();
    let read_seconds = stages.into_inner()?.unwrap_or_default().as_secs_f64();
    println!(
        "{} rows, {} MB: {seconds:.1} s ({read_seconds:.1} s until read), {:.0} rows/s, peak memory {} MB; \
         {} added, {} updated, {} unchanged, {} repeated, {} rejected, {} refused",
        report.rows_read,
        octets / 1_000_000,
        report.rows_read as f64 / seconds,
        peak_memory_mb()?,
        report.added,
        report.updated,
        report.unchanged,
        report.repeated,
        report.rejected,
        report.refused,
    );
    Ok(())
}

/// One in 13 said no, one in 1,000 is no address, one in 500 stands there twice; in no order.
fn write_people(path: &Path, rows: u64) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "Email,Name,Gender,CreateTime,SubscriptionStatus,City,Tier,LastOrder")?;
    for row in 0..rows {
        let person = if row % 500 == 499 { row - 7 } else { row };
        let mixed = person.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 24;
        let at = if row % 1_000 == 999 { "" } else { "@" };
        let said = person % 13 != 0;
        writeln!(
            file,
            "c{mixed:010x}{at}mail{}.example.com,김하나,Female,{person},{said},서울,vip,2023-07-12",
            mixed % 50
        )?;
    }
    file.flush()
}

fn peak_memory_mb() -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(peak.trim().trim_end_matches(" kB").trim().parse::<u64>()? / 1_000)
}
