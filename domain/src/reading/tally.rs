//! The three numbers: all, likely people, likely machines.

use super::Act;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    ops::{AddAssign, Sub},
};

/// Of one act, or of one link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How often, by whomever.
    pub times: i64,
    pub machine_times: i64,
    /// People in whose letter it happened.
    pub people: i64,
    /// Of them, those of whom at least one reading is likely their own.
    pub likely: i64,
}

impl Tally {
    /// People in whose letter it was machines only.
    pub fn machines(self) -> i64 {
        self.people - self.likely
    }

    fn of_one(times: i64, machine_times: i64) -> Self {
        Self { times, machine_times, people: i64::from(times > 0), likely: i64::from(times > machine_times) }
    }

    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.times += other.times;
        self.machine_times += other.machine_times;
        self.people += other.people;
        self.likely += other.likely;
    }
}

impl Sub for Tally {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            times: self.times - other.times,
            machine_times: self.machine_times - other.machine_times,
            people: self.people - other.people,
            likely: self.likely - other.likely,
        }
    }
}

/// How often one person's letter was read in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub seq: i32,
    pub act: Act,
    pub mark: Mark,
    pub times: i64,
    pub machine_times: i64,
}

/// Which link: its number in the letter, or its address where the carrier counts clicks by itself. Nothing of an opening.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    pub link: i16,
    pub href: String,
}

/// The tallies of a campaign, or of some of its people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readings {
    /// Who clicked has opened it, whether the picture was asked for or not.
    pub opened: Tally,
    pub clicked: Tally,
    pub links: BTreeMap<Mark, Tally>,
}

impl Readings {
    pub fn of(counted: impl IntoIterator<Item = Counted>) -> Self {
        let mut people: BTreeMap<i32, [(i64, i64); 2]> = Default::default();
        let mut readings = Self::default();
        for one in counted {
            let [opened, clicked] = people.entry(one.seq).or_default();
            let of = match one.act {
                Act::Opened => opened,
                Act::Clicked => {
                    *readings.links.entry(one.mark).or_default() += Tally::of_one(one.times, one.machine_times);
                    clicked
                }
            };
            *of = (of.0 + one.times, of.1 + one.machine_times);
        }
        for [(opens, by_machines), (clicks, clicks_by_machines)] in people.into_values() {
            let any = Tally::of_one(opens + clicks, by_machines + clicks_by_machines);
            readings.opened += Tally { times: opens, machine_times: by_machines, ..any };
            readings.clicked += Tally::of_one(clicks, clicks_by_machines);
        }
        readings
    }

    /// By how much it grew.
    pub fn since(mut self, before: &Self) -> Self {
        for (mark, tally) in &before.links {
            let after = self.links.entry(mark.clone()).or_default();
            *after = *after - *tally;
        }
        self.links.retain(|_, tally| !tally.is_nothing());
        Self { opened: self.opened - before.opened, clicked: self.clicked - before.clicked, ..self }
    }
}
