//! Why the product itself paused a campaign, in every language, as the table keeps it.

use domain::{Sentence, failure::Cause, outcome::Reason};

/// What the carrier's refusal means for a whole campaign, and its own words after that.
pub(crate) fn because_of(reason: &Reason) -> Sentence {
    let cause = match Cause::of(&reason.code, &reason.text) {
        // nobody is halted for one recipient
        Cause::RecipientNotVerified => Cause::SenderNotVerified,
        cause => cause,
    };
    let said = cause.wording();
    Sentence::new(
        format!("{} {} ({reason})", said.means.en, said.next.en),
        format!("{} {} ({reason})", said.means.ko, said.next.ko),
    )
}

/// The audience could not be written down; why stands in the log.
pub(crate) fn not_addressed() -> Sentence {
    Sentence::new(
        "the audience of this campaign could not be written down to its end. Resume it to try again; if it stops here \
         once more, ask whoever runs the server to look at its log",
        "수신자 명단을 끝까지 만들지 못해 발송을 멈췄습니다. 다시 시작해 보시고, 같은 이유로 또 멈추면 서버 담당자에게 \
         로그 확인을 요청하세요",
    )
}

/// The edition could not be read or prepared; why stands in the log.
pub(crate) fn unreadable() -> Sentence {
    Sentence::new(
        "the letter of this campaign could not be read, so nobody was mailed since. Ask whoever runs the server to \
         look at its log, then resume: those who were mailed already are not mailed again",
        "캠페인의 메일 내용을 읽지 못해 발송을 멈췄습니다. 서버 담당자에게 로그 확인을 요청한 뒤 다시 시작하세요. \
         이미 받은 사람에게는 다시 보내지 않습니다",
    )
}

pub(super) fn write(because: &Sentence) -> String {
    serde_json::to_string(because).unwrap_or_else(|_| because.en.clone())
}

/// Older ones were kept in one language.
pub(crate) fn read(kept: &str) -> Sentence {
    serde_json::from_str(kept).unwrap_or_else(|_| Sentence::from(kept))
}

#[cfg(test)]
mod tests {
    use super::{because_of, read, write};
    use domain::{Sentence, outcome::Reason};

    #[test]
    fn a_halt_is_told_in_both_languages_with_the_carriers_words() {
        let why = because_of(&Reason::new("SendingPausedException", "Sending paused for this account"));
        assert!(why.en.contains("SES console") && why.ko.contains("SES 콘솔"), "{why:?}");
        assert!(why.ko.contains("Sending paused for this account"));
        assert_eq!(read(&write(&why)), why);
    }

    #[test]
    fn one_that_was_kept_in_one_language_is_still_read() {
        assert_eq!(read("the disk is full"), Sentence::from("the disk is full"));
    }
}
