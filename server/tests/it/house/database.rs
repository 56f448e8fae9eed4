//! One Postgres for all tests, a database for each.

use cluster::{Cluster, Settings};
use sqlx::{Connection, PgConnection};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
};
use url::Url;

const FOR_TESTS: Settings = Settings { durable: false, max_connections: 200, shared_buffers_mb: 64 };

/// The address of a new, empty database.
pub async fn fresh() -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let name = format!("it_{}_{}", process::id(), MADE.fetch_add(1, Relaxed));
    let mut url = server();
    let mut admin = PgConnection::connect(url.as_str()).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("create database {name}"))).execute(&mut admin).await.unwrap();
    url.set_path(&name);
    url.into()
}

fn server() -> Url {
    match env::var("PABAL_TEST_DATABASE_URL") {
        Ok(url) => url.parse().unwrap(),
        Err(_) => private().url().as_str().parse().unwrap(),
    }
}

/// Ends with this process: Postgres hears of its parent's death.
fn private() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("it-postgres");
        fs::create_dir_all(&all).unwrap();
        remove_those_of_the_dead(&all);
        Cluster::start(&all.join(process::id().to_string()), FOR_TESTS).unwrap()
    })
}

fn remove_those_of_the_dead(all: &Path) {
    let folders = fs::read_dir(all).unwrap().map(|entry| entry.unwrap().path());
    for folder in folders.filter(|folder| !is_of_the_living(folder)) {
        fs::remove_dir_all(folder).ok();
    }
}

fn is_of_the_living(folder: &Path) -> bool {
    let pid: PathBuf = folder.file_name().unwrap().into();
    Path::new("/proc").join(pid).exists()
}
