//! A rule read aloud: "name contains “Kim” and (Tier is “vip” or Orders is above 3)", "이름에 ‘김’이 들어가고 …인 사람".

mod english;
mod korean;

use super::Rule;
use crate::{CampaignId, ImportId, Sentence, TopicId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What rules know by number, as people call it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    pub imports: BTreeMap<ImportId, String>,
    pub topics: BTreeMap<TopicId, Sentence>,
    pub campaigns: BTreeMap<CampaignId, String>,
}

impl Names {
    fn import(&self, id: ImportId) -> String {
        self.imports.get(&id).cloned().unwrap_or_else(|| format!("#{id}"))
    }

    fn topic(&self, id: TopicId) -> Sentence {
        self.topics.get(&id).cloned().unwrap_or_else(|| format!("#{id}").into())
    }

    fn campaign(&self, id: CampaignId) -> String {
        self.campaigns.get(&id).cloned().unwrap_or_else(|| format!("#{id}"))
    }
}

impl Rule {
    pub fn sentence(&self, names: &Names) -> Sentence {
        Sentence::new(english::of(&self.who, names), korean::of(&self.who, names))
    }
}
