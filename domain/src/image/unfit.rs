use super::{FILES_AT_ONCE_MAX, PIXELS_MAX, SIDE_MAX, UPLOAD_OCTETS_MAX, WIDTH_MAX};
use crate::Sentence;
use serde::{Deserialize, Serialize};

/// Why a file cannot be shown in a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    Empty,
    TooHeavy,
    /// A web page, whatever its name says.
    WebPage,
    Svg,
    /// A format mail programs do not show, by its name: `HEIC`.
    Foreign(String),
    /// Nothing we know.
    NoPicture,
    TooLarge {
        width: u32,
        height: u32,
    },
    /// It ends before the picture does, or cannot be read.
    Damaged,
    AnimatedWebp,
    /// Frames are not made smaller, so the picture has to come in its size.
    AnimationTooWide {
        width: u32,
    },
    AnimationTooLong,
    /// Behind the last file that a form without a script takes.
    TooMany,
    /// Nothing is wrong with the picture: where pictures are kept did not take it.
    NotKept,
}

impl Unfit {
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::Empty => {
                Sentence::new("the file is empty; choose another one", "빈 파일입니다. 다른 파일을 선택하세요")
            }
            Self::TooHeavy => {
                let megabytes = UPLOAD_OCTETS_MAX / 1024 / 1024;
                Sentence::new(
                    format!("the file is larger than {megabytes} MB; save it smaller and upload it again"),
                    format!("파일이 {megabytes}MB를 넘습니다. 용량을 줄인 뒤 다시 올려 주세요"),
                )
            }
            Self::WebPage => Sentence::new(
                "this is a web page and not a picture, whatever its name says; save the picture itself",
                "파일 이름과 달리 그림이 아니라 웹 페이지입니다. 그림 자체를 저장해 올려 주세요",
            ),
            Self::Svg => Sentence::new(
                "mail programs do not show SVG; export it as PNG and upload that",
                "메일 프로그램은 SVG를 표시하지 못합니다. PNG로 내보내 올려 주세요",
            ),
            Self::Foreign(format) => Sentence::new(
                format!("mail programs do not show {format}; save it as JPEG or PNG and upload that"),
                format!("메일 프로그램은 {format} 형식을 표시하지 못합니다. JPEG나 PNG로 저장해 올려 주세요"),
            ),
            Self::NoPicture => Sentence::new(
                "this is not a picture; JPEG, PNG, GIF and WebP can be uploaded",
                "그림 파일이 아닙니다. JPEG, PNG, GIF, WebP를 올릴 수 있습니다",
            ),
            Self::TooLarge { width, height } => too_large(*width, *height),
            Self::Damaged => Sentence::new(
                "the picture is damaged or incomplete; open it, save it anew and upload that",
                "그림 파일이 손상되었거나 잘려 있습니다. 파일을 열어 다시 저장한 뒤 올려 주세요",
            ),
            Self::AnimatedWebp => Sentence::new(
                "mail programs do not show moving WebP; save it as GIF and upload that",
                "메일 프로그램은 움직이는 WebP를 표시하지 못합니다. GIF로 저장해 올려 주세요",
            ),
            Self::AnimationTooWide { width } => Sentence::new(
                format!("a moving GIF may be {WIDTH_MAX} px wide, and this one has {width} px; save it smaller"),
                format!("움직이는 GIF는 너비 {WIDTH_MAX}px까지 올릴 수 있는데 {width}px입니다. 크기를 줄여 저장하세요"),
            ),
            Self::AnimationTooLong => Sentence::new(
                "this moving GIF has too many frames for a letter; make it shorter or smaller",
                "움직이는 GIF의 프레임이 너무 많습니다. 더 짧게 하거나 크기를 줄여 주세요",
            ),
            Self::TooMany => Sentence::new(
                format!("{FILES_AT_ONCE_MAX} pictures are taken at once; upload this one again"),
                format!("한 번에 {FILES_AT_ONCE_MAX}개까지 올릴 수 있습니다. 이 파일을 다시 올리세요"),
            ),
            Self::NotKept => Sentence::new(
                "the picture could not be stored just now, and nothing was changed; upload it again in a minute, and tell \
                 your server administrator if it happens again",
                "지금은 그림을 저장할 수 없어 아무것도 바뀌지 않았습니다. 잠시 후 다시 올려 주세요. 계속되면 서버 관리자에게 \
                 알려 주세요",
            ),
        }
    }
}

fn too_large(width: u32, height: u32) -> Sentence {
    let (millions, given) = (PIXELS_MAX / 1_000_000, format!("{width} × {height}"));
    Sentence::new(
        format!(
            "{given} pixels are too many: up to {SIDE_MAX} a side and {millions} million together; save it smaller"
        ),
        format!(
            "{given}픽셀은 너무 큽니다. 한 변은 {SIDE_MAX}픽셀, 전체는 {millions}00만 픽셀까지 올릴 수 있습니다. 크기를 줄여 저장하세요"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::Unfit;
    use std::collections::BTreeSet;

    #[test]
    fn every_reason_has_words_of_its_own_in_both_languages() {
        let all = [
            Unfit::Empty,
            Unfit::TooHeavy,
            Unfit::WebPage,
            Unfit::Svg,
            Unfit::Foreign("HEIC".into()),
            Unfit::NoPicture,
            Unfit::TooLarge { width: 60_000, height: 60_000 },
            Unfit::Damaged,
            Unfit::AnimatedWebp,
            Unfit::AnimationTooWide { width: 1_600 },
            Unfit::AnimationTooLong,
            Unfit::TooMany,
            Unfit::NotKept,
        ];
        let en: BTreeSet<String> = all.iter().map(|unfit| unfit.sentence().en).collect();
        let ko: BTreeSet<String> = all.iter().map(|unfit| unfit.sentence().ko).collect();
        assert_eq!((en.len(), ko.len()), (all.len(), all.len()));
        assert!(Unfit::TooLarge { width: 60_000, height: 60_000 }.sentence().en.contains("60000 × 60000"));
    }
}
