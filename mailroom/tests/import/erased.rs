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

#[tokio::test]
async fn nobody_who_was_erased_comes_back_by_a_file_or_by_hand() {
    let (house, by) = (House::open().await, Member::operator());
    let first = house.import("email,name,수신동의\na@example.com,김하나,Y\na@@example.com,틀림,Y\n").await;
    contacts::erase(&house.mailroom, &by, only(&house).await).await.unwrap();
    assert_eq!(house.members(&first).await, 0);

    let report = house.import("email,name,수신동의\nA@example.com,김하나,Y\nb@example.com,이둘,Y\n").await;
    assert_eq!((report.added, report.rejected), (1, 1));
    assert_eq!(house.addresses().await, ["b@example.com"]);
    let rejected = &house.rejections(&report).await[0];
    assert_eq!((rejected.record, rejected.raw.as_str()), (1, ""));
    assert!(rejected.reason.en.contains("asked to be erased"));
    let refused = contacts::add(&house.mailroom, &by, &card("a@example.com"), None).await.unwrap_err();
    assert!(refused.to_string().contains("asked to be erased"));

    let kept = sqlx::query_scalar(
        "select count(*) from (select to_jsonb(t)::text as row from contacts t union all select to_jsonb(t)::text from consents t
         union all select to_jsonb(t)::text from suppressions t union all select to_jsonb(t)::text from import_rejections t
         union all select to_jsonb(t)::text from audit_log t union all select to_jsonb(t)::text from erasures t) all_rows
         where row like '%a@example.com%' or row like '%김하나%'",
    );
    let kept: i64 = kept.fetch_one(&house.db).await.unwrap();
    assert_eq!(kept, 0);
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
