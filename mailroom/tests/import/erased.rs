use super::house::House;
use domain::{ContactId, contact::Attributes, people::PeopleQuery};
use mailroom::{
    Member,
    contacts::{self, Card, Stop},
};

async fn only(house: &House) -> ContactId {
    contacts::page(&house.mailroom, &PeopleQuery::default()).await.unwrap().rows[0].id
}

fn card(address: &str) -> Card {
    Card { address: address.parse().unwrap(), name: "김하나".into(), locale: None, attributes: Attributes::new() }
}

/// What else speaks of somebody: tests with their data, checks of their letter, notes on campaigns and suppressions.
const TRACES: [&str; 9] = [
    "insert into campaigns (name, kind, state, doubt_policy, audience) values ('Spring', 'advertising', 'finished', 'assume_sent', '{}')",
    r#"insert into test_sends (campaign_id, contact_id, address, person, taken_at)
       values (1, CONTACT, 'me@shop.example', '{"address": "a@example.com", "name": "김하나"}', now())"#,
    r#"insert into preflights (campaign_id, fingerprint, total, findings) values (1, '', 1, '[{"says": "to a@example.com"}]')"#,
    "insert into recipients (campaign_id, seq, contact_id, address, name, merge) values (1, 1, CONTACT, 'a@example.com', '김하나', '{}')",
    r#"insert into audit_log (member_name, act, subject, subject_id, subject_name, before, after)
       values ('', 'corrected_address', 'campaign', 1, 'Spring', '{"address": "a@example.com"}', '{"seqs": [1, 2]}')"#,
    r#"insert into audit_log (member_name, act, subject, subject_id, subject_name, after)
       values ('', 'suppressed', 'suppression', 0, 'a@example.com', '{"addresses": ["a@example.com", "b@example.com"]}')"#,
    r#"insert into kept_reports (digest, feed, raw, why) values ('', 'test', '{"of": "A@example.com"}', 'unknown')"#,
    r#"insert into unplaced_events (dedupe_key, recipient, event) values ('x', 'a@example.com', '"a@example.com"')"#,
    "with topic as (insert into topics (name_en, name_ko) values ('News', '소식') returning id)
     insert into topic_suppressions (topic_id, address, source) select id, 'a@example.com', 'test' from topic",
];

#[tokio::test]
async fn nobody_who_was_erased_comes_back_by_a_file_or_by_hand() {
    let (house, by) = (House::open().await, Member::operator());
    let first = house.import("email,name,수신동의\na@example.com,김하나,Y\na@@example.com,틀림,Y\n").await;
    let erased = only(&house).await;
    for trace in TRACES {
        house.run(&trace.replace("CONTACT", &erased.to_string())).await;
    }
    contacts::erase(&house.mailroom, &by, erased).await.unwrap();
    let others: i64 = house.one("select count(*) from audit_log where after::text like '%b@example.com%'").await;
    assert_eq!(others, 1);
    assert_eq!(house.members(&first).await, 0);

    let report = house.import("email,name,수신동의\nA@example.com,김하나,Y\nb@example.com,이둘,Y\n").await;
    assert_eq!((report.added, report.rejected), (1, 1));
    assert_eq!(house.addresses().await, ["b@example.com"]);
    let rejected = &house.rejections(&report).await[0];
    assert_eq!((rejected.row, rejected.raw.as_str()), (2, ""));
    assert!(rejected.reason.en.contains("asked to be erased"));
    let refused = contacts::add(&house.mailroom, &by, &card("a@example.com"), None).await.unwrap_err();
    assert!(refused.to_string().contains("asked to be erased"));

    let kept = sqlx::query_scalar(
        "select count(*) from (select to_jsonb(t)::text as row from contacts t union all select to_jsonb(t)::text from consents t
         union all select to_jsonb(t)::text from suppressions t union all select to_jsonb(t)::text from import_rejections t
         union all select to_jsonb(t)::text from audit_log t union all select to_jsonb(t)::text from erasures t
         union all select to_jsonb(t)::text from test_sends t union all select to_jsonb(t)::text from preflights t
         union all select to_jsonb(t)::text from kept_reports t union all select to_jsonb(t)::text from unplaced_events t
         union all select to_jsonb(t)::text from topic_suppressions t
         union all select to_jsonb(t)::text from recipients t union all select to_jsonb(t)::text from attempts t) all_rows
         where lower(row) like '%a@example.com%' or row like '%김하나%'",
    );
    let kept: i64 = kept.fetch_one(&house.db).await.unwrap();
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn every_address_of_somebody_leaves_the_notes_and_nobody_elses() {
    let (house, by) = (House::open().await, Member::operator());
    house.import("email,name\na.b+1@example.com,Ada\n").await;
    let erased = only(&house).await;
    for trace in [
        "insert into campaigns (name, kind, state, doubt_policy, audience) values ('Spring', 'advertising', 'finished', 'assume_sent', '{}')",
        "insert into recipients (campaign_id, seq, contact_id, address, name, merge) values (1, 1, CONTACT, 'old$(1)@example.com', '', '{}')",
        r#"insert into audit_log (member_name, act, subject, subject_id, subject_name, before, after)
           values ('', 'corrected_address', 'campaign', 1, 'Spring', '{"address": "old$(1)@example.com"}', '{"address": "a.b+1@example.com"}')"#,
        r#"insert into audit_log (member_name, act, subject, subject_id, subject_name, after)
           values ('', 'suppressed', 'suppression', 0, 'old$(1)@example.com',
                   '{"addresses": ["a.b+1@example.com", "axb+1@example.com", "xa.b+1@example.com", "old$(1)@example.com"]}')"#,
    ] {
        house.run(&trace.replace("CONTACT", &erased.to_string())).await;
    }
    contacts::erase(&house.mailroom, &by, erased).await.unwrap();
    let kept: Vec<String> = sqlx::query_scalar(
        "select subject_name || coalesce(before::text, '') || coalesce(after::text, '') from audit_log
         where act in ('corrected_address', 'suppressed') order by id",
    )
    .fetch_all(&house.db)
    .await
    .unwrap();
    assert_eq!(
        kept,
        [
            r#"Spring{"address": ""}{"address": ""}"#,
            r#"{"addresses": ["", "axb+1@example.com", "xa.b+1@example.com", ""]}"#
        ]
    );
}

#[tokio::test]
async fn a_refusal_goes_along_with_a_changed_address_and_is_noted() {
    let (house, by) = (House::open().await, Member::operator());
    let contact = contacts::add(&house.mailroom, &by, &card("old@example.com"), Some(true)).await.unwrap();
    contacts::stop(&house.mailroom, &by, contact, Stop::Refused, "asked by telephone").await.unwrap();
    contacts::change(&house.mailroom, &by, contact, &card("new@example.com")).await.unwrap();
    let person = contacts::find(&house.mailroom, contact).await.unwrap();
    assert_eq!(person.consents.iter().map(|said| said.given).collect::<Vec<_>>(), [false, true]);
    assert!(person.suppression.unwrap().source.to_string().contains("asked by telephone"));
    let taken = contacts::add(&house.mailroom, &by, &card("new@example.com"), None).await.unwrap_err();
    assert!(taken.to_string().contains("has this address already"));
    let acts: Vec<String> =
        sqlx::query_scalar("select act from audit_log order by id").fetch_all(&house.db).await.unwrap();
    assert_eq!(acts, ["created", "suppressed", "changed"]);
}
