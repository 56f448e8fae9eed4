use crate::{EmailAddress, campaign::CampaignKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The words of a campaign, frozen at launch. Every text is a template of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    pub kind: CampaignKind,
    pub from: Mailbox,
    pub reply_to: Option<Mailbox>,
    pub subject: String,
    /// HTML ready to be filled in: MJML is compiled and CSS inlined before it is frozen.
    pub html: String,
    pub text: String,
    /// Values written for this campaign, by name: `Body` and the like. They win over a person's attributes of that name.
    pub fields: BTreeMap<String, String>,
    /// The list as `List-Id` names it (RFC 2919), such as `news.shop.example.com`.
    pub list_id: String,
}

/// A display name, possibly empty, and an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    pub name: String,
    pub address: EmailAddress,
}
