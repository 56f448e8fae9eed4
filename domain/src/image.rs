//! Pictures for letters: what is taken in, and why one is not.

mod address;
mod unfit;

pub use address::{HASH_DIGITS, readdressed};
pub use unfit::Unfit;

use crate::{ImageId, TemplateId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One file, as it is sent to us.
pub const UPLOAD_OCTETS_MAX: u64 = 10 * 1024 * 1024;
pub const PIXELS_MAX: u64 = 40_000_000;
pub const SIDE_MAX: u32 = 8_000;
/// Twice the 600 px that letters are wide, so that a picture is sharp on a phone.
pub const WIDTH_MAX: u32 = 1_200;
/// Of one form that was sent without a script; with one, every file comes by itself.
pub const FILES_AT_ONCE_MAX: usize = 20;
pub const ALT_CHARACTERS_MAX: usize = 250;
/// Where pictures are served.
pub const PATH: &str = "/i/";

/// A kept picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    pub id: ImageId,
    /// `<hash>.<ext>`.
    pub name: String,
    /// The name of a small one for lists.
    pub thumbnail: String,
    /// Where the world finds it: `https://mail.shop.example/i/<hash>.<ext>`, or under the address the pictures' store has.
    pub address: String,
    /// The file as its owner called it.
    pub title: String,
    /// What it says to whoever cannot see it; empty until somebody wrote it.
    pub alt: String,
    pub width: u32,
    pub height: u32,
    pub octets: u64,
    pub created_at: Timestamp,
    pub used_in: Vec<TemplateUse>,
}

impl Image {
    /// On this very server, whatever it is called outside.
    pub fn path(&self) -> String {
        format!("{PATH}{}", self.name)
    }

    pub fn thumbnail_path(&self) -> String {
        format!("{PATH}{}", self.thumbnail)
    }

    /// As wide as it is to be shown: half of it, where it is large enough to be sharp on a phone.
    pub fn shown_width(&self) -> u32 {
        if self.width > WIDTH_MAX / 2 { self.width / 2 } else { self.width }
    }
}

/// What an upload answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploaded {
    pub image: Image,
    /// `false` where the same picture was here already.
    pub is_new: bool,
}

/// A template that shows a picture now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateUse {
    pub template: TemplateId,
    pub name: String,
}
