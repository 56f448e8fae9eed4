//! Whom letters come from: settled by admins, chosen by everybody who writes.

use crate::house::House;
use domain::{member::Role, sender::SenderEntry};
use mailroom::{Error, Member, senders};

fn shop() -> SenderEntry {
    SenderEntry { name: "Shop".into(), address: "news@shop.example".into(), ..SenderEntry::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_is_kept_changed_and_put_away_and_the_log_says_by_whom() {
    let house = House::new().await;
    let (mailroom, by) = (&house.mailroom, Member::operator());
    let id = senders::create(mailroom, &by, &shop()).await.unwrap();
    let changed = SenderEntry { phone: "02-123-4567".into(), ..shop() };
    senders::change(mailroom, &by, id, &changed).await.unwrap();
    assert_eq!(senders::find(mailroom, id).await.unwrap().profile.legal.phone, "02-123-4567");

    senders::archive(mailroom, &by, id).await.unwrap();
    assert!(senders::list(mailroom, false).await.unwrap().is_empty());
    assert_eq!(senders::list(mailroom, true).await.unwrap().len(), 1);
    senders::create(mailroom, &by, &shop()).await.unwrap();
    let taken = senders::unarchive(mailroom, &by, id).await;
    assert!(matches!(&taken, Err(Error::Invalid(invalid)) if invalid.field == "address"), "{taken:?}");
    let acts = "select string_agg(act, ' ' order by id) from audit_log where subject = 'sender'";
    assert_eq!(house.one::<String>(acts).await, "created changed archived created");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_admin_changes_senders() {
    let house = House::new().await;
    let mia = house.member("mia@shop.example", Role::Marketer).await;
    let refused = senders::create(&house.mailroom, &mia, &shop()).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    assert_eq!(house.one::<i64>("select count(*) from audit_log where subject = 'sender'").await, 0);
}
