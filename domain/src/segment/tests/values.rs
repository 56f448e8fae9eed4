use crate::segment::{AsOf, Condition, DayTest, Node, Rule, TextTest, day_in, number_in};

#[test]
fn numbers_are_read_as_people_write_them() {
    let table = [
        ("12", Some(12.0)),
        ("12,000.50", Some(12_000.5)),
        (" -3 ", Some(-3.0)),
        ("+4", Some(4.0)),
        ("", None),
        (".5", None),
        ("5.", None),
        ("1e3", None),
        ("12원", None),
        ("--1", None),
        ("1234567890123456", None),
    ];
    for (text, number) in table {
        assert_eq!(number_in(text).map(f64::from), number, "{text}");
    }
}

#[test]
fn days_are_read_in_the_usual_spellings() {
    let table = [
        ("2026-11-22", Some("2026-11-22")),
        ("2026/01/02 10:00", Some("2026-01-02")),
        ("2026.01.02", Some("2026-01-02")),
        ("20260102", Some("2026-01-02")),
        ("2026-11-22T23:59:59Z", Some("2026-11-22")),
        ("202601021", None),
        ("2026-13-01", None),
        ("2026-1-2", None),
        ("0000-01-01", None),
        ("김하나", None),
        ("", None),
    ];
    for (text, day) in table {
        assert_eq!(day_in(text).as_deref(), day, "{text}");
    }
}

#[test]
fn days_begin_in_seoul() {
    let as_of = AsOf("2026-11-21T15:00:00Z".parse().unwrap());
    assert_eq!(as_of.today().to_string(), "2026-11-22");
    assert_eq!(AsOf::start_of(as_of.today()), as_of.0);
    let table = [
        (DayTest::On(as_of.today()), [false, true, false]),
        (DayTest::Before(as_of.today()), [true, false, false]),
        (DayTest::After(as_of.today()), [false, false, true]),
        (DayTest::LastDays(1), [true, true, false]),
        (DayTest::NextDays(1), [false, true, true]),
        (DayTest::OlderDays(1), [false, false, false]),
        (DayTest::Anniversary, [true, true, true]),
    ];
    for (test, expected) in table {
        let passes = ["2026-11-21", "2026-11-22", "2026-11-23"].map(|day| test.passes(day, as_of));
        assert_eq!(passes, expected, "{test:?}");
    }
    assert!(DayTest::OlderDays(1).passes("2026-11-20", as_of));
    assert!(DayTest::Anniversary.passes("1990-11-31", as_of) && !DayTest::Anniversary.passes("2026-10-31", as_of));
}

#[test]
fn a_rule_is_kept_with_its_version() {
    let rule = Rule { who: Node::All(vec![Node::Is(Condition::Name(TextTest::Contains("김".into())))]) };
    let json = r#"{"version":"1","who":{"all":[{"is":{"name":{"contains":"김"}}}]}}"#;
    assert_eq!(serde_json::to_string(&rule).unwrap(), json);
    assert_eq!(serde_json::from_str::<Rule>(json).unwrap(), rule);
    assert!(serde_json::from_str::<Rule>(r#"{"version":"2","who":{"all":[]}}"#).is_err());
}
