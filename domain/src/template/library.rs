//! Templates as they are kept: names, versions, drafts.

use super::Markup;
use crate::{Sentence, TemplateId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// One of the gallery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateSummary {
    pub id: TemplateId,
    pub name: String,
    pub markup: Markup,
    /// The newest.
    pub version: i32,
    /// The newest without problems; `None` where there never was one.
    pub usable_version: Option<i32>,
    pub updated_at: Timestamp,
    pub updated_by: String,
    pub is_archived: bool,
}

impl TemplateSummary {
    pub fn is_usable(&self) -> bool {
        self.usable_version == Some(self.version)
    }

    pub fn cursor(&self) -> Cursor {
        Cursor { updated_at: self.updated_at, id: self.id }
    }
}

/// A template and its newest version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredTemplate {
    pub id: TemplateId,
    pub name: String,
    pub markup: Markup,
    pub version: i32,
    pub source: String,
    /// Whether a campaign can use it: a version that has problems cannot be sent.
    pub is_usable: bool,
    /// Ready to be frozen into an edition; empty where it is not usable.
    pub html: String,
    pub text: String,
    /// Names it asks for, sorted, each once.
    pub variables: Vec<String>,
    pub updated_at: Timestamp,
    pub updated_by: String,
    pub is_archived: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionSummary {
    pub version: i32,
    pub note: String,
    pub restored_from: Option<i32>,
    pub is_usable: bool,
    pub octets: i32,
    pub saved_at: Timestamp,
    pub saved_by: String,
}

/// What one member typed and has not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub source: String,
    /// The version it was begun from; others may have saved newer ones since.
    pub based_on: i32,
    pub saved_at: Timestamp,
}

/// How saving ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Saved {
    /// There is a new version.
    Version(i32),
    /// This version says the same already.
    Unchanged(i32),
    /// Somebody saved this version meanwhile. What was to be saved is kept as a draft.
    Conflict { version: i32, by: String, at: Timestamp },
}

/// What a page of changes can be looked at against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Revision {
    Version(i32),
    /// The own draft of whoever asks.
    Draft,
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(version) => version.fmt(f),
            Self::Draft => f.write_str("draft"),
        }
    }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a version, which is a number, nor ‘draft’")]
pub struct NotARevision;

impl FromStr for Revision {
    type Err = NotARevision;

    fn from_str(s: &str) -> Result<Self, NotARevision> {
        match s {
            "draft" => Ok(Self::Draft),
            number => number.parse().map(Self::Version).map_err(|_| NotARevision),
        }
    }
}

/// Where the next page of the gallery begins: behind this one. Written `1795357349123456_17`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cursor {
    pub updated_at: Timestamp,
    pub id: TemplateId,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.updated_at.as_microsecond(), self.id)
    }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a place in the gallery")]
pub struct NotACursor;

impl FromStr for Cursor {
    type Err = NotACursor;

    fn from_str(s: &str) -> Result<Self, NotACursor> {
        let (at, id) = s.split_once('_').ok_or(NotACursor)?;
        let microsecond = at.parse().map_err(|_| NotACursor)?;
        let updated_at = Timestamp::from_microsecond(microsecond).map_err(|_| NotACursor)?;
        Ok(Self { updated_at, id: id.parse().map_err(|_| NotACursor)? })
    }
}

/// Why a file is no template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportRefused {
    Empty,
    TooLarge,
    NotText,
    /// The line, from 1, that is not in the encoding of the others.
    Encoding(usize),
    Ending,
}

impl ImportRefused {
    pub fn sentence(self) -> Sentence {
        match self {
            Self::Empty => ("the file is empty; choose another", "파일이 비어 있습니다. 다른 파일을 선택하세요").into(),
            Self::TooLarge => (
                "the file is larger than 1 MB; mail programs cut letters off at a tenth of that, so shorten it first",
                "파일이 1MB보다 큽니다. 메일 프로그램은 그 10분의 1에서 메일을 잘라 버리므로 먼저 줄여 주세요",
            )
                .into(),
            Self::NotText => (
                "this is not a text file; choose the .html or .mjml source itself",
                "텍스트 파일이 아닙니다. .html 또는 .mjml 소스 파일을 선택하세요",
            )
                .into(),
            Self::Encoding(line) => (
                format!("line {line} is neither UTF-8 nor CP949 (EUC-KR); save the file as UTF-8 and choose it again"),
                format!(
                    "{line}번째 줄을 UTF-8로도 CP949(EUC-KR)로도 읽을 수 없습니다. UTF-8로 저장한 뒤 다시 선택하세요"
                ),
            )
                .into(),
            Self::Ending => (
                "the name ends neither in .html nor in .mjml; choose a file that does",
                "파일 이름이 .html이나 .mjml로 끝나지 않습니다. 해당 파일을 선택하세요",
            )
                .into(),
        }
    }
}

/// As a page's address says it: `too_large`, `encoding-12`.
impl fmt::Display for ImportRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty"),
            Self::TooLarge => f.write_str("too_large"),
            Self::NotText => f.write_str("not_text"),
            Self::Encoding(line) => write!(f, "encoding-{line}"),
            Self::Ending => f.write_str("ending"),
        }
    }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a reason why a file is no template")]
pub struct NotARefusal;

impl FromStr for ImportRefused {
    type Err = NotARefusal;

    fn from_str(s: &str) -> Result<Self, NotARefusal> {
        match s {
            "empty" => Ok(Self::Empty),
            "too_large" => Ok(Self::TooLarge),
            "not_text" => Ok(Self::NotText),
            "ending" => Ok(Self::Ending),
            other => {
                let line = other.strip_prefix("encoding-").and_then(|line| line.parse().ok());
                line.map(Self::Encoding).ok_or(NotARefusal)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cursor, ImportRefused, NotACursor, Revision};
    use crate::TemplateId;
    use jiff::Timestamp;

    #[test]
    fn a_cursor_survives_writing_and_reading() {
        let cursor =
            Cursor { updated_at: Timestamp::from_microsecond(1_795_357_349_123_456).unwrap(), id: TemplateId(17) };
        assert_eq!(cursor.to_string(), "1795357349123456_17");
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for text in ["", "17", "a_17", "9223372036854775807_1", "1_b"] {
            assert_eq!(text.parse::<Cursor>(), Err(NotACursor), "{text}");
        }
    }

    #[test]
    fn a_revision_is_a_number_or_the_draft() {
        assert_eq!("draft".parse(), Ok(Revision::Draft));
        assert_eq!("12".parse(), Ok(Revision::Version(12)));
        assert!("twelve".parse::<Revision>().is_err());
    }

    #[test]
    fn a_refusal_survives_a_pages_address() {
        use ImportRefused::{Empty, Encoding, Ending, NotText, TooLarge};
        for refused in [Empty, TooLarge, NotText, Encoding(12), Ending] {
            assert_eq!(refused.to_string().parse(), Ok(refused));
        }
        assert!("encoding-x".parse::<ImportRefused>().is_err());
    }
}
