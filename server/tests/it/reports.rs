//! What carriers report may come twice and in any order; and the database and the domain fold the same ledger alike.

use crate::house::{House, person};
use domain::{
    CampaignId, DeliveryState, SendTag,
    campaign::CampaignState,
    delivery::{AttemptOutcome, Retry, Trace},
    mail_event::{MailEvent, MailEventKind as Kind},
};
use mailroom::events;
use proptest::{
    prelude::{Just, Strategy, any},
    sample::{select, subsequence},
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};

const KINDS: [Kind; 12] = [
    Kind::Sent,
    Kind::Delivered,
    Kind::Delayed,
    Kind::BouncedForGood,
    Kind::BouncedThisTime,
    Kind::Complained,
    Kind::NotSpam,
    Kind::Rejected,
    Kind::RenderingFailed,
    Kind::Opened,
    Kind::Clicked,
    Kind::Other,
];

const OUTCOMES: [AttemptOutcome; 5] = [
    AttemptOutcome::Accepted,
    AttemptOutcome::Deferred,
    AttemptOutcome::Failed,
    AttemptOutcome::Skipped,
    AttemptOutcome::Unsent,
];

/// One person's rows, as the ledger may hold them.
#[derive(Clone, Debug)]
struct Rows {
    skipped_at_launch: bool,
    /// Of attempts 1, 2, …
    outcomes: Vec<AttemptOutcome>,
    owed: Owed,
    /// Where nothing was attempted: below the cursor of a leased batch.
    marked: bool,
    /// Attempt and kind.
    events: Vec<(i16, Kind)>,
}

/// What stands about the attempt after those recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owed {
    Nothing,
    Retry { claimed: bool },
    Doubt,
}

impl Rows {
    fn current_attempt(&self) -> i16 {
        let recorded = self.outcomes.len() as i16;
        if self.owed == Owed::Nothing { recorded.max(1) } else { recorded + 1 }
    }

    fn trace(&self) -> Trace {
        let attempt = self.outcomes.len() as i16 + 1;
        let current = self.current_attempt();
        let reported = |kinds: &[Kind]| self.events.iter().any(|(of, kind)| *of >= current && kinds.contains(kind));
        Trace {
            skipped_at_launch: self.skipped_at_launch,
            latest_attempt: self.outcomes.last().copied(),
            retry: match self.owed {
                Owed::Retry { claimed } => Some(Retry { attempt, claimed }),
                Owed::Nothing | Owed::Doubt => None,
            },
            in_doubt: self.owed == Owed::Doubt,
            marked: self.marked && self.outcomes.is_empty(),
            delivered: reported(&[Kind::Delivered]),
            taken: reported(&[Kind::Sent, Kind::Delayed, Kind::Opened, Kind::Clicked]),
            bounced: reported(&[Kind::BouncedForGood, Kind::BouncedThisTime]),
            rejected: reported(&[Kind::Rejected, Kind::RenderingFailed]),
            complained: self.events.iter().any(|(_, kind)| *kind == Kind::Complained),
        }
    }
}

fn rows() -> impl Strategy<Value = Rows> {
    let owed = select(vec![Owed::Nothing, Owed::Retry { claimed: false }, Owed::Retry { claimed: true }, Owed::Doubt]);
    let outcomes = proptest::collection::vec(select(OUTCOMES.to_vec()), 0..4);
    let events = proptest::collection::vec((1..5i16, select(KINDS.to_vec())), 0..4);
    (proptest::bool::weighted(0.1), outcomes, owed, any::<bool>(), events).prop_map(
        |(skipped_at_launch, outcomes, owed, marked, events)| Rows {
            skipped_at_launch,
            outcomes,
            owed,
            marked,
            events,
        },
    )
}

