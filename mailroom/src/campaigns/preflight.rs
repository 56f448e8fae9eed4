//! The check before launch, run over the whole audience. What is good and what is not is said by `domain::preflight`;
//! here its facts are gathered.

mod audience;
mod domain_records;
mod facts;
mod ready;
mod run;
mod store;

use crate::{Error, Mailroom, Member, Result, audit};
use domain::{
    Audience, CampaignId, Sentence,
    draft::{CampaignDraft, Change, Content, mark},
    edition::Edition,
    preflight::{Preflight, PreflightState, Severity},
};
use ready::Ready;
use store::Stored;

/// Begins to look at the campaign as it is now; a run of something older ends. Whoever asks twice gets the same run.
pub async fn start(mailroom: &Mailroom, by: &Member, campaign: CampaignId) -> Result<()> {
    by.may_send()?;
    let draft = draft(mailroom, campaign).await?;
    let ready = Ready::of(mailroom, draft).await?;
    let mut tx = mailroom.db.begin().await?;
    let Some(id) = store::begin(&mut tx, by, campaign, &ready).await? else { return Ok(()) };
    let subject = audit::Subject { kind: "campaign", id: campaign.0, name: &ready.draft.name };
    audit::note(&mut tx, by, "checked", subject, None::<&()>, None::<&()>).await?;
    tx.commit().await?;
    tokio::spawn(run::run(mailroom.clone(), id, ready));
    Ok(())
}

/// The latest run; `None` where there was none yet.
pub async fn status(mailroom: &Mailroom, campaign: CampaignId) -> Result<Option<Preflight>> {
    Ok(latest(mailroom, campaign).await?.map(|stored| stored.preflight))
}

async fn latest(mailroom: &Mailroom, campaign: CampaignId) -> Result<Option<Stored>> {
    let Some(mut stored) = store::latest(mailroom, campaign).await? else { return Ok(None) };
    stored.preflight.is_outdated = match super::drafts::find(mailroom, campaign).await? {
        Some(draft) => Ready::of(mailroom, draft).await?.fingerprint != stored.fingerprint,
        None => false,
    };
    Ok(Some(stored))
}

/// What a check found nothing in the way of.
pub struct Clear {
    fingerprint: Vec<u8>,
}

impl Clear {
    /// What goes is what was checked, to the letter.
    pub(super) fn require_same(&self, words: &Edition, audience: &Audience) -> Result<()> {
        if ready::fingerprint(words, audience)? == self.fingerprint {
            return Ok(());
        }
        Err(Error::refused(changed_since()))
    }
}

fn changed_since() -> Sentence {
    Sentence::new(
        "the campaign has changed since it was checked; check it again",
        "점검한 뒤에 내용이 바뀌었습니다. 다시 점검하세요",
    )
}

/// A campaign goes as it was checked, and only where the check found nothing in the way. Whether it is still the same is
/// asked again by whoever holds the campaign ([`Clear::require_same`]).
pub async fn require_clear(mailroom: &Mailroom, campaign: CampaignId) -> Result<Clear> {
    let refusal = match latest(mailroom, campaign).await? {
        None => ("check every letter first", "먼저 모든 메일을 점검하세요").into(),
        Some(Stored { preflight: Preflight { is_outdated: true, .. }, .. }) => changed_since(),
        Some(Stored { preflight, fingerprint }) => match preflight.state {
            PreflightState::Running => {
                ("the check is still under way; wait for its end", "아직 점검 중입니다. 끝날 때까지 기다려 주세요")
                    .into()
            }
            PreflightState::Cancelled | PreflightState::Failed => {
                ("the check did not come to its end; check again", "점검이 끝나지 않았습니다. 다시 점검하세요").into()
            }
            PreflightState::Done => {
                let mut findings = preflight.findings.into_iter();
                let Some(blocking) = findings.find(|finding| finding.severity() == Severity::Block) else {
                    return Ok(Clear { fingerprint });
                };
                let Sentence { en, ko } = blocking.says;
                Sentence::new(
                    format!("the check found what stands in the way: {en}"),
                    format!("점검에서 발송할 수 없는 문제가 발견되었습니다: {ko}"),
                )
            }
        },
    };
    Err(Error::refused(refusal))
}

/// The run stops within a page of people; what it found by then is forgotten.
pub async fn cancel(mailroom: &Mailroom, by: &Member, campaign: CampaignId) -> Result<()> {
    by.may_send()?;
    let draft = draft(mailroom, campaign).await?;
    let mut tx = mailroom.db.begin().await?;
    if store::cancel(&mut tx, campaign).await? > 0 {
        let subject = audit::Subject { kind: "campaign", id: campaign.0, name: &draft.name };
        audit::note(&mut tx, by, "cancelled the check of", subject, None::<&()>, None::<&()>).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Puts `(광고)` in front of the subject, as the law wants it.
pub async fn mark_subject(mailroom: &Mailroom, by: &Member, campaign: CampaignId) -> Result<()> {
    by.may_send()?;
    let CampaignDraft { draft, .. } = draft(mailroom, campaign).await?;
    let content = Content { subject: mark::marked(&draft.content.subject), ..draft.content };
    super::drafts::save(mailroom, by, campaign, &Change::Content(content), draft.versions.content).await?;
    Ok(())
}

/// Puts the sender's details and the refusal at the end of the letter, as the law wants them.
pub async fn add_footer(mailroom: &Mailroom, by: &Member, campaign: CampaignId) -> Result<()> {
    by.may_send()?;
    let CampaignDraft { draft, .. } = draft(mailroom, campaign).await?;
    let content = Content { footer: true, ..draft.content };
    super::drafts::save(mailroom, by, campaign, &Change::Content(content), draft.versions.content).await?;
    Ok(())
}

async fn draft(mailroom: &Mailroom, campaign: CampaignId) -> Result<CampaignDraft> {
    super::drafts::find(mailroom, campaign).await?.ok_or_else(|| {
        Error::refused((
            "this campaign was launched already; only a draft can be checked",
            "이미 발송을 시작한 캠페인입니다. 발송 전에만 점검할 수 있습니다",
        ))
    })
}
