//! The filter as the page's address has it: `?cause=spf&campaign=7&domain=gmail.com&since=2026-11-01&zone=Asia/Seoul`.

use domain::{CampaignId, failure::Cause};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use domain::failed_send::FailedFilter;
#[cfg(feature = "ssr")]
use jiff::{Timestamp, ToSpan, tz::TimeZone};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub cause: Option<Cause>,
    pub campaign: Option<CampaignId>,
    pub domain: Option<String>,
    pub since: Option<Date>,
    /// The day itself counts.
    pub until: Option<Date>,
    /// Whose days they are, as IANA names it; without one, Coordinated Universal Time's. Only the server knows zones.
    pub zone: Option<String>,
}

impl Asked {
    pub fn is_narrowed(&self) -> bool {
        *self != Self { zone: self.zone.clone(), ..Self::default() }
    }

    #[cfg(feature = "ssr")]
    pub fn filter(&self) -> FailedFilter {
        let zone = self.zone.as_deref().and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC);
        let begins = |day: Date| -> Option<Timestamp> {
            Some(day.to_zoned(zone.clone()).ok()?.start_of_day().ok()?.timestamp())
        };
        FailedFilter {
            cause: self.cause,
            campaign: self.campaign,
            domain: self.domain.clone(),
            since: self.since.and_then(begins),
            until: self.until.and_then(|day| day.checked_add(1.day()).ok()).and_then(begins),
        }
    }
}

/// `get` reads one part of an address.
pub fn read(get: impl Fn(&str) -> Option<String>) -> Asked {
    let day = |name: &str| get(name)?.parse().ok();
    Asked {
        cause: get("cause").and_then(|word| word.parse().ok()),
        campaign: get("campaign").and_then(|id| id.parse().ok()),
        domain: get("domain").filter(|domain| !domain.trim().is_empty()),
        since: day("since"),
        until: day("until"),
        zone: get("zone").filter(|zone| !zone.is_empty()),
    }
}

/// The same, from a query such as `cause=spf&domain=gmail.com`.
#[cfg(feature = "ssr")]
pub fn of_query(query: &str) -> FailedFilter {
    let pairs: Vec<(String, String)> = url_pairs(query);
    read(|name| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())).filter()
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
    use super::{Asked, of_query, read};
    use domain::failure::Cause;

    #[test]
    fn a_filter_is_read_from_an_address() {
        let filter = of_query("?cause=spf&campaign=7&domain=gmail.com&since=2026-11-01&until=2026-11-01&after=1_2_3");
        assert_eq!((filter.cause, filter.campaign.map(|id| id.0)), (Some(Cause::Spf), Some(7)));
        assert_eq!(filter.domain.as_deref(), Some("gmail.com"));
        assert_eq!(of_query("cause=nonsense&domain=+"), Default::default());
    }

    #[test]
    fn days_are_those_of_the_readers_zone() {
        let table = [
            ("", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"),
            ("Asia/Seoul", "2026-10-31T15:00:00Z", "2026-11-01T15:00:00Z"),
            ("Asia%2FSeoul", "2026-10-31T15:00:00Z", "2026-11-01T15:00:00Z"),
            // clocks are turned back: a day of 25 hours
            ("America/New_York", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"),
            ("Middle/Earth", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"),
        ];
        for (zone, since, until) in table {
            let filter = of_query(&format!("since=2026-11-01&until=2026-11-01&zone={zone}"));
            let told = (filter.since.unwrap().to_string(), filter.until.unwrap().to_string());
            assert_eq!(told, (since.into(), until.into()), "{zone}");
        }
    }

    #[test]
    fn a_zone_alone_narrows_nothing() {
        let asked = read(|name| (name == "zone").then(|| "Asia/Seoul".into()));
        assert!(asked.zone.is_some() && !asked.is_narrowed());
        assert!(Asked { since: Some("2026-11-01".parse().unwrap()), ..asked }.is_narrowed());
    }
}
