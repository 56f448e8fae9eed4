use super::house::House;
use mailroom::contacts::import::{self, Progress, Source, Stage};
use std::{sync::Arc, time::Duration};
use tokio::{sync::Notify, time::timeout};

const PEOPLE: usize = 50_000;

fn many(house: &House) -> Source {
    let mut file = String::from("email,name,SubscriptionStatus\n");
    (0..PEOPLE).for_each(|n| file.push_str(&format!("person{n}@example.com,누군가,{}\n", n % 2 == 0)));
    house.file(file)
}

/// Starts an import and returns when it got to `stage`.
async fn started(house: &House, stage: Stage) -> tokio::task::JoinHandle<mailroom::Result<import::Report>> {
    let (source, mailroom) = (many(house), house.mailroom.clone());
    let reached = Arc::new(Notify::new());
    let there = Arc::clone(&reached);
    let running = tokio::spawn(async move {
        import::run(&mailroom, &source, move |progress: Progress| {
            if progress.stage == stage {
                there.notify_one();
            }
        })
        .await
    });
    timeout(Duration::from_secs(30), reached.notified()).await.unwrap();
    running
}

async fn assert_nothing_is_there(house: &House) {
    let rows: i64 = sqlx::query_scalar(
        "select (select count(*) from contacts) + (select count(*) from consents) + (select count(*) from suppressions)
              + (select count(*) from import_members) + (select count(*) from import_rejections)",
    )
    .fetch_one(&house.db)
    .await
    .unwrap();
    assert_eq!(rows, 0);
}

/// Until the server noticed that the import's connection is gone.
async fn closed(house: &House) -> u64 {
    for _ in 0..200 {
        let closed = import::close_abandoned(&house.mailroom).await.unwrap();
        if closed > 0 {
            return closed;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    0
}

#[tokio::test]
async fn a_process_that_dies_in_the_middle_leaves_nothing_half_done() {
    for stage in [Stage::Reading, Stage::Merging] {
        let house = House::open().await;
        let running = started(&house, stage).await;
        running.abort();
        assert!(running.await.unwrap_err().is_cancelled());
        assert_eq!(closed(&house).await, 1);
        assert_nothing_is_there(&house).await;
        assert_eq!(house.states().await, ["failed"]);

        let report = house.import_file(&many(&house)).await;
        assert_eq!(report.added, PEOPLE as u64);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_goes_away_in_the_middle_leaves_nothing_half_done() {
    for stage in [Stage::Reading, Stage::Merging] {
        let house = House::open().await;
        let running = started(&house, stage).await;
        sqlx::query(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database =
                 (select oid from pg_database where datname = current_database())",
        )
        .execute(&house.db)
        .await
        .unwrap();
        assert!(running.await.unwrap().is_err());
        assert_nothing_is_there(&house).await;
        assert_eq!(house.states().await, ["failed"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_under_way_elsewhere_is_not_taken_for_abandoned() {
    let house = House::open().await;
    let running = started(&house, Stage::Reading).await;
    assert_eq!(import::close_abandoned(&house.mailroom).await.unwrap(), 0);
    assert_eq!(running.await.unwrap().unwrap().added, PEOPLE as u64);
    assert_eq!(house.states().await, ["done"]);
    assert_eq!(import::close_abandoned(&house.mailroom).await.unwrap(), 0);
}
