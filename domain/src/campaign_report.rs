//! How a campaign went.

use crate::{Totals, failed_send::Reason, reading::Tally, report::CampaignSummary, tracking::Tracking};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CampaignReport {
    pub summary: CampaignSummary,
    pub width: Width,
    /// Oldest first; where nothing happened there is none.
    pub periods: Vec<Period>,
    /// Most first.
    pub reasons: Vec<Reason>,
    pub domains: DomainCounts,
    /// What was asked to be counted.
    pub tracking: Tracking,
    pub opened: Tally,
    pub clicked: Tally,
    /// Every link that is counted, most clicked first.
    pub links: Vec<ClickedLink>,
}

impl CampaignReport {
    /// How many were in each state at the end of each period: the last is how they are now.
    pub fn course(&self) -> Vec<(Timestamp, Totals)> {
        let mut so_far = Totals::default();
        let add = |period: &Period| {
            for state in crate::DeliveryState::ALL {
                so_far.add(state, period.change.of(state));
            }
            (period.at, so_far)
        };
        self.periods.iter().map(add).collect()
    }
}

/// By how much each number changed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Period {
    /// When it began.
    pub at: Timestamp,
    pub change: Totals,
}

impl Period {
    /// Letters that left in it.
    pub fn left(&self) -> i64 {
        let c = &self.change;
        (c.sent + c.delivered + c.bounced + c.complained + c.in_doubt).max(0)
    }
}

/// The same with a period for each in which nothing happened, up to the last.
pub fn without_gaps(periods: Vec<Period>, width: Width) -> Vec<Period> {
    let mut filled: Vec<Period> = Vec::with_capacity(periods.len());
    let step = width.minutes() * 60;
    for period in periods {
        while let Some(last) = filled.last()
            && last.at.as_second() + step < period.at.as_second()
            && let Ok(at) = Timestamp::from_second(last.at.as_second() + step)
        {
            filled.push(Period { at, change: Totals::default() });
        }
        filled.push(period);
    }
    filled
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Width {
    Minute,
    FiveMinutes,
    QuarterHour,
    Hour,
    SixHours,
    Day,
    Week,
}

impl Width {
    const ALL: [Self; 7] =
        [Self::Minute, Self::FiveMinutes, Self::QuarterHour, Self::Hour, Self::SixHours, Self::Day, Self::Week];

    pub fn minutes(self) -> i64 {
        match self {
            Self::Minute => 1,
            Self::FiveMinutes => 5,
            Self::QuarterHour => 15,
            Self::Hour => 60,
            Self::SixHours => 360,
            Self::Day => 1440,
            Self::Week => 10_080,
        }
    }

    /// The narrowest of which `most` hold so many minutes.
    pub fn for_minutes(minutes: i64, most: i64) -> Self {
        Self::ALL.into_iter().find(|width| minutes / width.minutes() < most).unwrap_or(Self::Week)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DomainCounts {
    pub counted_at: Option<Timestamp>,
    pub rows: Vec<DomainCount>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DomainCount {
    /// Empty for all the others together.
    pub domain: String,
    pub people: i64,
    pub delivered: i64,
    pub failed: i64,
    pub bounced: i64,
}

impl DomainCounts {
    /// What stands under this domain is counted with all the others, so that nobody is missing in the sum.
    pub fn without(mut self, domain: &str) -> Self {
        let Some(place) = self.rows.iter().position(|row| row.domain == domain) else { return self };
        let moved = self.rows.remove(place);
        match self.rows.iter_mut().find(|row| row.domain.is_empty()) {
            Some(others) => {
                others.people += moved.people;
                others.delivered += moved.delivered;
                others.failed += moved.failed;
                others.bounced += moved.bounced;
            }
            None => self.rows.push(DomainCount { domain: String::new(), ..moved }),
        }
        self
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClickedLink {
    /// In the letter, from 1; 0 where the carrier told of it.
    pub number: i16,
    /// As the template has it.
    pub href: String,
    pub tally: Tally,
}

#[cfg(test)]
mod tests {
    use super::{Period, Width, without_gaps};
    use crate::Totals;
    use jiff::Timestamp;

    #[test]
    fn periods_are_as_narrow_as_sixty_of_them_allow() {
        let table = [
            (0, Width::Minute),
            (59, Width::Minute),
            (60, Width::FiveMinutes),
            (299, Width::FiveMinutes),
            (1200, Width::Hour),
            (3 * 1440, Width::SixHours),
            (30 * 1440, Width::Day),
            (100 * 1440, Width::Week),
            (1000 * 1440, Width::Week),
        ];
        for (minutes, expected) in table {
            assert_eq!(Width::for_minutes(minutes, 60), expected, "{minutes}");
        }
    }

    #[test]
    fn quiet_periods_are_there_too() {
        let period =
            |minute: i64| Period { at: Timestamp::from_second(minute * 60).unwrap(), change: Totals::default() };
        let filled = without_gaps(vec![period(0), period(5), period(20)], Width::FiveMinutes);
        let minutes: Vec<i64> = filled.iter().map(|period| period.at.as_second() / 60).collect();
        assert_eq!(minutes, [0, 5, 10, 15, 20]);
    }
}
