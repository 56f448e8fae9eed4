//! A whole product on a database of its own, with verbs.

mod database;
pub use database::fresh as fresh_database;
mod drafts;
mod members;
mod program;
mod server;

pub use program::{Program, Said};
pub use server::{PASSWORD, Server, Visitor};

use domain::{Audience, CampaignId, ImportId, Totals, campaign::CampaignKind, edition::Edition};
use mailroom::{
    Mailroom, Member, Settings,
    campaigns::{self, Draft},
    contacts::import::{self, Source},
    dispatcher::{Dispatcher, Turn},
    image_store::ImageStore,
    ledger::recount,
    mailer::{Carrier, Mailer},
    work_queue::WorkQueue,
};
use sqlx::{AssertSqlSafe, PgPool, Postgres, Transaction};
use std::{fs, path::PathBuf, time::Duration};
use tempfile::TempDir;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

/// Longer than anything waited for takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct House {
    pub mailroom: Mailroom,
    pub db: PgPool,
    pub data: TempDir,
    pub url: String,
}

impl House {
    pub async fn new() -> Self {
        Self::with_doubt_window(mailroom::DOUBT_WINDOW).await
    }

    pub async fn with_doubt_window(doubt_window: Duration) -> Self {
        Self::open(doubt_window, 8).await
    }

    /// Whose product may hold one connection to the database.
    pub async fn of_one_connection() -> Self {
        Self::open(mailroom::DOUBT_WINDOW, 1).await
    }

    async fn open(doubt_window: Duration, connections: u32) -> Self {
        let url = database::fresh().await;
        let public_url = "http://127.0.0.1:3000".parse().unwrap();
        let data = TempDir::new().unwrap();
        let images = ImageStore::folder(data.path().join("images"));
        let settings = Settings { database_url: url.clone(), public_url, doubt_window, images, connections };
        let mailroom = Mailroom::open(&settings).await.unwrap();
        Self { mailroom, db: PgPool::connect(&url).await.unwrap(), data, url }
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.data.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    pub async fn import(&self, csv: &str) -> ImportId {
        let source = Source { file_name: "people.csv".into(), path: self.file("people.csv", csv) };
        import::run(&self.mailroom, &source, |_| {}).await.unwrap().import
    }

    /// A campaign to these people through the carrier's account, under way.
    pub async fn launch_to(&self, csv: &str, kind: CampaignKind, account: &str) -> CampaignId {
        let by = Member::operator();
        let audience = Audience::Import(self.import(csv).await);
        let draft = Draft { name: "Weekend sale".into(), kind, audience, words: words(kind) };
        let campaign = campaigns::create(&self.mailroom, &by, &draft).await.unwrap();
        campaigns::launch(&self.mailroom, &by, campaign, account).await.unwrap();
        campaign
    }

    /// The same for `n` people: `p0001@example.com` and so on, in this order.
    pub async fn launch(&self, n: usize, account: &str) -> CampaignId {
        self.launch_to(&people(n), CampaignKind::Advertising, account).await
    }

    pub async fn mailer(&self, carrier: &str) -> Mailer {
        Mailer::open(&carrier.parse::<Carrier>().unwrap(), self.data.path()).await.unwrap()
    }

    pub async fn dispatcher(&self, mailer: Mailer) -> Dispatcher {
        Dispatcher::open(&self.mailroom, mailer, WorkQueue::Postgres, None, CancellationToken::new()).await.unwrap()
    }

    /// Takes turns until the campaign has nothing left that the dispatcher could do.
    pub async fn turn_until_ended(&self, dispatcher: &Dispatcher, campaign: CampaignId) -> Totals {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let turn = dispatcher.turn().await.unwrap();
            let states = self.states(campaign).await;
            match turn {
                Turn::Idle(_) if states.audience() > 0 && states.unsent() == 0 => return states,
                Turn::Idle(pause) => sleep(pause.min(Duration::from_millis(100))).await,
                Turn::Moved => {}
            }
            assert!(Instant::now() < deadline, "the campaign does not end: {states:?}");
        }
    }

