use super::house::House;
use domain::people::{Beside, Consent, PeopleFilter, PeopleQuery, PeopleSort, Standing, SuppressionReason};
use mailroom::contacts::{self, ROWS};

async fn town() -> House {
    let house = House::open().await;
    let mut file = String::from("email,이름,언어,수신동의,등급\n");
    for n in 0..130 {
        let said = ["Y", "N", ""][n % 3];
        let locale = if n % 2 == 0 { "ko" } else { "en" };
        file.push_str(&format!("p{n:03}@example.com,이름{},{locale},{said},{}\n", n % 7, n % 4));
    }
    house.import(file).await;
    house
}

fn all(sort: PeopleSort) -> PeopleQuery {
    PeopleQuery { sort, ..PeopleQuery::default() }
}

async fn walk(house: &House, mut query: PeopleQuery) -> Vec<String> {
    let mut seen = Vec::new();
    loop {
        let page = contacts::page(&house.mailroom, &query).await.unwrap();
        seen.extend(page.rows.iter().map(|row| row.address.to_string()));
        let Some(last) = page.rows.last().filter(|_| page.has_later) else { return seen };
        query.beside = Some(Beside::After(last.id));
    }
}

#[tokio::test]
async fn everybody_is_seen_once_in_every_order_and_backwards_as_well() {
    let house = town().await;
    for sort in [PeopleSort::Newest, PeopleSort::Address, PeopleSort::Name] {
        let mut seen = walk(&house, all(sort)).await;
        assert_eq!(seen.len(), 130, "{sort}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 130, "{sort}");

        let first = contacts::page(&house.mailroom, &all(sort)).await.unwrap();
        assert_eq!((first.rows.len(), first.has_earlier, first.has_later), (ROWS, false, true));
        let beside = Some(Beside::After(first.rows[ROWS - 1].id));
        let second = contacts::page(&house.mailroom, &PeopleQuery { beside, ..all(sort) }).await.unwrap();
        let beside = Some(Beside::Before(second.rows[0].id));
        let back = contacts::page(&house.mailroom, &PeopleQuery { beside, ..all(sort) }).await.unwrap();
        assert_eq!(back.rows, first.rows, "{sort}");
        assert!(!back.has_earlier && back.has_later);
    }
}

#[tokio::test]
async fn every_filter_finds_exactly_its_own() {
    let house = town().await;
    let found =
        async |filter: PeopleFilter| walk(&house, PeopleQuery { filter, ..all(PeopleSort::Address) }).await.len();
    let filter = PeopleFilter::default;
    assert_eq!(found(PeopleFilter { consent: Some(Consent::Given), ..filter() }).await, 44);
    assert_eq!(found(PeopleFilter { consent: Some(Consent::Refused), ..filter() }).await, 43);
    assert_eq!(found(PeopleFilter { consent: Some(Consent::Unknown), ..filter() }).await, 43);
    assert_eq!(found(PeopleFilter { standing: Some(Standing::Suppressed), ..filter() }).await, 43);
    assert_eq!(found(PeopleFilter { standing: Some(Standing::NotSuppressed), ..filter() }).await, 87);
    let bounced = Some(Standing::Because(SuppressionReason::Bounced));
    assert_eq!(found(PeopleFilter { standing: bounced, ..filter() }).await, 0);
    assert_eq!(found(PeopleFilter { locale: Some("en".into()), ..filter() }).await, 65);
    assert_eq!(found(PeopleFilter { import: Some(domain::ImportId(1)), ..filter() }).await, 130);
    assert_eq!(found(PeopleFilter { import: Some(domain::ImportId(2)), ..filter() }).await, 0);
    assert_eq!(found(PeopleFilter { added_since: Some("2999-01-01".parse().unwrap()), ..filter() }).await, 0);
    assert_eq!(found(PeopleFilter { beginning: Some("P00".into()), ..filter() }).await, 10);
    assert_eq!(found(PeopleFilter { beginning: Some("이름3".into()), ..filter() }).await, 19);
    assert_eq!(found(PeopleFilter { beginning: Some("p%".into()), ..filter() }).await, 0);
}

#[tokio::test]
async fn two_filters_at_once_find_exactly_whom_both_find_in_every_order() {
    let house = town().await;
    let mut again = String::from("email,이름,언어\n");
    for n in (0..130).step_by(3) {
        again.push_str(&format!("p{n:03}@example.com,이름{},en\n", n % 5));
    }
    house.import(again).await;
    let filter = PeopleFilter::default;
    let filters = [
        PeopleFilter { consent: Some(Consent::Given), ..filter() },
        PeopleFilter { consent: Some(Consent::Unknown), ..filter() },
        PeopleFilter { standing: Some(Standing::Suppressed), ..filter() },
        PeopleFilter { locale: Some("en".into()), ..filter() },
        PeopleFilter { import: Some(domain::ImportId(2)), ..filter() },
        PeopleFilter { added_since: Some("2020-01-01".parse().unwrap()), ..filter() },
        PeopleFilter { beginning: Some("p0".into()), ..filter() },
        PeopleFilter { beginning: Some("이름1".into()), ..filter() },
    ];
    for (a, b) in filters.iter().flat_map(|a| filters.iter().map(move |b| (a, b))) {
        let both = PeopleFilter {
            consent: a.consent.or(b.consent),
            standing: a.standing.or(b.standing),
            locale: a.locale.clone().or(b.locale.clone()),
            import: a.import.or(b.import),
            added_since: a.added_since.or(b.added_since),
            beginning: a.beginning.clone().or(b.beginning.clone()),
        };
        let is_pair = (a.consent.is_none() || b.consent.is_none()) && (a.beginning.is_none() || b.beginning.is_none());
        for sort in [PeopleSort::Newest, PeopleSort::Address, PeopleSort::Name] {
            let found = async |filter: &PeopleFilter, is_reversed| {
                walk(&house, PeopleQuery { filter: filter.clone(), is_reversed, ..all(sort) }).await
            };
            let (of_a, of_b) = (found(a, false).await, found(b, false).await);
            let expected: Vec<_> = of_a.into_iter().filter(|one| !is_pair || of_b.contains(one)).collect();
            let mut backwards = found(&both, true).await;
            backwards.reverse();
            assert_eq!(found(&both, false).await, expected, "{both:?} {sort}");
            assert_eq!(backwards, expected, "{both:?} {sort}");
        }
    }
}

#[tokio::test]
async fn who_is_looked_for_is_seen_once_in_every_order_and_either_way_round() {
    let house = town().await;
    for (words, people) in [("p", 130), ("이름", 130), ("P0", 100), ("이름3", 19), ("nobody", 0)] {
        for sort in [PeopleSort::Newest, PeopleSort::Address, PeopleSort::Name] {
            let filter = PeopleFilter { beginning: Some(words.into()), ..PeopleFilter::default() };
            let query = PeopleQuery { filter, ..all(sort) };
            let mut backwards = walk(&house, PeopleQuery { is_reversed: true, ..query.clone() }).await;
            backwards.reverse();
            let forwards = walk(&house, query).await;
            assert_eq!(forwards, backwards, "{words} {sort}");
            assert_eq!(forwards.len(), people, "{words} {sort}");
        }
    }
}

#[tokio::test]
async fn the_attributes_asked_for_come_along_and_are_known_by_name() {
    let house = town().await;
    let known = contacts::columns(&house.mailroom).await.unwrap();
    assert_eq!(known, ["email", "등급", "언어", "이름"]);
    let query = PeopleQuery { attributes: vec!["등급".into()], ..all(PeopleSort::Address) };
    let row = contacts::page(&house.mailroom, &query).await.unwrap().rows.swap_remove(1);
    assert_eq!((row.attributes.len(), row.attributes["등급"].as_str()), (1, Some("1")));
    assert_eq!((row.consent, row.suppressed), (Consent::Refused, Some(SuppressionReason::Refused)));
    let person = contacts::find(&house.mailroom, row.id).await.unwrap();
    assert_eq!((person.consent(), person.imports.len(), person.attributes.len()), (Consent::Refused, 1, 4));
}
