use super::house::{House, sample};
use domain::{
    ImportId,
    import::{ColumnRole, ImportState, ImportSummary, Peek, ReadAs, TextEncoding},
};
use mailroom::{
    Member,
    contacts::import::{self, Agreement, Mapping, Source},
};
use std::{
    io::{Cursor, Write},
    path::Path,
    time::Duration,
};
use zip::{ZipWriter, write::SimpleFileOptions};

/// A workbook whose first sheet has no people in it.
fn workbook() -> Source {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../end2end/fixtures/people.xlsx");
    Source { file_name: "people.xlsx".into(), path }
}

async fn received(house: &House, source: &Source) -> (ImportId, ImportSummary, Option<Peek>) {
    let id = import::receive(&house.mailroom, &Member::operator(), source).await.unwrap();
    let (summary, peek) = import::find(&house.mailroom, id).await.unwrap();
    (id, summary, peek)
}

/// No consent of the file counts.
fn unknown() -> Agreement {
    Agreement { is_unknown: true, ..Agreement::default() }
}

fn as_guessed(peek: &Peek, sheet: usize) -> Mapping {
    let sheet = &peek.sheets[sheet];
    Mapping { sheet: sheet.name.clone(), columns: sheet.columns.clone(), agreement: unknown() }
}

async fn ended(house: &House, id: ImportId) -> ImportSummary {
    for _ in 0..3_000 {
        let (summary, _) = import::find(&house.mailroom, id).await.unwrap();
        match summary.state {
            ImportState::Waiting | ImportState::Running => tokio::time::sleep(Duration::from_millis(10)).await,
            ImportState::Done | ImportState::Failed => return summary,
        }
    }
    panic!("the import does not end")
}

async fn begun(house: &House, id: ImportId, mapping: Mapping) -> ImportSummary {
    import::begin(&house.mailroom, &Member::operator(), id, mapping).await.unwrap();
    ended(house, id).await
}

#[tokio::test]
async fn a_file_waits_until_somebody_says_what_its_columns_are_for() {
    let house = House::open().await;
    let (id, summary, peek) = received(&house, &sample("customers-200-cp949.csv")).await;
    let peek = peek.unwrap();
    assert_eq!((summary.state, peek.format.as_str(), peek.delimiter), (ImportState::Waiting, "CP949", Some(',')));
    assert_eq!(peek.sheets[0].rows[0][1], "안수빈");
    assert!(house.addresses().await.is_empty());

    let mut mapping = as_guessed(&peek, 0);
    mapping.columns[2].role = ColumnRole::LeftOut;
    mapping.columns[5].attribute = Some("도시".into());
    let done = begun(&house, id, mapping).await;
    assert_eq!((done.state, done.added, done.refused, done.is_file_here), (ImportState::Done, 200, 16, false));
    let attributes = house.attributes("customer0001@mail.example.org").await;
    assert_eq!((&attributes["도시"], attributes.get("Gender")), (&"광주".into(), None));
}

#[tokio::test]
async fn a_sheet_of_a_workbook_comes_in_as_people_see_it() {
    let house = House::open().await;
    let (id, _, peek) = received(&house, &workbook()).await;
    let peek = peek.unwrap();
    assert_eq!(peek.sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["안내", "고객"]);
    let done = begun(&house, id, as_guessed(&peek, 1)).await;
    assert_eq!((done.rows_read, done.added, done.rejected, done.refused), (4, 3, 1, 1));
    let attributes = house.attributes("xlsx1@example.com").await;
    assert_eq!(attributes["전화번호"], "01012345678");
    assert_eq!(attributes["가입일"], "2023-07-12");
    assert_eq!(attributes["구매횟수"], "3");
    let rejected = import::rejections(&house.mailroom, id, None, 10).await.unwrap();
    assert_eq!((rejected[0].row, rejected[0].reason.ko.as_str()), (4, "주소에 @가 없습니다"));
}

