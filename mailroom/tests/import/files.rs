use super::house::{House, sample};
use encoding_rs::EUC_KR;

async fn brings_200_customers(file: &str, encoding: &str) -> (House, Vec<(String, String)>) {
    let house = House::open().await;
    let report = house.import_file(&sample(file)).await;
    assert_eq!((report.rows_read, report.added, report.refused, report.rejected), (200, 200, 16, 0));
    assert_eq!(report.encoding, encoding);
    assert_eq!(house.members(&report).await, 200);
    let people = sqlx::query_as("select address, name from contacts order by address");
    let people = people.fetch_all(&house.db).await.unwrap();
    (house, people)
}

#[tokio::test]
async fn three_encodings_bring_the_same_200_people() {
    let (_, plain) = brings_200_customers("customers-200.csv", "UTF-8").await;
    let (marked_house, marked) =
        brings_200_customers("customers-200-korean-headers.csv", "UTF-8 with a byte order mark").await;
    let (cp949_house, cp949) = brings_200_customers("customers-200-cp949.csv", "CP949").await;
    assert_eq!(plain, marked);
    assert_eq!(plain, cp949);
    assert_eq!(cp949_house.attributes("customer0001@mail.example.org").await["City"], "광주");
    assert_eq!(marked_house.attributes("customer0001@mail.example.org").await["등급"], "vip");
}

#[tokio::test]
async fn cp949_holds_every_hangul_syllable_and_the_marks_of_firms() {
    let house = House::open().await;
    let text = "이메일,이름,회사\na@example.com,뷁펲똠,㈜①상사\n";
    let report = house.import(EUC_KR.encode(text).0).await;
    assert_eq!(report.encoding, "CP949");
    assert_eq!(house.name("a@example.com").await, "뷁펲똠");
    assert_eq!(house.attributes("a@example.com").await["회사"], "㈜①상사");
}

#[tokio::test]
async fn a_korean_name_after_a_megabyte_of_ascii_is_still_read() {
    let house = House::open().await;
    let mut text = String::from("email,name\n");
    (0..40_000).for_each(|n| text.push_str(&format!("person{n:05}@example.com,Someone\n")));
    text.push_str("late@example.com,뒤늦은 뷁\n");
    let report = house.import(EUC_KR.encode(&text).0).await;
    assert_eq!((report.encoding.as_str(), report.added), ("CP949", 40_001));
    assert_eq!(house.name("late@example.com").await, "뒤늦은 뷁");
}

#[tokio::test]
async fn utf_16_is_read_both_ways_around() {
    for (mark, name, octets) in [
        ([0xFF, 0xFE], "UTF-16 LE", u16::to_le_bytes as fn(u16) -> [u8; 2]),
        ([0xFE, 0xFF], "UTF-16 BE", u16::to_be_bytes),
    ] {
        let house = House::open().await;
        let text = "이메일\t이름\r\na@example.com\t김하나😀\r\n";
        let mut file = Vec::from(mark);
        file.extend(text.encode_utf16().flat_map(octets));
        let report = house.import(file).await;
        assert_eq!((report.encoding.as_str(), report.delimiter, report.added), (name, '\t', 1));
        assert_eq!(house.name("a@example.com").await, "김하나😀");
    }
}

#[tokio::test]
async fn a_row_with_letters_of_no_encoding_is_rejected_and_none_is_replaced() {
    let good = "email,name\na@example.com,하나\nb@example.com,둘\nc@example.com,셋\n";
    for (mut file, encoding) in [(good.as_bytes().to_vec(), "UTF-8"), (EUC_KR.encode(good).0.into_owned(), "CP949")] {
        let house = House::open().await;
        file.extend(b"bad@example.com,\xFF\xFFx\nlast@example.com,Last\n");
        let report = house.import(file).await;
        assert_eq!((report.encoding.as_str(), report.added, report.rejected), (encoding, 4, 1));
        let rejected = &house.rejections(&report).await[0];
        assert_eq!(rejected.row, 5);
        assert!(rejected.reason.en.contains("‘name’ cannot be read"), "{}", rejected.reason);
        assert!(rejected.raw.starts_with("bad@example.com,"));
    }
}

#[tokio::test]
async fn half_a_surrogate_pair_rejects_its_row_only() {
    let house = House::open().await;
    let mut units: Vec<u16> = "email,name\nbad@example.com,".encode_utf16().collect();
    units.push(0xD83D);
    units.extend("\ngood@example.com,좋음\n".encode_utf16());
    let mut file = vec![0xFF, 0xFE];
    file.extend(units.into_iter().flat_map(u16::to_le_bytes));
    let report = house.import(file).await;
    assert_eq!((report.added, report.rejected), (1, 1));
    assert_eq!(house.addresses().await, ["good@example.com"]);
}

#[tokio::test]
async fn every_delimiter_and_line_end_is_found() {
    for delimiter in [",", ";", "\t", "|"] {
        for line_end in ["\n", "\r\n", "\r"] {
            let house = House::open().await;
            let text = "name,email,tier\n\"Kim, A; B|C\",a@example.com,1\n하나,b@example.com,2\n";
            let text = text.replace(",email,tier", &format!("{delimiter}email{delimiter}tier"));
            let text = text.replace(",a@example.com,", &format!("{delimiter}a@example.com{delimiter}"));
            let text = text.replace(",b@example.com,", &format!("{delimiter}b@example.com{delimiter}"));
            let report = house.import(text.replace('\n', line_end)).await;
            assert_eq!((report.added, report.rejected), (2, 0), "{delimiter:?} {line_end:?}");
            assert_eq!(house.name("a@example.com").await, "Kim, A; B|C");
        }
    }
}

#[tokio::test]
async fn what_is_no_list_of_people_is_refused_as_a_whole() {
    let house = House::open().await;
    for (file, reason) in [
        (&b""[..], "empty"),
        (b"\xEF\xBB\xBF\n\n", "empty"),
        (b"PK\x03\x04\x14\x00", "Excel workbook"),
        (b"\x7FELF\x00\x01\x02", "not a text file"),
        (b"name,tier\nKim,gold\n", "no column is named as an e-mail address"),
        (b"kim@example.com,Kim\nlee@example.com,Lee\n", "column names"),
        (b"\"email,name\nkim@example.com,Kim\n", "quotation mark"),
    ] {
        let said = house.refusal(file).await;
        assert!(said.contains(reason), "{said}");
    }
    assert!(house.states().await.is_empty());
}

#[tokio::test]
async fn a_header_alone_is_an_import_of_nobody() {
    let house = House::open().await;
    let report = house.import("email,name\n").await;
    assert_eq!((report.rows_read, report.added), (0, 0));
    assert_eq!(house.states().await, ["done"]);
}
