use super::{Act, Agent, Arrival, Counted, Judged, Mark, Readings, Tally, Verdict, alone, together};
use jiff::Timestamp;

fn second(n: i64) -> Timestamp {
    milli(n * 1000)
}

fn milli(n: i64) -> Timestamp {
    Timestamp::from_millisecond(1_800_000_000_000 + n).unwrap()
}

#[test]
fn programs_are_known_by_what_they_say() {
    let table = [
        ("Mozilla/5.0", Agent::Prefetch),
        (" Mozilla/5.0 ", Agent::Prefetch),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
            Agent::Program,
        ),
        ("Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)", Agent::Proxy),
        ("YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html", Agent::Proxy),
        ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17928; Pro)", Agent::Program),
        ("Mozilla/5.0 (Linux; Android 14; SM-S918N) NAVER(inapp; search; 2000; 12.9.1)", Agent::Program),
        ("Thunderbird/128.0", Agent::Program),
        ("", Agent::Scanner),
        ("curl/8.5.0", Agent::Scanner),
        ("Mozilla/5.0 (compatible; bingbot/2.0)", Agent::Scanner),
        ("BarracudaCentral/1.0", Agent::Scanner),
        ("Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0", Agent::Scanner),
        ("kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984", Agent::Scanner),
    ];
    for (user_agent, expected) in table {
        assert_eq!(Agent::of(user_agent), expected, "{user_agent}");
    }
}

#[test]
fn what_is_fetched_in_advance_says_so() {
    let browser = "Mozilla/5.0 (Linux; Android 14; SM-S918N) Chrome/130.0";
    let table = [
        (browser, ["", "", ""], Agent::Program),
        (browser, ["prefetch", "", ""], Agent::InAdvance),
        (browser, ["prefetch;prerender", "", ""], Agent::InAdvance),
        (browser, ["Prefetch; anonymous-client-ip", "", ""], Agent::InAdvance),
        (browser, ["", "prefetch", ""], Agent::InAdvance),
        (browser, ["", "", "prefetch"], Agent::InAdvance),
        (browser, ["navigate", "reading", "prefetching"], Agent::Program),
        ("Mozilla/5.0", ["prefetch", "", ""], Agent::Prefetch),
        ("curl/8.5.0", ["prefetch", "", ""], Agent::Scanner),
    ];
    for (user_agent, purposes, expected) in table {
        assert_eq!(Agent::asking(user_agent, purposes), expected, "{purposes:?}");
    }
}

#[test]
fn one_reading_is_judged_by_who_asks_and_when() {
    use {Act::*, Agent as A, Verdict as V};
    let arrived = Arrival::At(second(100));
    let table = [
        (Opened, A::Program, second(101), arrived, V::Person, "a mail program that shows the letter at once"),
        (Opened, A::Prefetch, second(9_000), arrived, V::Prefetch, "Apple fetches whenever it likes"),
        (Clicked, A::InAdvance, second(9_000), arrived, V::InAdvance, "a browser that fetches what may be clicked"),
        (Opened, A::Proxy, second(104), arrived, V::ProxyAtOnce, "Gmail stores the picture"),
        (Opened, A::Proxy, second(111), arrived, V::Person, "Gmail shows the letter"),
        (Opened, A::Scanner, second(500), arrived, V::Scanner, ""),
        (Clicked, A::Program, second(103), arrived, V::AtOnce, "a gateway that calls itself a browser"),
        (Clicked, A::Program, second(110), arrived, V::Person, "ten seconds are enough"),
        (Clicked, A::Program, second(99), arrived, V::BeforeArrival, "on its way"),
        (Clicked, A::Program, second(103), Arrival::NotYet, V::BeforeArrival, "not even sent"),
        (Opened, A::Program, second(99), arrived, V::BeforeArrival, "on its way"),
        (Clicked, A::Program, second(103), Arrival::Unknown, V::Person, "in doubt no clock was started"),
        (Opened, A::Proxy, second(103), Arrival::Unknown, V::Person, "in doubt no clock was started"),
        (Clicked, A::Scanner, second(99), arrived, V::Scanner, "what it says counts first"),
    ];
    for (act, agent, at, arrival, expected, why) in table {
        assert_eq!(alone(act, agent, at, arrival), expected, "{why}");
    }
}

fn click(seq: i32, link: i16, at: Timestamp) -> Judged {
    Judged { seq, act: Act::Clicked, link, at, place: None, verdict: Verdict::Person }
}

