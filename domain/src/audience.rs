use crate::ImportId;
use serde::{Deserialize, Serialize};

/// Whom a campaign is for, frozen at launch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "of", content = "id")]
pub enum Audience {
    Everyone,
    /// The people of one imported file.
    Import(ImportId),
}
