//! A parallel scan: a task a segment, each page within the rate, and how far each came.

use super::{Users, rate::Rate, shapes::Item};
use crate::{Error, Result, aws::Trouble};
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use tokio::{sync::mpsc, task::JoinSet};

/// Items of one page: some 25 units of small ones, so that a low rate is kept evenly.
const PAGE: i32 = 1_000;

/// How far each segment of the scan came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reached(Vec<Segment>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Segment {
    Beginning,
    After(BTreeMap<String, Key>),
    End,
}

/// Of a key's three types.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Key {
    S(String),
    N(String),
    B(Vec<u8>),
}

impl Reached {
    pub fn nothing(segments: u16) -> Self {
        Self(vec![Segment::Beginning; usize::from(segments.max(1))])
    }

    /// A page of this segment came in; `last` is `LastEvaluatedKey`.
    pub fn note(&mut self, segment: usize, last: Option<&Item>) -> Result<()> {
        let at = last.map_or(Ok(Segment::End), |last| written(last).map(Segment::After))?;
        if let Some(kept) = self.0.get_mut(segment) {
            *kept = at;
        }
        Ok(())
    }
}

fn written(last: &Item) -> Result<BTreeMap<String, Key>> {
    let key = |value: &AttributeValue| match value {
        AttributeValue::S(text) => Ok(Key::S(text.clone())),
        AttributeValue::N(number) => Ok(Key::N(number.clone())),
        AttributeValue::B(octets) => Ok(Key::B(octets.as_ref().to_vec())),
        other => Err(Error::broken(format!("no key of DynamoDB is {other:?}"))),
    };
    last.iter().map(|(name, value)| Ok((name.clone(), key(value)?))).collect()
}

fn read(kept: &BTreeMap<String, Key>) -> HashMap<String, AttributeValue> {
    let value = |key: &Key| match key {
        Key::S(text) => AttributeValue::S(text.clone()),
        Key::N(number) => AttributeValue::N(number.clone()),
        Key::B(octets) => AttributeValue::B(aws_smithy_types::Blob::new(octets.clone())),
    };
    kept.iter().map(|(name, key)| (name.clone(), value(key))).collect()
}

pub(super) struct Page {
    pub segment: usize,
    pub items: Vec<Item>,
    pub last: Option<Item>,
}

/// Under way; its tasks end with it.
pub(super) struct Scan {
    pages: mpsc::Receiver<Result<Page>>,
    _tasks: JoinSet<()>,
}

impl Scan {
    pub fn begin(users: &Users, reached: &Reached, rate: &Rate) -> Self {
        // a page in hand a segment at most: memory does not grow with the table
        let (tell, pages) = mpsc::channel(1);
        let mut tasks = JoinSet::new();
        for (segment, at) in reached.0.iter().enumerate() {
            let after = match at {
                Segment::Beginning => None,
                Segment::After(key) => Some(read(key)),
                Segment::End => continue,
            };
            let part = Part { users: users.clone(), rate: rate.clone(), segment, segments: reached.0.len() };
            let tell = tell.clone();
            tasks.spawn(async move { part.read(after, &tell).await });
        }
        Self { pages, _tasks: tasks }
    }

    /// `None` when every segment is at its end.
    pub async fn next(&mut self) -> Result<Option<Page>> {
        self.pages.recv().await.transpose()
    }
}

struct Part {
    users: Users,
    rate: Rate,
    segment: usize,
    segments: usize,
}

impl Part {
    async fn read(&self, mut after: Option<Item>, tell: &mpsc::Sender<Result<Page>>) {
        loop {
            let page = self.page(after.take()).await;
            after = page.as_ref().ok().and_then(|page| page.last.clone());
            if tell.send(page).await.is_err() || after.is_none() {
                return;
            }
        }
    }

    async fn page(&self, after: Option<Item>) -> Result<Page> {
        let expected = self.rate.let_in().await;
        let (segment, segments) = (i32::try_from(self.segment), i32::try_from(self.segments));
        let scanned = self
            .users
            .client
            .scan()
            .table_name(&self.users.settings.table)
            .segment(segment.map_err(Error::broken)?)
            .total_segments(segments.map_err(Error::broken)?)
            .limit(PAGE)
            .set_exclusive_start_key(after)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        let scanned = scanned.map_err(|error| self.users.told(&Trouble::of(&error)))?;
        let used = scanned.consumed_capacity().and_then(|used| used.capacity_units()).unwrap_or(expected);
        self.rate.settle(expected, used);
        let last = scanned.last_evaluated_key.filter(|key| !key.is_empty());
        Ok(Page { segment: self.segment, items: scanned.items.unwrap_or_default(), last })
    }
}
