use crate::AppError;
use domain::{
    InvitationId, MemberId, SenderId,
    audit::AuditLine,
    guard_rails::{GuardEntry, GuardRails},
    law::{LawSettings, QuietEntry},
    member::{InvitationSummary, MemberSummary, Role},
    sender::{Sender, SenderEntry},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::request::{begin_session, mailroom, signed_in, source};
#[cfg(feature = "ssr")]
use domain::member::Rights;
#[cfg(feature = "ssr")]
use mailroom::{audit, campaigns, law as law_book, members as roster, senders as shelf};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    pub members: Vec<MemberSummary>,
    pub invitations: Vec<InvitationSummary>,
}

#[server]
pub async fn members() -> Result<Roster, AppError> {
    let by = signed_in().await?.who_administers()?;
    let members = roster::list(&mailroom(), &by).await?;
    let invitations = roster::open_invitations(&mailroom(), &by).await?;
    Ok(Roster { members, invitations })
}

/// The link, told this once.
#[server]
pub async fn invite(email: String, role: Role, #[server(default)] may_launch: bool) -> Result<String, AppError> {
    let by = signed_in().await?.who_administers()?;
    let email = email.parse().map_err(|invalid: domain::Invalid| AppError::Invalid(invalid).answered())?;
    let invite = roster::Invite { email, rights: Rights::new(role, may_launch) };
    let path = roster::invite_by(&mailroom(), &by, &invite).await?;
    Ok(mailroom().address_of(&path))
}

/// The new link, told this once.
#[server]
pub async fn renew_invitation(invitation: InvitationId) -> Result<String, AppError> {
    let by = signed_in().await?.who_administers()?;
    let path = roster::renew(&mailroom(), &by, invitation).await?;
    Ok(mailroom().address_of(&path))
}

#[server]
pub async fn withdraw_invitation(invitation: InvitationId) -> Result<(), AppError> {
    let by = signed_in().await?.who_administers()?;
    Ok(roster::withdraw(&mailroom(), &by, invitation).await?)
}

#[server]
pub async fn change_member(member: MemberId, role: Role, #[server(default)] may_launch: bool) -> Result<(), AppError> {
    let by = signed_in().await?.who_administers()?;
    roster::change(&mailroom(), &by, member, Rights::new(role, may_launch)).await?;
    leptos_axum::redirect("/settings/members");
    Ok(())
}

#[server]
pub async fn remove_member(member: MemberId) -> Result<(), AppError> {
    let by = signed_in().await?.who_administers()?;
    roster::remove(&mailroom(), &by, member).await?;
    leptos_axum::redirect("/settings/members");
    Ok(())
}

/// One's own: no role is asked for.
#[server]
pub async fn change_password(current: String, new: String, again: String) -> Result<(), AppError> {
    let me = signed_in().await?;
    let asked = roster::PasswordChange { current, new, again };
    begin_session(roster::change_password(&mailroom(), &me, &asked, source().await?).await?).await?;
    leptos_axum::redirect("/settings/password?done=yes");
    Ok(())
}

/// Archived ones last.
#[server]
pub async fn senders() -> Result<Vec<Sender>, AppError> {
    signed_in().await?.who_administers()?;
    Ok(shelf::list(&mailroom(), true).await?)
}

/// A new one where there is no number.
#[server]
pub async fn save_sender(sender: Option<SenderId>, entry: SenderEntry) -> Result<(), AppError> {
    let by = signed_in().await?.who_administers()?;
    match sender {
        Some(sender) => shelf::change(&mailroom(), &by, sender, &entry).await?,
        None => _ = shelf::create(&mailroom(), &by, &entry).await?,
    }
    leptos_axum::redirect("/settings/senders");
    Ok(())
}

#[server]
pub async fn archive_sender(sender: SenderId) -> Result<(), AppError> {
    let by = signed_in().await?.who_administers()?;
    shelf::archive(&mailroom(), &by, sender).await?;
    leptos_axum::redirect("/settings/senders");
    Ok(())
}

#[server]
pub async fn unarchive_sender(sender: SenderId) -> Result<(), AppError> {
    let by = signed_in().await?.who_administers()?;
    Ok(shelf::unarchive(&mailroom(), &by, sender).await?)
}

/// And whether they may be changed by whoever asks.
#[server]
pub async fn law() -> Result<(LawSettings, bool), AppError> {
    let member = signed_in().await?;
    Ok((law_book::settings(&mailroom()).await?, member.role.may_administer()))
}

#[server]
pub async fn change_law(
    #[server(default)] sends_receipts: bool,
    #[server(default)] keeps_quiet: bool,
    #[server(default)] quiet: QuietEntry,
) -> Result<(), AppError> {
    let by = signed_in().await?.who_administers()?;
    Ok(law_book::change(&mailroom(), &by, sends_receipts, keeps_quiet, &quiet).await?)
}

/// And whether they may be changed by whoever asks.
#[server]
pub async fn read_guard_rails() -> Result<(GuardRails, bool), AppError> {
    let member = signed_in().await?;
    Ok((campaigns::guard_rails(&mailroom()).await?, member.role.may_administer()))
}

#[server]
pub async fn change_guard_rails(#[server(default)] rails: GuardEntry) -> Result<(), AppError> {
    let by = signed_in().await?.who_administers()?;
    Ok(campaigns::change_guard_rails(&mailroom(), &by, &rails).await?)
}

/// Which lines of the log are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Shown {
    pub member: Option<MemberId>,
    pub subject: Option<String>,
    pub hours: Option<i32>,
    pub before: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLines {
    pub lines: Vec<AuditLine>,
    pub has_older: bool,
}

#[server]
pub async fn log(#[server(default)] shown: Shown) -> Result<LogLines, AppError> {
    let by = signed_in().await?.who_administers()?;
    let Shown { member, subject, hours, before } = shown;
    let mut lines = audit::page(&mailroom(), &by, &audit::Wanted { member, subject, hours, before }).await?;
    let has_older = lines.len() > audit::LINES as usize;
    lines.truncate(audit::LINES as usize);
    Ok(LogLines { lines, has_older })
}

/// What the log can be narrowed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filters {
    pub members: Vec<(MemberId, String)>,
    pub subjects: Vec<String>,
}

#[server]
pub async fn log_filters() -> Result<Filters, AppError> {
    let by = signed_in().await?.who_administers()?;
    let members = audit::authors(&mailroom(), &by).await?;
    let subjects = audit::subjects(&mailroom(), &by).await?;
    Ok(Filters { members, subjects })
}
