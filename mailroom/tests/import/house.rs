use domain::import::Rejection;
use mailroom::{
    Mailroom, Settings,
    contacts::import::{self, Report, Source},
    image_store::ImageStore,
};
use sqlx::{Connection, Executor, PgConnection, PgPool};
use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::OnceLock,
    time::Duration,
};
use tempfile::TempDir;

/// An empty product on a database of its own.
pub struct House {
    pub mailroom: Mailroom,
    pub db: PgPool,
    pub folder: TempDir,
}

impl House {
    pub async fn open() -> Self {
        let (url, folder) = (fresh_database().await, TempDir::new().unwrap());
        let settings = Settings {
            database_url: url.clone(),
            public_url: "http://localhost:3000".parse().unwrap(),
            doubt_window: Duration::from_secs(900),
            images: ImageStore::folder(folder.path().join("images")),
            connections: 5,
        };
        let mailroom = Mailroom::open(&settings).await.unwrap();
        Self { mailroom, db: PgPool::connect(&url).await.unwrap(), folder }
    }

    pub fn file(&self, content: impl AsRef<[u8]>) -> Source {
        let path = self.folder.path().join("people.csv");
        fs::write(&path, content).unwrap();
        Source { file_name: "people.csv".into(), path }
    }

    pub async fn import(&self, content: impl AsRef<[u8]>) -> Report {
        self.import_file(&self.file(content)).await
    }

    pub async fn import_file(&self, source: &Source) -> Report {
        let report = import::run(&self.mailroom, source, |_| {}).await.unwrap();
        let accounted = report.added + report.updated + report.unchanged + report.repeated + report.rejected;
        assert_eq!(report.rows_read, accounted, "{report:?}");
        report
    }

    /// Why a file was refused as a whole; nothing of it is there.
    pub async fn refusal(&self, content: impl AsRef<[u8]>) -> String {
        let error = import::run(&self.mailroom, &self.file(content), |_| {}).await.unwrap_err();
        assert!(self.addresses().await.is_empty());
        match error {
            mailroom::Error::Invalid(invalid) if invalid.field == "file" => invalid.reason.en,
            other => panic!("{other}"),
        }
    }

    pub async fn rejections(&self, report: &Report) -> Vec<Rejection> {
        import::rejections(&self.mailroom, report.import, None, 1_000).await.unwrap()
    }

    pub async fn addresses(&self) -> Vec<String> {
        sqlx::query_scalar("select address from contacts order by address").fetch_all(&self.db).await.unwrap()
    }

    pub async fn name(&self, address: &str) -> String {
        let name = sqlx::query_scalar("select name from contacts where address = $1").bind(address);
        name.fetch_one(&self.db).await.unwrap()
    }

    pub async fn attributes(&self, address: &str) -> serde_json::Value {
        let attributes = sqlx::query_scalar("select attributes from contacts where address = $1").bind(address);
        attributes.fetch_one(&self.db).await.unwrap()
    }

    pub async fn members(&self, report: &Report) -> i64 {
        let members =
            sqlx::query_scalar("select count(*) from import_members where import_id = $1").bind(report.import.0);
        members.fetch_one(&self.db).await.unwrap()
    }

    pub async fn run(&self, sql: &str) {
        self.db.execute(sqlx::AssertSqlSafe(sql.to_owned())).await.unwrap();
    }

    pub async fn one<T>(&self, sql: &str) -> T
    where
        T: Send + Unpin + sqlx::Type<sqlx::Postgres> + for<'r> sqlx::Decode<'r, sqlx::Postgres>,
    {
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(&self.db).await.unwrap()
    }

    /// Everybody who is never mailed, and why.
    pub async fn suppressed(&self) -> Vec<String> {
        let all = sqlx::query_scalar("select address || ' ' || reason from suppressions order by address");
        all.fetch_all(&self.db).await.unwrap()
    }

    pub async fn states(&self) -> Vec<String> {
        sqlx::query_scalar("select state from imports order by id").fetch_all(&self.db).await.unwrap()
    }
}

pub fn sample(name: &str) -> Source {
    Source { file_name: name.into(), path: samples().join(name) }
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples")
}

pub async fn fresh_database() -> String {
    let server = server();
    let name = format!("import_{}", uuid::Uuid::new_v4().simple());
    let mut db = PgConnection::connect(server).await.unwrap();
    db.execute(sqlx::AssertSqlSafe(format!("create database {name}"))).await.unwrap();
    let mut url: url::Url = server.parse().unwrap();
    url.set_path(&name);
    url.into()
}

/// The address of a server where databases can be made; one of our own unless one is named.
fn server() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER.get_or_init(|| env::var("PABAL_TEST_DATABASE_URL").unwrap_or_else(|_| own_server()))
}

/// Postgres ends with this process; a later run starts it again in the same folder.
fn own_server() -> String {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("import-postgres");
    let _ = fs::remove_dir_all(&dir);
    let settings = cluster::Settings { durable: false, ..cluster::Settings::default() };
    let cluster = Box::leak(Box::new(cluster::Cluster::start(&dir, settings).unwrap()));
    cluster.url().to_string()
}