    /// Takes turns until the dispatcher says that there is nothing to do for now.
    pub async fn turn_until_idle(&self, dispatcher: &Dispatcher) -> Duration {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Turn::Idle(pause) = dispatcher.turn().await.unwrap() {
                return pause;
            }
            assert!(Instant::now() < deadline, "the dispatcher finds something to do for ever");
        }
    }

    pub async fn states(&self, campaign: CampaignId) -> Totals {
        campaigns::summary(&self.mailroom, campaign).await.unwrap().totals
    }

    /// The totals are what a recount finds, and the audience is all there.
    pub async fn assert_adds_up(&self, campaign: CampaignId, audience: i64) -> Totals {
        let recount = recount::recount(&self.mailroom, campaign).await.unwrap();
        assert!(recount.adds_up(), "{recount:?}");
        assert_eq!(recount.booked.audience(), audience, "{recount:?}");
        recount.booked
    }

    /// The path of the one-click link in the letter to this person, as the outbox keeps it.
    pub fn link_to(&self, person: &str) -> String {
        let letters = fs::read_dir(self.data.path().join("outbox")).unwrap().map(|file| file.unwrap().path());
        let file = letters.into_iter().find(|path| path.to_str().unwrap().contains(person)).unwrap();
        let octets = fs::read(file).unwrap();
        let letter = mail_parser::MessageParser::default().parse(&octets).unwrap();
        let raw = |name: &str| letter.header_raw(name).unwrap().split_whitespace().collect::<String>();
        assert_eq!(raw("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        let list = raw("List-Unsubscribe");
        let url = list.split(['<', '>']).find(|part| part.starts_with("http")).unwrap();
        url.strip_prefix("http://127.0.0.1:3000").unwrap().to_owned()
    }

    /// One value of one row.
    pub async fn one<T>(&self, sql: &str) -> T
    where
        T: for<'r> sqlx::Decode<'r, Postgres> + sqlx::Type<Postgres> + Send + Unpin,
    {
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&self.db).await.unwrap()
    }

    pub async fn run(&self, sql: &str) {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&self.db).await.unwrap();
    }

    /// A transaction that holds what this statement locks, until it is dropped.
    pub async fn lock(&self, sql: &str) -> Transaction<'static, Postgres> {
        let mut lock = self.db.begin().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut *lock).await.unwrap();
        lock
    }

    /// Waits until this question is answered with yes.
    pub async fn until(&self, sql: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.one::<bool>(sql).await {
            assert!(Instant::now() < deadline, "waited in vain until: {sql}");
            sleep(Duration::from_millis(5)).await;
        }
    }

    /// Somebody waits for a lock in this database.
    pub async fn until_blocked(&self) {
        self.until(
            "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')",
        )
        .await;
    }

    pub async fn until_blocked_on(&self, table: &str) {
        self.until(&format!(
            "select exists (select from pg_locks where relation = '{table}'::regclass and not granted)"
        ))
        .await;
    }

    /// The program on this house's database and folder; carrier and further flags among the arguments.
    pub fn pabal(&self, args: &[&str]) -> Program {
        self.pabal_in(&[], args)
    }

    pub fn pabal_in(&self, environment: &[(&str, &str)], args: &[&str]) -> Program {
        let data = self.data.path().to_str().unwrap();
        Program::start_in(environment, args.iter().copied().chain(["--data", data, "--database-url", &self.url]))
    }

    /// `pabal resume` through this carrier, to its end.
    pub async fn resume(&self, carrier: &str) -> Said {
        self.pabal(&["resume", "--json", "--carrier", carrier]).end().await
    }

    /// `pabal settle --as sent`, after which nobody is in doubt.
    pub async fn settle_as_sent(&self, campaign: CampaignId) {
        self.pabal(&["settle", &campaign.to_string(), "--as", "sent"]).end().await.fine();
        assert_eq!(self.states(campaign).await.in_doubt, 0);
    }
}

/// Waits until `is_so`.
pub async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        sleep(Duration::from_millis(2)).await;
    }
}

pub fn person(n: usize) -> String {
    format!("p{n:04}@example.com")
}

pub fn people(n: usize) -> String {
    let rows = (1..=n).map(|n| format!("{},Person {n}\n", person(n)));
    format!("Email,Name\n{}", rows.collect::<String>())
}

pub fn words(kind: CampaignKind) -> Edition {
    Edition {
        kind,
        from: "Shop <news@shop.example>".parse().unwrap(),
        reply_to: None,
        subject: "Hello {{Name}}".into(),
        preheader: String::new(),
        html: "<p>Hello {{Name}}</p>".into(),
        text: "Hello {{Name}}".into(),
        fields: Default::default(),
        list_id: "news.shop.example".into(),
        tracking: Default::default(),
    }
}