fn samples<T>(strategy: impl Strategy<Value = T>, n: usize) -> Vec<T> {
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    (0..n).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

/// Writes one person's rows by hand: each has a batch of their own.
async fn write(house: &House, campaign: CampaignId, seq: i32, rows: &Rows) {
    let skip = if rows.skipped_at_launch { "'refused'" } else { "null" };
    let (state, cursor) = if rows.marked { ("leased", seq) } else { ("ready", seq - 1) };
    let mut sql = format!(
        "insert into recipients (campaign_id, seq, contact_id, address, name, merge, skip_reason)
             values ({campaign}, {seq}, {seq}, '{}', '', '{{}}', {skip});
         insert into batches (campaign_id, first_seq, last_seq, cursor, state) values ({campaign}, {seq}, {seq}, {cursor}, '{state}');",
        person(seq as usize)
    );
    for (at, outcome) in rows.outcomes.iter().enumerate() {
        sql += &format!(
            "insert into attempts (campaign_id, seq, attempt, outcome) values ({campaign}, {seq}, {}, '{outcome}');",
            at + 1
        );
    }
    let attempt = rows.outcomes.len() + 1;
    sql += &match rows.owed {
        Owed::Nothing => String::new(),
        Owed::Retry { claimed } => {
            let owner = if claimed { "1" } else { "null" };
            format!(
                "insert into retries (campaign_id, seq, attempt, due_at, owner) values ({campaign}, {seq}, {attempt}, now(), {owner});"
            )
        }
        Owed::Doubt => format!(
            "insert into doubts (campaign_id, seq, attempt, reason, detail, settle_after) values ({campaign}, {seq}, {attempt}, '', '', now());"
        ),
    };
    for (nth, (attempt, kind)) in rows.events.iter().enumerate() {
        sql += &format!(
            "insert into mail_events (dedupe_key, campaign_id, seq, attempt, kind, message_id, recipient, detail, at)
                 values ('{campaign} {seq} {nth}', {campaign}, {seq}, {attempt}, '{kind}', '', '', '', now());"
        );
    }
    house.run(&sql).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_view_and_the_domain_fold_every_ledger_alike() {
    let house = House::new().await;
    for state in [CampaignState::Running, CampaignState::Paused, CampaignState::Cancelled, CampaignState::Finished] {
        let campaign = house.launch(0, "nowhere").await;
        house.run(&format!("update campaigns set state = '{state}' where id = {campaign}")).await;
        let people = samples(rows(), 300);
        for (nth, rows) in people.iter().enumerate() {
            write(&house, campaign, nth as i32 + 1, rows).await;
        }
        let seen: Vec<String> =
            sqlx::query_scalar("select state from recipient_states where campaign_id = $1 order by seq")
                .bind(campaign.0)
                .fetch_all(&house.db)
                .await
                .unwrap();
        assert_eq!(seen.len(), people.len());
        for (rows, seen) in people.iter().zip(seen) {
            assert_eq!(seen, rows.trace().state(state).as_str(), "in a campaign that is {state}: {rows:?}");
        }
    }
}

/// What the ledger says of somebody before the first report.
const BEFORE: [&str; 4] = ["sending", "sent", "in_doubt", "retrying"];

/// Four people in one of those states each, in a campaign under way.
async fn four_people(house: &House) -> CampaignId {
    let campaign = house.launch(0, "nowhere").await;
    let nothing =
        Rows { skipped_at_launch: false, outcomes: vec![], owed: Owed::Nothing, marked: false, events: vec![] };
    let people = [
        Rows { marked: true, ..nothing.clone() },
        Rows { outcomes: vec![AttemptOutcome::Accepted], ..nothing.clone() },
        Rows { owed: Owed::Doubt, ..nothing.clone() },
        // the window took the first attempt for unsent
        Rows { outcomes: vec![AttemptOutcome::Unsent], owed: Owed::Retry { claimed: false }, ..nothing },
    ];
    for (nth, rows) in people.iter().enumerate() {
        write(house, campaign, nth as i32 + 1, rows).await;
    }
    let totals: Vec<String> = BEFORE.iter().map(|state| format!("{state} = 1")).collect();
    house.run(&format!("update totals set {} where campaign_id = {campaign}", totals.join(", "))).await;
    house
        .run(&format!(
            "insert into campaign_minutes (campaign_id, minute, waiting, sending, sent, delivered, retrying, in_doubt, failed,
                 bounced, complained, skipped, cancelled)
             select campaign_id, date_trunc('minute', now()), waiting, sending, sent, delivered, retrying, in_doubt, failed,
                 bounced, complained, skipped, cancelled from totals where campaign_id = {campaign}"
        ))
        .await;
    house.assert_adds_up(campaign, 4).await;
    campaign
}

fn event(campaign: CampaignId, seq: i32, kind: Kind) -> MailEvent {
    MailEvent {
        dedupe_key: format!("{campaign} {seq} {kind}"),
        tag: Some(SendTag { campaign, seq, attempt: 1 }),
        kind,
        message_id: format!("m{seq}"),
        recipient: person(seq as usize),
        at: "2026-11-22T12:00:00Z".parse().unwrap(),
        detail: String::new(),
    }
}

async fn states(house: &House, campaign: CampaignId) -> Vec<String> {
    sqlx::query_scalar("select state from recipient_states where campaign_id = $1 order by seq")
        .bind(campaign.0)
        .fetch_all(&house.db)
        .await
        .unwrap()
}

/// Kinds that say that the letter was taken; the others settle nothing by themselves.
fn story() -> impl Strategy<Value = (Vec<Kind>, Vec<Kind>)> {
    subsequence(KINDS.to_vec(), 1..6).prop_flat_map(|kinds| {
        let twice: Vec<Kind> = kinds.iter().chain(&kinds).copied().collect();
        (Just(kinds), Just(twice).prop_shuffle())
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_in_any_order_and_twice_lead_to_one_state() {
    let house = House::new().await;
    for (in_order, twice_and_shuffled) in samples(story(), 25) {
        let [one, other] = [four_people(&house).await, four_people(&house).await];
        for seq in 1..=4 {
            let at_once: Vec<MailEvent> = in_order.iter().map(|kind| event(one, seq, *kind)).collect();
            events::apply(&house.mailroom, &at_once).await.unwrap();
            for kind in &twice_and_shuffled {
                events::apply(&house.mailroom, &[event(other, seq, *kind)]).await.unwrap();
            }
        }
        assert_eq!(states(&house, one).await, states(&house, other).await, "{twice_and_shuffled:?}");
        for campaign in [one, other] {
            house.assert_adds_up(campaign, 4).await;
        }
        house.run("delete from suppressions").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_names_another_person_changes_nobody() {
    let house = House::new().await;
    let campaign = four_people(&house).await;
    let stray = MailEvent { recipient: person(2), ..event(campaign, 1, Kind::Delivered) };
    events::apply(&house.mailroom, &[stray]).await.unwrap();
    assert_eq!(states(&house, campaign).await, BEFORE);
    assert_eq!(house.assert_adds_up(campaign, 4).await.of(DeliveryState::Delivered), 0);
    assert_eq!(house.one::<i64>("select count(*) from mail_events").await, 1, "it is kept");
}
