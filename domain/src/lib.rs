//! The vocabulary of Pabal and its rules.
//!
//! Pure: no clock, no chance, no input or output; what it needs of them comes in as arguments.
//! Compiled for the server and, unchanged, for the browser.

pub mod audience;
pub mod audit;
pub mod campaign;
pub mod campaign_report;
pub mod compose;
pub mod consent;
pub mod contact;
mod count;
pub mod day;
pub mod delivery;
pub mod dns;
pub mod draft;
pub mod edition;
pub mod email_address;
pub mod failed_send;
pub mod failure;
pub mod feedback;
pub mod guard_rails;
pub mod id;
pub mod image;
pub mod import;
pub mod invalid;
pub mod law;
pub mod letter;
pub mod mail_event;
pub mod member;
pub mod notice;
pub mod origin;
pub mod outcome;
pub mod overview;
pub mod people;
pub mod people_source;
pub mod preflight;
pub mod preview;
pub mod reading;
pub mod recipient;
pub mod report;
pub mod segment;
pub mod sender;
pub mod sending_domain;
pub mod sentence;
pub mod ses;
pub mod spf;
pub mod suppression;
pub mod template;
pub mod timeline;
pub mod topic;
pub mod tracking;
pub mod typed;

pub use audience::Audience;
pub use count::count;
pub use delivery::{DeliveryState, Totals};
pub use email_address::EmailAddress;
pub use id::{
    CampaignId, ContactId, ImageId, ImportId, InvitationId, MemberId, SegmentId, SendTag, SenderId, SourceRunId,
    TemplateId, TopicId,
};
pub use invalid::Invalid;
pub use origin::Origin;
pub use sentence::Sentence;
