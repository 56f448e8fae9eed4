use super::house::{House, sample};
use mailroom::contacts::import::{COLUMNS_MAX, RAW_CHARS_MAX, RECORD_OCTETS_MAX};
use serde_json::{Value, json};

#[tokio::test]
async fn a_messy_file_comes_in_as_far_as_it_can() {
    let expected: Value = serde_json::from_str(include_str!("../../../samples/messy.expected.json")).unwrap();
    let house = House::open().await;
    let report = house.import_file(&sample("messy.csv")).await;
    assert_eq!(json!(house.addresses().await), expected["imported"]);
    assert_eq!(house.name("ok1@example.com").await, expected["ok1_name_after_import"]);
    assert_eq!(house.name("ok6@example.com").await, expected["ok6_name_after_import"]);
    assert_eq!(house.name("ok2@example.com").await, "최, 넷");
    assert_eq!(house.name("ok3@example.com").await, "정\n다섯");
    assert_eq!((report.rows_read, report.repeated, report.rejected), (13, 1, 6));

    let rejections = house.rejections(&report).await;
    assert_eq!(rejections.iter().map(|row| row.row).collect::<Vec<_>>(), [4, 5, 8, 10, 13, 14]);
    assert!(rejections.iter().all(|row| !row.raw.is_empty() && !row.reason.en.is_empty() && !row.reason.ko.is_empty()));
    assert_eq!(rejections[0].raw, "no-at-sign.example.com,이둘,Male,");
    assert!(rejections[0].reason.en.contains("has no @"));
    assert!(rejections[5].reason.en.contains("never closes"));
}

#[tokio::test]
async fn a_quote_that_never_closes_costs_its_own_line() {
    let house = House::open().await;
    let mut file = String::from("email,name\nfirst@example.com,\"never closed\n");
    (0..20_000).for_each(|n| file.push_str(&format!("person{n}@example.com,누군가\n")));
    let report = house.import(&file).await;
    assert_eq!((report.added, report.rejected), (20_000, 1));
    assert_eq!(house.rejections(&report).await[0].row, 2);
}

#[tokio::test]
async fn a_quote_closed_by_that_of_a_later_row_costs_its_own_line() {
    let house = House::open().await;
    let report = house.import("email,name\na@example.com,\"open\nb@example.com,B\nc@example.com,\"C, D\"\n").await;
    assert_eq!(house.addresses().await, ["b@example.com", "c@example.com"]);
    assert_eq!(house.rejections(&report).await[0].row, 2);
}

#[tokio::test]
async fn a_row_is_numbered_as_a_spreadsheet_shows_it() {
    for end in ["\n", "\r\n", "\r"] {
        let house = House::open().await;
        let lines = [
            "",
            "email,note",
            "a@example.com,one",
            "",
            "b@@example.com,empty line above",
            "",
            "",
            "c@example.com,\"two\nlines\r\nthree\"",
            "d@@example.com,\"two\nlines\"",
            "e@@example.com,last",
        ];
        let report = house.import(&lines.join(end)).await;
        let rows: Vec<u64> = house.rejections(&report).await.iter().map(|row| row.row).collect();
        assert_eq!(rows, [5, 9, 10], "{end:?}");
    }
}

#[tokio::test]
async fn a_record_longer_than_the_limit_is_rejected_and_the_next_is_read() {
    let house = House::open().await;
    let fits = "x".repeat(RECORD_OCTETS_MAX - 100);
    let long = "x".repeat(5 * RECORD_OCTETS_MAX);
    let file = format!("email,note\nfits@example.com,{fits}\nlong@example.com,{long}\nafter@example.com,y\n");
    let report = house.import(&file).await;
    assert_eq!(house.addresses().await, ["after@example.com", "fits@example.com"]);
    let rejections = house.rejections(&report).await;
    assert_eq!((rejections.len(), rejections[0].row), (1, 3));
    assert!(rejections[0].reason.en.contains("longer than"));
    assert_eq!(rejections[0].raw.chars().count(), RAW_CHARS_MAX);
}

#[tokio::test]
async fn a_file_of_a_thousand_columns_keeps_them_all() {
    let house = House::open().await;
    let headers: Vec<_> = (1..COLUMNS_MAX).map(|n| format!("필드{n}")).collect();
    let values: Vec<_> = (1..COLUMNS_MAX).map(|n| format!("값{n}")).collect();
    house.import(format!("email,{}\na@example.com,{}\n", headers.join(","), values.join(","))).await;
    let attributes = house.attributes("a@example.com").await;
    assert_eq!(attributes.as_object().unwrap().len(), COLUMNS_MAX);
    assert_eq!(attributes["필드999"], "값999");
}

#[tokio::test]
async fn values_stay_text_and_odd_letters_survive() {
    let house = House::open().await;
    let odd = "back\\slash \"quoted\"\ttab\nline \u{1}\u{1F600}";
    let file = format!("email,전화,메모,빈칸\na@example.com,01012345678,\"{}\",\n", odd.replace('"', "\"\""));
    house.import(&file).await;
    let expected = json!({ "email": "a@example.com", "전화": "01012345678", "메모": odd });
    assert_eq!(house.attributes("a@example.com").await, expected);
}

#[tokio::test]
async fn an_empty_field_erases_nothing_and_a_later_row_adds_to_an_earlier() {
    let house = House::open().await;
    house.import("email,name,tier\na@example.com,가나,gold\n").await;
    let report = house
        .import("email,name,tier,city\na@example.com,,vip,\nA@example.com,,,서울\na@example.com,다라\na@EXAMPLE.com\n")
        .await;
    assert_eq!((report.updated, report.repeated, report.added), (1, 3, 0));
    assert_eq!(house.name("a@example.com").await, "다라");
    let attributes = house.attributes("a@example.com").await;
    assert_eq!((&attributes["tier"], &attributes["city"]), (&json!("vip"), &json!("서울")));
    assert_eq!(house.members(&report).await, 1);
}

#[tokio::test]
async fn the_same_file_again_changes_nothing() {
    let house = House::open().await;
    let file = "email,name,수신동의,언어\na@example.com,가,Y,ko\nb@example.com,나,N,\n";
    house.import(file).await;
    let before = snapshot(&house).await;
    let report = house.import(file).await;
    assert_eq!((report.added, report.updated, report.unchanged), (0, 0, 2));
    assert_eq!(house.members(&report).await, 2);
    assert_eq!(snapshot(&house).await, before);
}

async fn snapshot(house: &House) -> Value {
    let all = sqlx::query_scalar(
        "select jsonb_build_array((select jsonb_agg(c order by id) from contacts c),
             (select jsonb_agg(c order by contact_id, at) from consents c), (select jsonb_agg(s) from suppressions s))",
    );
    all.fetch_one(&house.db).await.unwrap()
}
