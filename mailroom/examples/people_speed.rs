//! How fast a page of the table of people is read, narrowed and sorted in every way.
//!
//! `DATABASE_URL=… cargo run -p mailroom --example people_speed -- [FILTER]`: a database with people in it; only reads.
//! Each line is a filter in one order, both ways round, from its beginning and from somewhere within.

use domain::{
    ImportId,
    people::{Beside, Consent, PeopleFilter, PeopleQuery, PeopleSort, Standing},
};
use mailroom::{Mailroom, Settings, contacts, image_store::ImageStore};
use sqlx::{Connection, PgConnection};
use std::{
    env,
    error::Error,
    time::{Duration, Instant},
};

/// Pages asked for on each line, at the least.
const PAGES: usize = 48;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let only = env::args().nth(1).unwrap_or_default();
    let url = env::var("DATABASE_URL")?;
    let settings = Settings {
        database_url: url.clone(),
        public_url: "http://localhost:3000".parse()?,
        doubt_window: Duration::from_secs(900),
        images: ImageStore::folder(env::temp_dir().join("people-speed-images")),
        connections: 2,
    };
    let mailroom = Mailroom::open(&settings).await?;
    let mut db = PgConnection::connect(&url).await?;
    println!("{:<22} {:<8} {:>6} {:>8} {:>8} {:>8}", "filter", "order", "pages", "p50 ms", "p95 ms", "most ms");
    for (name, filters) in filters(&mut db).await?.into_iter().filter(|(name, _)| name.contains(&only)) {
        for sort in [PeopleSort::Newest, PeopleSort::Address, PeopleSort::Name] {
            measure(&mailroom, name, &filters, sort).await?;
        }
    }
    Ok(())
}

async fn measure(
    mailroom: &Mailroom,
    name: &str,
    filters: &[PeopleFilter],
    sort: PeopleSort,
) -> Result<(), Box<dyn Error>> {
    let pages = PAGES.div_ceil(2 * filters.len()).max(2);
    let mut took = Vec::new();
    for filter in filters {
        for is_reversed in [false, true] {
            let mut query =
                PeopleQuery { filter: filter.clone(), sort, is_reversed, beside: None, ..PeopleQuery::default() };
            for _ in 0..pages {
                let began = Instant::now();
                let page = contacts::page(mailroom, &query).await?;
                let took_now = began.elapsed().as_secs_f64() * 1_000.0;
                if took_now > 100.0 && env::var_os("SLOW").is_some() {
                    println!("    {took_now:.0} ms: {query:?}");
                }
                took.push(took_now);
                query.beside = page.rows.last().filter(|_| page.has_later).map(|last| Beside::After(last.id));
            }
        }
    }
    took.sort_by(f64::total_cmp);
    let at = |part: f64| took[((took.len() - 1) as f64 * part).round() as usize];
    println!("{name:<22} {:<8} {:>6} {:>8.1} {:>8.1} {:>8.1}", sort.as_str(), took.len(), at(0.5), at(0.95), at(1.0));
    Ok(())
}

async fn filters(db: &mut PgConnection) -> Result<Vec<(&'static str, Vec<PeopleFilter>)>, Box<dyn Error>> {
    let imports: Vec<i64> =
        sqlx::query_scalar("select id from imports order by id limit 20").fetch_all(&mut *db).await?;
    let locales: Vec<String> =
        sqlx::query_scalar("select distinct locale from contacts where locale is not null limit 20")
            .fetch_all(&mut *db)
            .await?;
    let days: Vec<String> = sqlx::query_scalar(
        "select ((select max(created_at) from contacts) - make_interval(days => n))::date::text
         from unnest(array[0, 1, 3, 7, 14, 30, 60, 90, 180, 365]) n",
    )
    .fetch_all(&mut *db)
    .await?;
    let everybody = PeopleFilter::default;
    let standing = |standing| vec![PeopleFilter { standing: Some(standing), ..everybody() }];
    let days = days.iter().map(|day| Ok(PeopleFilter { added_since: Some(day.parse()?), ..everybody() }));
    let mut all = vec![
        ("everybody", vec![everybody()]),
        ("of a language", locales.into_iter().map(|l| PeopleFilter { locale: Some(l), ..everybody() }).collect()),
        (
            "of an import",
            imports.iter().map(|id| PeopleFilter { import: Some(ImportId(*id)), ..everybody() }).collect(),
        ),
        ("added since", days.collect::<Result<_, jiff::Error>>()?),
        ("not suppressed", standing(Standing::NotSuppressed)),
        ("suppressed", standing(Standing::Suppressed)),
    ];
    for (name, consent) in [
        ("consent given", Consent::Given),
        ("consent refused", Consent::Refused),
        ("no consent known", Consent::Unknown),
    ] {
        all.push((name, vec![PeopleFilter { consent: Some(consent), ..everybody() }]));
    }
    let because = Standing::ALL.into_iter().filter(|standing| matches!(standing, Standing::Because(_)));
    all.push(("suppressed because", because.flat_map(standing).collect()));
    for (name, of) in [("address begins", "address"), ("name begins", "name")] {
        let words = beginnings(db, of).await?;
        all.push((name, words.into_iter().map(|w| PeopleFilter { beginning: Some(w), ..everybody() }).collect()));
    }
    Ok(all)
}

/// Of one to six letters, as people have them: some common, some rare, and one that nobody has.
async fn beginnings(db: &mut PgConnection, of: &'static str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut sql = sqlx::QueryBuilder::<sqlx::Postgres>::new("select distinct left(");
    sql.push(of).push(", 1 + (id % 6)::int) from contacts tablesample system (1) repeatable (1) where ").push(of);
    sql.push(" <> '' limit 50");
    let mut words: Vec<String> = sql.build_query_scalar().fetch_all(db).await?;
    words.push("ㅁㄴㅇㄹ".into());
    Ok(words)
}
