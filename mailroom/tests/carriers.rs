//! The carriers against servers that speak the real protocol.

#![allow(clippy::unwrap_used)]

mod doubles;

#[path = "carriers/smtp.rs"]
mod smtp;

use domain::{CampaignId, SendTag, letter::Letter};

fn letter(to: &str) -> Letter {
    letter_of(to, b"Subject: hello\r\n\r\nbody\r\n".to_vec())
}

fn letter_of(to: &str, mime: Vec<u8>) -> Letter {
    Letter { from: "news@shop.example.com".parse().unwrap(), to: to.parse().unwrap(), mime }
}

fn tag(seq: i32) -> SendTag {
    SendTag { campaign: CampaignId(7), seq, attempt: 1 }
}