/// One sheet, with these cells of text in these rows.
fn sheet(house: &House, cells: &[(u32, &str)]) -> Source {
    let rows = cells
        .iter()
        .map(|(row, text)| format!(r#"<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c></row>"#));
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let parts = [
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="r" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="s" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="s"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{main}"><sheetData>{}</sheetData></worksheet>"#, rows.collect::<String>()),
        ),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(xml.as_bytes()).unwrap();
    }
    house.file(zip.finish().unwrap().into_inner())
}

#[tokio::test]
async fn a_row_of_a_sheet_has_the_number_that_excel_shows() {
    let house = House::open().await;
    let cells = [
        (3, "email"),
        (4, "a@example.com"),
        (7, "b@@example.com"),
        (20, "two&#10;lines@@example.com"),
        (21, "c@@example.com"),
    ];
    let (id, _, peek) = received(&house, &sheet(&house, &cells)).await;
    assert_eq!(begun(&house, id, as_guessed(&peek.unwrap(), 0)).await.rejected, 3);
    let rejected = import::rejections(&house.mailroom, id, None, 10).await.unwrap();
    assert_eq!(rejected.iter().map(|row| row.row).collect::<Vec<_>>(), [7, 20, 21]);
}

#[tokio::test]
async fn a_row_that_no_sheet_has_is_refused() {
    let house = House::open().await;
    let source = sheet(&house, &[(1, "email"), (4_000_000_000, "a@example.com")]);
    let (_, summary, peek) = received(&house, &source).await;
    assert!(summary.state == ImportState::Failed || peek.unwrap().sheets[0].problem.is_some());
}

#[tokio::test]
async fn what_is_no_list_of_people_is_refused_with_a_reason_and_not_kept() {
    let house = House::open().await;
    for (content, reason) in [
        (&b""[..], "empty"),
        (b"PK\x03\x04 and nothing of a workbook", "damaged"),
        (b"\xD0\xCF\x11\xE0old", "old kind"),
        (b"\x7FELF\x00\x01", "not a text file"),
        (b"kim@example.com,Kim\nlee@example.com,Lee\n", "column names"),
        (&b"email,".repeat(50_000), "never ends"),
    ] {
        let (_, summary, peek) = received(&house, &house.file(content)).await;
        assert_eq!((summary.state, peek), (ImportState::Failed, None));
        let because = summary.failed_because.unwrap();
        assert!(because.en.contains(reason) && !because.ko.is_empty(), "{}", because.en);
    }
}

#[tokio::test]
async fn a_mapping_without_an_address_begins_nothing() {
    let house = House::open().await;
    let (id, _, peek) = received(&house, &house.file("who,name\na@example.com,A\n")).await;
    let mut mapping = as_guessed(&peek.unwrap(), 0);
    let begin = async |mapping| import::begin(&house.mailroom, &Member::operator(), id, mapping).await;
    let refused = begin(mapping.clone()).await.unwrap_err().to_string();
    assert!(refused.contains("which column holds"), "{refused}");
    mapping.columns[0].role = ColumnRole::Address;
    assert_eq!(begun(&house, id, mapping.clone()).await.added, 1);
    assert!(begin(mapping).await.is_err());
}

#[tokio::test]
async fn consent_is_of_the_day_the_file_says() {
    let house = House::open().await;
    house.import("email,수신동의,동의일\na@example.com,Y,2024-05-31\nb@example.com,Y,31일\n").await;
    let at = sqlx::query_scalar("select consented_at::text from contacts where address = 'a@example.com'");
    let at: String = at.fetch_one(&house.db).await.unwrap();
    assert!(at.starts_with("2024-05-31") || at.starts_with("2024-05-30"), "{at}");
    assert_eq!(house.addresses().await, ["a@example.com"]);
}

#[tokio::test]
async fn nobody_is_noted_to_have_agreed_where_nobody_says_where() {
    let file = "email,수신동의\na@example.com,Y\nb@example.com,N\nc@example.com,\n";
    let form = Agreement { from: "Form on shop.example".into(), ..Agreement::default() };
    let all = Agreement { is_everybody: true, ..form.clone() };
    let table = [
        (unknown(), "b@example.com refused"),
        (form, "a@example.com agreed: Form on shop.example, b@example.com refused"),
        (
            all,
            "a@example.com agreed: Form on shop.example, b@example.com refused, c@example.com agreed: Form on shop.example",
        ),
    ];
    for (agreement, expected) in table {
        let house = House::open().await;
        let (id, _, peek) = received(&house, &house.file(file)).await;
        begun(&house, id, Mapping { agreement, ..as_guessed(&peek.unwrap(), 0) }).await;
        let said = "select string_agg(k.address || case when c.given then ' agreed: ' || t.words else ' refused' end, ', ' order by k.address)
                    from consents c join contacts k on k.id = c.contact_id left join consent_texts t on t.hash = c.text_hash";
        let said: String = sqlx::query_scalar(said).fetch_one(&house.db).await.unwrap();
        assert_eq!(said, expected);
    }
    let house = House::open().await;
    let (id, _, peek) = received(&house, &house.file(file)).await;
    let peek = peek.unwrap();
    let blank = Agreement { from: " ".into(), ..Agreement::default() };
    let both = Agreement { is_unknown: true, from: "Form".into(), ..Agreement::default() };
    let refused = [
        (Agreement { is_everybody: true, ..blank.clone() }, "say where these people agreed"),
        (blank, "this file says who agreed: say where they did"),
        (Agreement::default(), "this file says who agreed: say where they did"),
        (both, "not both"),
        (Agreement { is_everybody: true, ..unknown() }, "not both"),
    ];
    for (agreement, why) in refused {
        let mapping = Mapping { agreement, ..as_guessed(&peek, 0) };
        let said = import::begin(&house.mailroom, &Member::operator(), id, mapping).await.unwrap_err().to_string();
        assert!(said.contains(why), "{said}");
    }
    let (id, _, peek) = received(&house, &house.file("email,name\na@example.com,A\n")).await;
    begun(&house, id, Mapping { agreement: Agreement::default(), ..as_guessed(&peek.unwrap(), 0) }).await;
}

#[tokio::test]
async fn what_was_guessed_wrong_is_read_again_as_a_person_says() {
    let house = House::open().await;
    let (id, _, peek) = received(&house, &house.file("who|a,b,c\nkim@example.com|1,2,3\n")).await;
    assert_eq!(peek.unwrap().delimiter, Some(','));
    let read_as = async |encoding, delimiter| {
        import::read_as(&house.mailroom, &Member::operator(), id, ReadAs { encoding, delimiter }).await
    };
    assert!(read_as(None, 'x').await.unwrap_err().to_string().contains("choose a comma"));
    read_as(Some(TextEncoding::Cp949), '|').await.unwrap();
    let (_, peek) = import::find(&house.mailroom, id).await.unwrap();
    let peek = peek.unwrap();
    assert_eq!((peek.format.as_str(), peek.delimiter, peek.sheets[0].columns.len()), ("CP949", Some('|'), 2));
    let mut mapping = as_guessed(&peek, 0);
    mapping.columns[0].role = ColumnRole::Address;
    assert_eq!(begun(&house, id, mapping).await.added, 1);
    assert_eq!(house.attributes("kim@example.com").await["a,b,c"], "1,2,3");
    assert!(read_as(None, ',').await.is_err());
}

#[tokio::test]
async fn letters_that_a_mark_names_and_workbooks_are_read_as_they_are() {
    let house = House::open().await;
    let said = ReadAs { encoding: Some(TextEncoding::Cp949), delimiter: ';' };
    let (id, ..) = received(&house, &house.file("\u{feff}email;이름\nkim@example.com;김\n")).await;
    import::read_as(&house.mailroom, &Member::operator(), id, said).await.unwrap();
    let (_, peek) = import::find(&house.mailroom, id).await.unwrap();
    assert_eq!(peek.unwrap().sheets[0].rows[0][1], "김");
    let (id, ..) = received(&house, &workbook()).await;
    assert!(import::read_as(&house.mailroom, &Member::operator(), id, said).await.is_err());
}
