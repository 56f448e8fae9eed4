#![allow(clippy::too_many_arguments, reason = "a form has as many fields as it has")]
use crate::AppError;
use domain::{
    Audience, CampaignId, ContactId, SegmentId, SenderId, Sentence,
    campaign::CampaignKind,
    draft::{CampaignDraft, ImportChoice, Moment, Reach, TestSend, Versions},
    edition::Edition,
    sender::Sender,
    template::library::TemplateSummary,
    topic::Topic,
    tracking::{Tracking, Utm},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};
#[cfg(feature = "ssr")]
use domain::{
    TopicId,
    draft::{Change, ChosenTemplate, Content, When},
};
#[cfg(feature = "ssr")]
use jiff::{Timestamp, civil::DateTime};
#[cfg(feature = "ssr")]
use mailroom::{campaigns, campaigns::drafts, contacts, offers, segments, test_sends};

/// Everything the editor offers and shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Desk {
    pub campaign: CampaignDraft,
    pub templates: Vec<TemplateSummary>,
    /// Texts of this campaign that the chosen template asks for.
    pub wanted: Vec<String>,
    pub senders: Vec<Sender>,
    pub imports: Vec<ImportChoice>,
    pub segments: Vec<(SegmentId, String)>,
    pub topics: Vec<Topic>,
    /// Columns that people came with.
    pub columns: Vec<String>,
    /// Seconds until it goes, where it is scheduled.
    pub seconds_left: Option<f64>,
    pub may_launch: bool,
}

/// What follows from a draft as it is saved: whom it reaches, when it goes, what it still lacks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outlook {
    pub reach: Option<Reach>,
    pub moment: Option<Moment>,
    /// Texts of this campaign that the template asks for.
    pub wanted: Vec<String>,
    /// The words as they would be sent now, and to whom.
    pub edition: Option<Edition>,
    pub audience: Option<Audience>,
    /// The first thing that stands in the way of a launch.
    pub obstacle: Option<AppError>,
    /// Why the check does not let it go yet.
    pub unchecked: Option<Sentence>,
    /// Letters a second; `None` without a limit.
    pub rate: Option<f64>,
    /// Letters left today; `None` without a limit.
    pub left_today: Option<i64>,
    /// Whether somebody is there who sends.
    pub is_sending: bool,
}

/// A draft of this name.
#[server]
pub async fn begin(name: String) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    let campaign = drafts::begin(&mailroom(), &member, &name).await?;
    leptos_axum::redirect(&super::path_to_edit(campaign));
    Ok(())
}

/// `None` once it has been launched.
#[server]
pub async fn find_desk(campaign: CampaignId) -> Result<Option<Desk>, AppError> {
    let member = signed_in().await?;
    let mailroom = mailroom();
    let Some(found) = drafts::find(&mailroom, campaign).await? else { return Ok(None) };
    let choices = drafts::choices(&mailroom, &found.draft).await?;
    let segments = segments::list(&mailroom).await?;
    Ok(Some(Desk {
        seconds_left: found.launch_at.map(|at| (at - Timestamp::now()).total(jiff::Unit::Second).unwrap_or_default()),
        wanted: drafts::wanted_fields(&mailroom, &found.draft.content).await.unwrap_or_default(),
        templates: choices.templates,
        senders: choices.senders,
        imports: choices.imports,
        topics: choices.topics,
        segments: segments.into_iter().map(|counted| (counted.segment.id, counted.segment.name)).collect(),
        columns: contacts::columns(&mailroom).await?,
        may_launch: member.rights().may_launch && member.role.may_send(),
        campaign: found,
    }))
}

#[server]
pub async fn look_ahead(campaign: CampaignId) -> Result<Option<Outlook>, AppError> {
    signed_in().await?;
    let mailroom = mailroom();
    let Some(found) = drafts::find(&mailroom, campaign).await? else { return Ok(None) };
    let draft = found.draft;
    let reach = match &draft.audience {
        Some(audience) if audience.is_chosen() => Some(drafts::reach(&mailroom, audience).await?),
        Some(_) | None => None,
    };
    let (edition, obstacle) = match drafts::edition_of(&mailroom, campaign).await {
        Ok(edition) => (Some(edition), passed(&draft.when)),
        Err(mailroom::Error::Invalid(invalid)) => (None, Some(AppError::Invalid(invalid))),
        Err(error) => (None, Some(error.into())),
    };
    let offer = offers::current(&mailroom).await?;
    Ok(Some(Outlook {
        reach,
        moment: drafts::moment_of(&draft.when).ok().flatten(),
        wanted: drafts::wanted_fields(&mailroom, &draft.content).await.unwrap_or_default(),
        unchecked: match campaigns::preflight::require_clear(&mailroom, campaign).await {
            Ok(_) => None,
            Err(mailroom::Error::Refused(why)) => Some(why),
            Err(error) => return Err(error.into()),
        },
        obstacle,
        edition,
        audience: draft.audience,
        is_sending: offer.is_some(),
        rate: offer.as_ref().and_then(|offer| offer.quota.rate_per_second),
        left_today: offer.as_ref().and_then(|offer| offer.quota.left_today),
    }))
}

/// A time that was still to come when it was chosen.
#[cfg(feature = "ssr")]
fn passed(when: &When) -> Option<AppError> {
    match drafts::launch_moment(when, Timestamp::now()) {
        Err(mailroom::Error::Invalid(invalid)) => Some(AppError::Invalid(invalid)),
        Err(_) | Ok(_) => None,
    }
}

#[server]
pub async fn rename(campaign: CampaignId, name: String) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    Ok(drafts::rename(&mailroom(), &member, campaign, &name).await?)
}