fn judged(mut readings: Vec<Judged>) -> Vec<Verdict> {
    together(&mut readings);
    readings.into_iter().map(|reading| reading.verdict).collect()
}

#[test]
fn several_links_within_seconds_are_no_persons() {
    use Verdict::{ManyLinks as M, Person as P};
    let table = [
        (vec![(1, 0), (1, 100), (1, 200)], vec![P, P, P], "the same link again and again"),
        (vec![(1, 0), (2, 900)], vec![M, M], "two within a second"),
        (vec![(1, 0), (2, 1_500)], vec![P, P], "somebody who goes back and clicks another"),
        (vec![(1, 0), (2, 2_000), (3, 4_900)], vec![M, M, M], "three within five seconds: the first is judged anew"),
        (vec![(1, 0), (2, 2_000), (3, 5_100)], vec![P, P, P], "three within more"),
        (vec![(1, 0), (2, 20_000), (3, 20_500)], vec![P, M, M], "only those of the stretch"),
        (vec![(1, 0), (2, 500), (3, 60_000)], vec![M, M, P], "a person comes after the gateway"),
    ];
    for (clicks, expected, why) in table {
        let clicks = clicks.into_iter().map(|(link, at)| click(1, link, milli(at))).collect();
        assert_eq!(judged(clicks), expected, "{why}");
    }
    let of_two = vec![click(1, 1, milli(0)), click(2, 2, milli(10))];
    assert_eq!(judged(of_two), [P, P], "two people");
}

#[test]
fn one_place_that_reads_for_many_people_is_a_gateway() {
    let readings = |people: i32, step: i64, place: Option<i64>| -> Vec<Judged> {
        let one = |n| Judged { place, ..click(n, 1, milli(i64::from(n) * step)) };
        (1..=people).map(one).collect()
    };
    let machines = |readings| judged(readings).into_iter().filter(|verdict| verdict.is_machine()).count();
    assert_eq!(machines(readings(29, 100, Some(7))), 0, "a few");
    assert_eq!(machines(readings(30, 100, Some(7))), 30, "the earlier ones are judged anew");
    assert_eq!(machines(readings(30, 1_000, Some(7))), 0, "spread over half a minute");
    assert_eq!(machines(readings(300, 10, None)), 0, "from nowhere in particular");
    let mut two_places = readings(20, 10, Some(7));
    two_places.extend(readings(40, 10, Some(8)).into_iter().skip(20));
    assert_eq!(machines(two_places), 0, "twenty each");
}

#[test]
fn a_machine_stays_one_and_keeps_its_first_rule() {
    let mut readings = vec![click(1, 1, milli(0)), Judged { verdict: Verdict::Scanner, ..click(1, 2, milli(10)) }];
    together(&mut readings);
    assert_eq!(readings[1].verdict, Verdict::Scanner);
    assert_eq!(readings[0].verdict, Verdict::ManyLinks);
    let again = readings.clone();
    together(&mut readings);
    assert_eq!(readings, again);
}

#[test]
fn every_number_of_a_tally_adds_up() {
    let counted = |seq, act, link, times, machine_times| Counted {
        seq,
        act,
        mark: Mark { link, ..Mark::default() },
        times,
        machine_times,
    };
    let before = Readings::of([counted(1, Act::Opened, 0, 2, 1), counted(2, Act::Opened, 0, 1, 1)]);
    assert_eq!(before.opened, Tally { times: 3, machine_times: 2, people: 2, likely: 1 });
    let after = Readings::of([
        counted(1, Act::Opened, 0, 2, 1),
        counted(2, Act::Opened, 0, 1, 1),
        counted(2, Act::Clicked, 3, 1, 0),
        counted(3, Act::Clicked, 3, 2, 2),
        counted(3, Act::Clicked, 4, 1, 1),
    ]);
    assert_eq!(after.opened, Tally { times: 3, machine_times: 2, people: 3, likely: 2 }, "who clicked has opened");
    assert_eq!(after.clicked, Tally { times: 4, machine_times: 3, people: 2, likely: 1 });
    assert_eq!(after.clicked.machines(), 1);
    let grown = after.clone().since(&before);
    assert_eq!(grown.opened, Tally { times: 0, machine_times: 0, people: 1, likely: 1 });
    assert_eq!(
        grown.links[&Mark { link: 3, ..Mark::default() }],
        Tally { times: 3, machine_times: 2, people: 2, likely: 1 }
    );
    assert_eq!(after.clone().since(&after), Readings::default());
}
