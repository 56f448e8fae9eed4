use crate::{ContactId, ImageId, SenderId, Sentence, TemplateId, campaign::words, draft::Card, law};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The campaign cannot be launched like this.
    Block,
    Warn,
    Ok,
}

words!(Severity, "a severity", "block" => Block, "warn" => Warn, "ok" => Ok);

/// What was looked at and how it is. Stable: tests, translations and people who filter a log rely on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    CardIncomplete,
    LetterBroken,
    SchedulePassed,
    NothingSends,
    NothingLeaves,
    SendingDisabled,
    Sandbox,
    QuotaShort,
    AccountFine,
    AudienceEmpty,
    EverybodySuppressed,
    SomeSuppressed,
    ConsentUnknown,
    QuietHours,
    AudienceFine,
    SubjectLong,
    SubjectPretends,
    PreheaderEmpty,
    PreheaderLong,
    WordsFine,
    MarkMissing,
    SenderUnknown,
    FooterLacks,
    RefusalMissing,
    LawFine,
    UnsubscribeMissing,
    LinkBroken,
    LinkUnreachable,
    LinkUnfilled,
    LinkInsecure,
    AddressLocal,
    LinksFine,
    PictureBroken,
    PictureGone,
    PictureInsecure,
    PictureEmbedded,
    AltMissing,
    PicturesHeavy,
    PicturesFine,
    ValueUnknown,
    ValueEmpty,
    ValuesFine,
    LetterTooLong,
    LetterClipped,
    LetterLarge,
    SizeFine,
    SentLately,
    SpfMissing,
    DkimMissing,
    DmarcMissing,
    RecordTwice,
    DomainUnasked,
    DomainFine,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub code: Code,
    pub says: Sentence,
    /// Which of several: an address, a name, a link.
    pub about: Option<String>,
    pub fix: Option<Fix>,
}

/// Where it is mended, or by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fix {
    Card(Card),
    Template(TemplateId),
    Sender(SenderId),
    Image(ImageId),
    Images,
    Person(ContactId),
    Suppressions,
    Settings,
    /// One act: puts `(광고)` in front of the subject.
    MarkSubject,
    /// One act: puts the sender's details and the refusal at the end of the letter.
    AddFooter,
    /// What is kept of the law.
    Law,
}

impl Finding {
    pub fn new(code: Code, says: impl Into<Sentence>) -> Self {
        Self { code, says: says.into(), about: None, fix: None }
    }

    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = Some(about.into());
        self
    }

    pub fn mended_by(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// The articles it rests on, and what else to know of them.
    pub fn details(&self) -> Vec<Sentence> {
        [law::note(self.code), law::basis(self.code)].into_iter().flatten().collect()
    }
}

impl Code {
    pub fn severity(self) -> Severity {
        use Severity::{Block, Ok, Warn};
        match self {
            Self::CardIncomplete
            | Self::LetterBroken
            | Self::SchedulePassed
            | Self::SendingDisabled
            | Self::AudienceEmpty
            | Self::EverybodySuppressed
            | Self::MarkMissing
            | Self::SenderUnknown
            | Self::FooterLacks
            | Self::RefusalMissing
            | Self::UnsubscribeMissing
            | Self::LinkBroken
            | Self::LinkUnreachable
            | Self::PictureBroken
            | Self::PictureGone
            | Self::ValueUnknown
            | Self::LetterTooLong => Block,
            Self::NothingSends
            | Self::NothingLeaves
            | Self::Sandbox
            | Self::QuotaShort
            | Self::SubjectLong
            | Self::SubjectPretends
            | Self::PreheaderEmpty
            | Self::PreheaderLong
            | Self::LinkUnfilled
            | Self::LinkInsecure
            | Self::AddressLocal
            | Self::PictureInsecure
            | Self::PictureEmbedded
            | Self::AltMissing
            | Self::PicturesHeavy
            | Self::ValueEmpty
            | Self::LetterClipped
            | Self::LetterLarge
            | Self::ConsentUnknown
            | Self::QuietHours
            | Self::SentLately
            | Self::SpfMissing
            | Self::DkimMissing
            | Self::DmarcMissing
            | Self::RecordTwice
            | Self::DomainUnasked => Warn,
            Self::AccountFine
            | Self::SomeSuppressed
            | Self::AudienceFine
            | Self::WordsFine
            | Self::LawFine
            | Self::LinksFine
            | Self::PicturesFine
            | Self::ValuesFine
            | Self::SizeFine
            | Self::DomainFine => Ok,
        }
    }
}

/// Or else this one, which says that all is well.
pub(super) fn or_fine(found: Vec<Finding>, fine: impl FnOnce() -> Finding) -> Vec<Finding> {
    if found.is_empty() { vec![fine()] } else { found }
}
