use super::house::House;

/// What a person said, oldest first, and why they are never mailed.
async fn word_of(house: &House, address: &str) -> (Vec<bool>, Option<String>) {
    let said = sqlx::query_scalar(
        "select given from consents join contacts on contacts.id = contact_id where address = $1 order by at",
    );
    let suppression = sqlx::query_scalar("select reason from suppressions where address = $1");
    (
        said.bind(address).fetch_all(&house.db).await.unwrap(),
        suppression.bind(address).fetch_optional(&house.db).await.unwrap(),
    )
}

fn refused() -> Option<String> {
    Some("refused".into())
}

#[tokio::test]
async fn yes_is_consent_no_is_a_refusal_and_silence_is_neither() {
    let house = House::open().await;
    let report =
        house.import("email,SubscriptionStatus\ny@example.com,TRUE\nn@example.com,거부\ns@example.com,\n").await;
    assert_eq!(report.refused, 1);
    assert_eq!(word_of(&house, "y@example.com").await, (vec![true], None));
    assert_eq!(word_of(&house, "n@example.com").await, (vec![false], refused()));
    assert_eq!(word_of(&house, "s@example.com").await, (vec![], None));
    assert_eq!(house.members(&report).await, 3);
}

#[tokio::test]
async fn an_import_never_turns_a_refusal_back_into_consent() {
    let house = House::open().await;
    house.import("email,SubscriptionStatus\na@example.com,false\n").await;
    house.import("email,SubscriptionStatus\na@example.com,true\n").await;
    assert_eq!(word_of(&house, "a@example.com").await, (vec![false], refused()));
}

#[tokio::test]
async fn a_refusal_by_link_outlives_an_import_that_says_yes() {
    let house = House::open().await;
    sqlx::query("insert into suppressions (address, reason, source) values ('a@example.com', 'refused', 'one-click')")
        .execute(&house.db)
        .await
        .unwrap();
    let report = house.import("email,SubscriptionStatus\na@example.com,true\n").await;
    assert_eq!(report.added, 1);
    assert_eq!(word_of(&house, "a@example.com").await, (vec![], refused()));
}

#[tokio::test]
async fn consent_can_be_withdrawn_by_a_later_file() {
    let house = House::open().await;
    house.import("email,수신동의\na@example.com,Y\n").await;
    house.import("email,수신동의\na@example.com,N\n").await;
    assert_eq!(word_of(&house, "a@example.com").await, (vec![true, false], refused()));
}

#[tokio::test]
async fn of_two_rows_or_columns_that_differ_the_refusal_counts() {
    let house = House::open().await;
    house
        .import("email,수신동의,수신거부\na@example.com,N,\na@example.com,Y,\nb@example.com,Y,Y\nc@example.com,Y,N\n")
        .await;
    assert_eq!(word_of(&house, "a@example.com").await, (vec![false], refused()));
    assert_eq!(word_of(&house, "b@example.com").await, (vec![false], refused()));
    assert_eq!(word_of(&house, "c@example.com").await, (vec![true], None));
}

#[tokio::test]
async fn an_unclear_answer_rejects_its_row() {
    let house = House::open().await;
    let report = house.import("email,수신동의\na@example.com,아마도\nb@example.com,Y\n").await;
    assert_eq!(house.addresses().await, ["b@example.com"]);
    let rejected = &house.rejections(&report).await[0];
    assert_eq!(rejected.reason.en, "‘아마도’ in ‘수신동의’ is neither yes nor no");
}
