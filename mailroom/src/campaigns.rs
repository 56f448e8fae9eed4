use crate::{Mailroom, Member, Result};
use domain::{CampaignId, EmailAddress, report::CampaignSummary};

/// Newest first, 50 a page, those before `before`.
pub async fn list(_mailroom: &Mailroom, _before: Option<CampaignId>) -> Result<Vec<CampaignSummary>> {
    unimplemented!()
}

pub async fn summary(_mailroom: &Mailroom, _campaign: CampaignId) -> Result<CampaignSummary> {
    unimplemented!()
}

pub async fn pause(_mailroom: &Mailroom, _by: &Member, _campaign: CampaignId) -> Result<CampaignSummary> {
    unimplemented!()
}

pub async fn resume(_mailroom: &Mailroom, _by: &Member, _campaign: CampaignId) -> Result<CampaignSummary> {
    unimplemented!()
}

pub async fn cancel(_mailroom: &Mailroom, _by: &Member, _campaign: CampaignId) -> Result<CampaignSummary> {
    unimplemented!()
}

#[derive(Clone, Debug)]
pub enum Requeue {
    AllThatMay,
    Addresses(Vec<EmailAddress>),
}

/// How many are to be sent again.
pub async fn requeue(_mailroom: &Mailroom, _by: &Member, _campaign: CampaignId, _who: &Requeue) -> Result<usize> {
    unimplemented!()
}
