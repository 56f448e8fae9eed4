//! The campaign editor: five cards on one page, saved as one types.

pub mod api;
mod audience;
mod beside;
mod check;
mod content;
mod desk;
mod elsewhere;
mod measuring;
mod scheduled;
mod sender;
mod texts;
mod timing;
mod trying;
mod typing;

pub use desk::EditorPage;

use domain::CampaignId;

/// How long a launch can be taken back where nobody says otherwise.
pub const HOLD_SECONDS: u64 = 10;

pub fn path_to_edit(campaign: CampaignId) -> String {
    format!("/campaigns/{campaign}/edit")
}
