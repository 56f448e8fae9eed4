use crate::AppError;
use domain::{
    CampaignId, SegmentId, Sentence,
    segment::{Draft, Fields, Names, Operator, People, SamplePerson},
};
use jiff::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};
#[cfg(feature = "ssr")]
use domain::segment::{AsOf, Node, Rule};
#[cfg(feature = "ssr")]
use mailroom::segments;

/// People shown as examples while a rule is built.
#[cfg(feature = "ssr")]
const SAMPLE: i64 = 5;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentLine {
    pub id: SegmentId,
    pub name: String,
    /// The rule read aloud.
    pub sentence: Sentence,
    pub people: Option<(People, Timestamp)>,
}

#[server]
pub async fn all() -> Result<Vec<SegmentLine>, AppError> {
    signed_in().await?;
    let listed = segments::list(&mailroom()).await?;
    let names = segments::known(&mailroom()).await?.names;
    let line = |counted: segments::Counted| SegmentLine {
        id: counted.segment.id,
        sentence: counted.segment.rule.sentence(&names),
        name: counted.segment.name,
        people: counted.people,
    };
    Ok(listed.into_iter().map(line).collect())
}

/// What a builder begins with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Workbench {
    /// Of a segment that is kept.
    pub name: String,
    pub draft: Draft,
    pub attributes: Vec<Attribute>,
    pub names: Names,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribute {
    pub name: String,
    pub values: Vec<String>,
    /// What is asked of such values first.
    pub operator: Operator,
}

#[server]
pub async fn open_workbench(segment: Option<SegmentId>) -> Result<Workbench, AppError> {
    signed_in().await?;
    let known = segments::known(&mailroom()).await?;
    let (name, draft) = match segment {
        Some(id) => {
            let segment = segments::find(&mailroom(), id).await?;
            (segment.name, Draft::from(&segment.rule))
        }
        None => (String::new(), Draft::default()),
    };
    let attribute = |known: segments::KnownAttribute| Attribute {
        name: known.name,
        values: known.values,
        operator: known.operator,
    };
    Ok(Workbench { name, draft, attributes: known.attributes.into_iter().map(attribute).collect(), names: known.names })
}

/// Whom a rule chooses while it is built.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    pub people: People,
    pub sample: Vec<SamplePerson>,
    pub sentence: Sentence,
    /// Conditions left out because they lack something.
    pub unfinished: usize,
    /// Two conditions, read aloud, that nobody can meet both.
    pub contradiction: Option<Sentence>,
}

/// Without fields: of the segment as it is kept.
#[server]
pub async fn ask(segment: Option<SegmentId>, #[server(default)] fields: Fields) -> Result<Preview, AppError> {
    signed_in().await?;
    let draft = match (Draft::of_form(&fields), segment) {
        (Some(draft), _) => draft,
        (None, Some(id)) => Draft::from(&segments::find(&mailroom(), id).await?.rule),
        (None, None) => Draft::default(),
    };
    let (rule, unfinished) = draft.finished_part();
    if !rule.who.conditions().is_empty() {
        rule.check().map_err(|invalid| AppError::Invalid(invalid).answered())?;
    }
    let (people, sample) = segments::preview(&mailroom(), &rule, SAMPLE).await?;
    let names = segments::known(&mailroom()).await?.names;
    let contradiction = rule.contradiction(AsOf(Timestamp::now())).map(|(one, other)| {
        let both = [one, other].map(|condition| Node::Is(condition.clone()));
        Rule { who: Node::All(both.into()) }.sentence(&names)
    });
    Ok(Preview { people, sample, sentence: rule.sentence(&names), unfinished, contradiction })
}

#[server]
pub async fn save_segment(
    #[server(default)] segment: Option<SegmentId>,
    name: String,
    #[server(default)] fields: Fields,
) -> Result<SegmentId, AppError> {
    let member = signed_in().await?.who_may_send()?;
    let draft = Draft::of_form(&fields).unwrap_or_default();
    let rule = draft.finish().map_err(|unfinished| lacking(&unfinished))?;
    let id = segments::save(&mailroom(), &member, segment, &name, &rule).await?;
    leptos_axum::redirect("/segments");
    Ok(id)
}

#[cfg(feature = "ssr")]
fn lacking(unfinished: &[domain::segment::Unfinished]) -> AppError {
    let reason = unfinished.first().map(|first| first.reason.clone()).unwrap_or_default();
    let reason = Sentence::new(
        format!("a condition is not finished: {}", reason.en),
        format!("채우지 않은 조건이 있습니다. {}", reason.ko),
    );
    AppError::Invalid(domain::Invalid::new("rule", reason)).answered()
}

#[server]
pub async fn duplicate_segment(segment: SegmentId) -> Result<SegmentId, AppError> {
    let member = signed_in().await?.who_may_send()?;
    let copy = segments::duplicate(&mailroom(), &member, segment).await?;
    leptos_axum::redirect(&super::path_to(copy));
    Ok(copy)
}

#[server]
pub async fn remove_segment(segment: SegmentId) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    segments::remove(&mailroom(), &member, segment).await?;
    leptos_axum::redirect("/segments");
    Ok(())
}

/// A new campaign for these people, to be written.
#[server]
pub async fn campaign_to(segment: SegmentId) -> Result<CampaignId, AppError> {
    let member = signed_in().await?.who_may_send()?;
    let campaign = segments::campaign_to(&mailroom(), &member, segment).await?;
    leptos_axum::redirect(&format!("/campaigns/{campaign}/edit"));
    Ok(campaign)
}
