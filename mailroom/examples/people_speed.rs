//! How fast a page of the table of people is read, narrowed and sorted in every way.
//!
//! `DATABASE_URL=… cargo run -p mailroom --example people_speed -- [FILTER]`: a database with people in it; only reads.
//! Each line is a filter in one order, both ways round, from its beginning and from somewhere within: milliseconds until
//! a page was there, and those the database's own process worked for it, which others on the machine do not lengthen.

use domain::{
    ImportId,
    people::{Beside, Consent, PeopleFilter, PeopleQuery, PeopleSort, Standing},
};
use mailroom::{Mailroom, Settings, contacts, image_store::ImageStore};
use sqlx::{Connection, PgConnection};
use std::{
    env,
    error::Error,
    fs,
    time::{Duration, Instant},
};

/// Pages asked for on each line, at the least.
const PAGES: usize = 48;
/// Pairs of filters tried, of each kind.
const PAIRS: usize = 40;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let only = env::args().nth(1).unwrap_or_default();
    let url = env::var("DATABASE_URL")?;
    let settings = Settings {
        database_url: url.clone(),
        public_url: "http://localhost:3000".parse()?,
        doubt_window: Duration::from_secs(900),
        images: ImageStore::folder(env::temp_dir().join("people-speed-images")),
        connections: 1,
    };
    let mailroom = Mailroom::open(&settings).await?;
    let mut db = PgConnection::connect(&url).await?;
    contacts::page(&mailroom, &PeopleQuery::default()).await?;
    let worker = Worker::find(&mut db).await?;
    println!(
        "{:<22} {:<8} {:>6} {:>7} {:>7} {:>7}   {:>7} {:>7} {:>7}",
        "filter", "order", "pages", "p50", "p95", "most", "work 50", "95", "most"
    );
    for (name, filters) in filters(&mut db).await?.into_iter().filter(|(name, _)| name.contains(&only)) {
        for sort in [PeopleSort::Newest, PeopleSort::Address, PeopleSort::Name] {
            measure(&mailroom, &worker, name, &filters, sort).await?;
        }
    }
    Ok(())
}

async fn measure(
    mailroom: &Mailroom,
    worker: &Worker,
    name: &str,
    filters: &[PeopleFilter],
    sort: PeopleSort,
) -> Result<(), Box<dyn Error>> {
    let pages = PAGES.div_ceil(2 * filters.len()).max(2);
    let (mut took, mut worked) = (Vec::new(), Vec::new());
    for filter in filters {
        for is_reversed in [false, true] {
            let mut query =
                PeopleQuery { filter: filter.clone(), sort, is_reversed, beside: None, ..PeopleQuery::default() };
            for _ in 0..pages {
                let (began, worked_before) = (Instant::now(), worker.milliseconds()?);
                let page = contacts::page(mailroom, &query).await?;
                let took_now = began.elapsed().as_secs_f64() * 1_000.0;
                let worked_now = worker.milliseconds()? - worked_before;
                if worked_now > 50.0 && env::var_os("SLOW").is_some() {
                    println!("    {took_now:.0} ms, {worked_now:.0} of work: {query:?}");
                }
                took.push(took_now);
                worked.push(worked_now);
                query.beside = page.rows.last().filter(|_| page.has_later).map(|last| Beside::After(last.id));
            }
        }
    }
    println!("{name:<22} {:<8} {:>6} {}   {}", sort.as_str(), took.len(), spread(took), spread(worked));
    Ok(())
}

fn spread(mut of: Vec<f64>) -> String {
    of.sort_by(f64::total_cmp);
    let at = |part: f64| of[((of.len() - 1) as f64 * part).round() as usize];
    format!("{:>7.1} {:>7.1} {:>7.1}", at(0.5), at(0.95), at(1.0))
}

/// The process of the database that answers, where it runs on this machine.
struct Worker {
    schedule: String,
}

impl Worker {
    async fn find(db: &mut PgConnection) -> Result<Self, Box<dyn Error>> {
        let pid: i32 = sqlx::query_scalar(
            "select pid from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
             order by backend_start desc limit 1",
        )
        .fetch_one(db)
        .await?;
        Ok(Self { schedule: format!("/proc/{pid}/schedstat") })
    }

    /// On a processor, so far; nothing where the database runs elsewhere.
    fn milliseconds(&self) -> Result<f64, Box<dyn Error>> {
        let Ok(line) = fs::read_to_string(&self.schedule) else { return Ok(0.0) };
        Ok(line.split(' ').next().unwrap_or_default().parse::<f64>()? / 1e6)
    }
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
    let pairs = pairs(&all);
    all.extend(pairs);
    Ok(all)
}

/// Two filters at once, and all of them: each value of the one with each of the other, up to [`PAIRS`].
fn pairs(singles: &[(&'static str, Vec<PeopleFilter>)]) -> Vec<(&'static str, Vec<PeopleFilter>)> {
    let of = |name: &str| singles.iter().find(|(single, _)| *single == name).map_or(&[][..], |(_, filters)| filters);
    let both = |one: &str, other: &str| thinned(together(of(one), of(other)));
    let everything = ["of an import", "added since", "suppressed because", "consent given", "name begins"]
        .into_iter()
        .fold(of("of a language").to_vec(), |so_far, name| thinned(together(&so_far, of(name))));
    vec![
        ("language + consent", both("of a language", "consent given")),
        ("language + none known", both("of a language", "no consent known")),
        ("language + suppressed", both("of a language", "suppressed")),
        ("language + because", both("of a language", "suppressed because")),
        ("language + since", both("of a language", "added since")),
        ("import + language", both("of an import", "of a language")),
        ("import + suppressed", both("of an import", "suppressed")),
        ("import + because", both("of an import", "suppressed because")),
        ("import + none known", both("of an import", "no consent known")),
        ("import + since", both("of an import", "added since")),
        ("since + suppressed", both("added since", "suppressed")),
        ("since + refused", both("added since", "consent refused")),
        ("address + language", both("address begins", "of a language")),
        ("name + language", both("name begins", "of a language")),
        ("name + import", both("name begins", "of an import")),
        ("name + because", both("name begins", "suppressed because")),
        ("address + since", both("address begins", "added since")),
        ("everything at once", everything),
    ]
}

fn together(one: &[PeopleFilter], other: &[PeopleFilter]) -> Vec<PeopleFilter> {
    let both = |a: &PeopleFilter, b: &PeopleFilter| PeopleFilter {
        beginning: a.beginning.clone().or_else(|| b.beginning.clone()),
        consent: a.consent.or(b.consent),
        standing: a.standing.or(b.standing),
        locale: a.locale.clone().or_else(|| b.locale.clone()),
        import: a.import.or(b.import),
        added_since: a.added_since.or(b.added_since),
    };
    one.iter().flat_map(|a| other.iter().map(move |b| both(a, b))).collect()
}

/// Evenly, so that every value has its turn.
fn thinned(filters: Vec<PeopleFilter>) -> Vec<PeopleFilter> {
    let each = filters.len().div_ceil(PAIRS).max(1);
    // an odd step does not meet only every other value
    filters.into_iter().step_by(each | 1).collect()
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
