//! A campaign goes by the address it froze, whatever the person is called since.

use super::house::House;
use domain::{
    CampaignId, ContactId, SendTag,
    contact::Attributes,
    mail_event::{MailEvent, MailEventKind},
    suppression::SuppressionReason,
};
use mailroom::{
    Member,
    contacts::{self, Card, Stop},
    events,
    links::Claim,
    suppressions,
};

const CAMPAIGN: CampaignId = CampaignId(1);

fn card(address: &str) -> Card {
    Card { address: address.parse().unwrap(), name: "김하나".into(), locale: None, attributes: Attributes::new() }
}

/// A campaign under way holds them at an address that was changed since.
async fn held_at_an_old_address() -> (House, ContactId) {
    let (house, by) = (House::open().await, Member::operator());
    let contact = contacts::add(&house.mailroom, &by, &card("old@example.com"), Some(true)).await.unwrap();
    house
        .run(
            "insert into campaigns (name, kind, state, doubt_policy, audience, recipients)
             values ('Spring', 'advertising', 'running', 'assume_sent', '{}', 1)",
        )
        .await;
    house
        .run(
            "insert into recipients (campaign_id, seq, contact_id, address, name, merge)
             select 1, 1, id, address, name, '{}' from contacts",
        )
        .await;
    contacts::change(&house.mailroom, &by, contact, &card("new@example.com")).await.unwrap();
    (house, contact)
}

#[tokio::test]
async fn whoever_refuses_is_not_mailed_at_an_older_address_either() {
    let (house, contact) = held_at_an_old_address().await;
    let claim = Claim { contact, campaign: CAMPAIGN };
    assert!(suppressions::refuse(&house.mailroom, &claim).await.unwrap());
    assert!(suppressions::refuse(&house.mailroom, &claim).await.unwrap());
    assert_eq!(house.suppressed().await, ["new@example.com refused", "old@example.com refused"]);
    let said: i64 = house.one("select count(*) from consents where not given").await;
    assert_eq!(said, 1);
}

#[tokio::test]
async fn whoever_is_stopped_is_not_mailed_at_an_older_address_either() {
    let (house, contact) = held_at_an_old_address().await;
    contacts::stop(&house.mailroom, &Member::operator(), contact, Stop::ByHand, "a competitor").await.unwrap();
    assert_eq!(house.suppressed().await, ["new@example.com by_hand", "old@example.com by_hand"]);
}

#[tokio::test]
async fn whoever_is_erased_is_not_mailed_at_an_older_address_either_and_leaves_none() {
    let (house, contact) = held_at_an_old_address().await;
    contacts::erase(&house.mailroom, &Member::operator(), contact).await.unwrap();
    assert_eq!(house.suppressed().await, ["new@example.com refused", "old@example.com refused"]);
    house.run("update campaigns set state = 'finished'").await;
    assert_eq!(contacts::forget_rest(&house.mailroom).await.unwrap(), 1);
    assert!(house.suppressed().await.is_empty());
    let report = house.import("email,name\nold@example.com,김하나\nnew@example.com,김하나\n").await;
    assert_eq!((report.added, report.rejected), (0, 2));
}

#[tokio::test]
async fn a_complaint_outranks_the_bounce_before_it() {
    let (house, _) = held_at_an_old_address().await;
    house.run("insert into totals (campaign_id, waiting) values (1, 1)").await;
    house.run("insert into attempts (campaign_id, seq, attempt, outcome) values (1, 1, 1, 'accepted')").await;
    house.run("update totals set waiting = 0, sent = 1").await;
    for kind in [MailEventKind::BouncedForGood, MailEventKind::Complained, MailEventKind::BouncedForGood] {
        let report = MailEvent {
            dedupe_key: kind.as_str().into(),
            tag: Some(SendTag { campaign: CAMPAIGN, seq: 1, attempt: 1 }),
            kind,
            message_id: "m".into(),
            recipient: "old@example.com".into(),
            at: jiff::Timestamp::now(),
            detail: String::new(),
        };
        events::apply(&house.mailroom, &[report]).await.unwrap();
    }
    assert_eq!(house.suppressed().await, ["old@example.com complained"]);
}

#[tokio::test]
async fn a_reason_gives_way_only_to_one_that_outranks_it() {
    let (house, by) = (House::open().await, Member::operator());
    for reason in SuppressionReason::ALL {
        let rank: i32 = house.one(&format!("select suppression_rank('{reason}')")).await;
        assert_eq!(rank, reason.rank(), "{reason}");
    }
    let contact = contacts::add(&house.mailroom, &by, &card("a@example.com"), None).await.unwrap();
    house.run("insert into suppressions (address, reason, source) values ('a@example.com', 'complained', '')").await;
    contacts::stop(&house.mailroom, &by, contact, Stop::ByHand, "a competitor").await.unwrap();
    suppressions::add(&house.mailroom, &by, "a@example.com", "a competitor").await.unwrap();
    assert_eq!(house.suppressed().await, ["a@example.com complained"]);
    house.import("email,수신동의\na@example.com,N\n").await;
    assert_eq!(house.suppressed().await, ["a@example.com refused"]);
}