/// As the switches send it: what is off sends nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrackingForm {
    pub opens: bool,
    pub clicks: bool,
    pub utm: bool,
    pub source: String,
    pub medium: String,
    pub campaign: String,
}

impl From<TrackingForm> for Tracking {
    fn from(form: TrackingForm) -> Self {
        let TrackingForm { opens, clicks, utm, source, medium, campaign } = form;
        let is_new = [&source, &medium, &campaign].into_iter().all(|tag| tag.trim().is_empty());
        let tags = if is_new { Utm::default() } else { Utm { source, medium, campaign } };
        Self { opens, clicks, utm: utm.then_some(tags) }
    }
}

/// `template` is `7:3`, the third version of template 7, or empty.
#[server]
pub async fn save_content(
    campaign: CampaignId,
    seen: i32,
    kind: CampaignKind,
    #[server(default)] reason: String,
    #[server(default)] template: String,
    #[server(default)] subject: String,
    #[server(default)] preheader: String,
    #[server(default)] fields: BTreeMap<String, String>,
    #[server(default)] footer: bool,
    #[server(default)] tracking: TrackingForm,
) -> Result<Versions, AppError> {
    let member = signed_in().await?.who_may_send()?;
    let template = template.split_once(':').and_then(|(id, version)| {
        Some(ChosenTemplate { id: domain::TemplateId(id.parse().ok()?), version: version.parse().ok()? })
    });
    let content = Content { kind, reason, template, subject, preheader, fields, footer, tracking: tracking.into() };
    Ok(drafts::save(&mailroom(), &member, campaign, &Change::Content(content), seen).await?)
}

#[server]
pub async fn save_audience(
    campaign: CampaignId,
    seen: i32,
    #[server(default)] of: String,
    #[server(default)] import: String,
    #[server(default)] include: Vec<SegmentId>,
    #[server(default)] exclude: Vec<SegmentId>,
    #[server(default)] topic: String,
) -> Result<Versions, AppError> {
    let member = signed_in().await?.who_may_send()?;
    let topic = topic.parse().ok().map(TopicId);
    let audience = match of.as_str() {
        "everyone" => Some(match topic {
            None => Audience::Everyone,
            Some(_) => Audience::Segments { include: vec![], exclude: vec![], topic },
        }),
        "import" => import.parse().ok().map(Audience::Import),
        // a topic alone would be everybody who subscribed to it: that is another choice
        "segments" if include.is_empty() && exclude.is_empty() => {
            Some(Audience::Segments { include, exclude, topic: None })
        }
        "segments" => Some(Audience::Segments { include, exclude, topic }),
        _ => None,
    };
    Ok(drafts::save(&mailroom(), &member, campaign, &Change::Audience(audience), seen).await?)
}

#[server]
pub async fn save_sender(
    campaign: CampaignId,
    seen: i32,
    #[server(default)] sender: Option<SenderId>,
) -> Result<Versions, AppError> {
    let member = signed_in().await?.who_may_send()?;
    Ok(drafts::save(&mailroom(), &member, campaign, &Change::Sender(sender), seen).await?)
}

/// `local` as an `<input type="datetime-local">` has it.
#[server]
pub async fn save_when(
    campaign: CampaignId,
    seen: i32,
    #[server(default)] at: String,
    #[server(default)] local: String,
    #[server(default)] zone: String,
) -> Result<Versions, AppError> {
    let member = signed_in().await?.who_may_send()?;
    let when = match (at.as_str(), local.parse::<DateTime>()) {
        ("local", Ok(local)) => When::Local { local, zone: zone.trim().to_owned() },
        ("local", Err(_)) => {
            let why = ("choose a date and a time", "날짜와 시각을 선택하세요");
            return Err(AppError::Invalid(domain::Invalid::new("local", why)).answered());
        }
        _ => When::Now,
    };
    Ok(drafts::save(&mailroom(), &member, campaign, &Change::When(when), seen).await?)
}

#[server]
pub async fn zones() -> Result<Vec<String>, AppError> {
    signed_in().await?;
    Ok(drafts::zones())
}

/// Held for this many seconds where it is to go now.
#[server]
pub async fn launch(campaign: CampaignId, #[server(default)] hold: Option<u64>) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    let hold = std::time::Duration::from_secs(hold.unwrap_or(super::HOLD_SECONDS));
    campaigns::schedule(&mailroom(), &member, campaign, hold).await?;
    leptos_axum::redirect(&super::path_to_edit(campaign));
    Ok(())
}

#[server]
pub async fn take_back(campaign: CampaignId) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    campaigns::unschedule(&mailroom(), &member, campaign).await?;
    leptos_axum::redirect(&super::path_to_edit(campaign));
    Ok(())
}

#[server]
pub async fn duplicate(campaign: CampaignId, name: String) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    let copy = drafts::duplicate(&mailroom(), &member, campaign, &name).await?;
    leptos_axum::redirect(&super::path_to_edit(copy));
    Ok(())
}

#[server]
pub async fn set_archived(campaign: CampaignId, is_archived: bool) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    Ok(drafts::set_archived(&mailroom(), &member, campaign, is_archived).await?)
}

#[server]
pub async fn delete(campaign: CampaignId) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    drafts::delete(&mailroom(), &member, campaign).await?;
    leptos_axum::redirect("/campaigns");
    Ok(())
}

#[server]
pub async fn try_out(
    campaign: CampaignId,
    to: String,
    #[server(default)] as_person: Option<ContactId>,
) -> Result<i64, AppError> {
    let member = signed_in().await?.who_may_send()?;
    Ok(test_sends::ask(&mailroom(), &member, campaign, &to, as_person).await?)
}

#[server]
pub async fn tests(campaign: CampaignId) -> Result<Vec<TestSend>, AppError> {
    signed_in().await?;
    Ok(test_sends::list(&mailroom(), campaign).await?)
}
