//! The filter as the page's address has it: `?cause=spf&campaign=7&domain=gmail.com&since=2026-11-01`.

use domain::failed_send::FailedFilter;
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

/// `get` reads one part of an address.
pub fn read(get: impl Fn(&str) -> Option<String>) -> FailedFilter {
    let day = |name: &str| get(name)?.parse::<Date>().ok();
    FailedFilter {
        cause: get("cause").and_then(|word| word.parse().ok()),
        campaign: get("campaign").and_then(|id| id.parse().ok()),
        domain: get("domain").filter(|domain| !domain.trim().is_empty()),
        since: day("since").and_then(midnight),
        // the day itself counts
        until: day("until").and_then(|day| day.checked_add(1.day()).ok()).and_then(midnight),
    }
}

/// Days are Coordinated Universal Time's, as the server draws them.
fn midnight(day: Date) -> Option<Timestamp> {
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// The same, from a query such as `cause=spf&domain=gmail.com`.
#[cfg(feature = "ssr")]
pub fn of_query(query: &str) -> FailedFilter {
    let pairs: Vec<(String, String)> = url_pairs(query);
    read(|name| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()))
}

#[cfg(feature = "ssr")]
fn url_pairs(query: &str) -> Vec<(String, String)> {
    let query = query.trim_start_matches('?');
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let plain = |text: &str| leptos_router::location::Url::unescape(&text.replace('+', " "));
    pairs.map(|(name, value)| (plain(name), plain(value))).collect()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::of_query;
    use domain::failure::Cause;

    #[test]
    fn a_filter_is_read_from_an_address() {
        let filter = of_query("?cause=spf&campaign=7&domain=gmail.com&since=2026-11-01&until=2026-11-01&after=1_2_3");
        assert_eq!((filter.cause, filter.campaign.map(|id| id.0)), (Some(Cause::Spf), Some(7)));
        assert_eq!(filter.domain.as_deref(), Some("gmail.com"));
        let day = filter.until.unwrap().duration_since(filter.since.unwrap());
        assert_eq!(day.as_hours(), 24);
        assert_eq!(of_query("cause=nonsense&domain=+"), Default::default());
    }
}
