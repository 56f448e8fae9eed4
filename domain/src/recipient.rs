use crate::{EmailAddress, contact::Attributes};
use serde::{Deserialize, Serialize};

/// One person of a launched campaign, as they were at launch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipient {
    /// 1 for the first of the campaign.
    pub seq: i32,
    pub address: EmailAddress,
    pub name: String,
    pub locale: Option<String>,
    pub merge: Attributes,
}
