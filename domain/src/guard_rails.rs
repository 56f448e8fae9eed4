//! When a campaign stops by itself, before mailbox providers and the carrier refuse everything we send.

use crate::{Invalid, Sentence, Totals};
use serde::{Deserialize, Serialize};

/// Shares are of the letters that the carrier accepted, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GuardRails {
    pub is_on: bool,
    pub bounces: f64,
    pub complaints: f64,
    /// Fewer letters than these tell nothing.
    pub letters: i64,
}

impl Default for GuardRails {
    /// Before Amazon SES acts: it reviews an account at 5 % bounces and 0.1 % complaints ("Amazon SES Sending review process
    /// FAQs").
    fn default() -> Self {
        Self { is_on: true, bounces: 4.0, complaints: 0.08, letters: 1_000 }
    }
}

/// As a form gives them: nothing checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GuardEntry {
    pub is_on: bool,
    pub bounces: String,
    pub complaints: String,
    pub letters: String,
}

impl GuardEntry {
    /// # Errors
    /// The first field that cannot be used, under its name.
    pub fn check(&self) -> Result<GuardRails, Invalid> {
        Ok(GuardRails {
            is_on: self.is_on,
            bounces: percent("bounces", &self.bounces)?,
            complaints: percent("complaints", &self.complaints)?,
            letters: letters(&self.letters)?,
        })
    }
}

fn percent(field: &str, text: &str) -> Result<f64, Invalid> {
    let number = text.trim().trim_end_matches('%').trim_end().parse::<f64>().ok();
    number.filter(|number| (0.01..=100.0).contains(number)).ok_or_else(|| {
        Invalid::new(
            field,
            ("write a share from 0.01 to 100 percent, such as 4", "0.01~100 사이의 비율을 4처럼 입력하세요"),
        )
    })
}

fn letters(text: &str) -> Result<i64, Invalid> {
    let number = text.trim().replace(',', "").parse::<i64>().ok();
    number.filter(|number| (1..=1_000_000_000).contains(number)).ok_or_else(|| {
        Invalid::new(
            "letters",
            ("write a whole number of letters, such as 1000", "메일 수를 1000처럼 정수로 입력하세요"),
        )
    })
}

impl GuardRails {
    /// Why a campaign with these totals must stop. `bounced` are those that came back for good.
    pub fn breach(&self, totals: &Totals, bounced: i64) -> Option<Sentence> {
        let accepted = totals.sent + totals.delivered + totals.bounced + totals.complained;
        if !self.is_on || accepted < self.letters {
            return None;
        }
        let share = |of: i64| of as f64 * 100.0 / accepted as f64;
        if share(totals.complained) >= self.complaints {
            let (share, most) = (share(totals.complained), self.complaints);
            return Some(Sentence::from((
                format!(
                    "{} of {accepted} people reported this campaign as spam ({share:.2} %, the limit is {most} %). \
                     Mailbox providers and Amazon SES block senders for that. Look at whom you mail and whether they asked for it; \
                     resume only then, and nothing stops it a second time",
                    totals.complained,
                ),
                format!(
                    "받은 {accepted}명 가운데 {}명이 이 캠페인을 스팸으로 신고했습니다({share:.2}%, 한도 {most}%). 이대로 보내면 메일 서비스와 \
                     Amazon SES가 발송을 막을 수 있습니다. 수신에 동의한 사람에게 보냈는지 확인한 뒤 재개하세요. 재개하면 다시 자동으로 멈추지 않습니다",
                    totals.complained,
                ),
            )));
        }
        if share(bounced) < self.bounces {
            return None;
        }
        let (share, most) = (share(bounced), self.bounces);
        Some(Sentence::from((
            format!(
                "{bounced} of {accepted} letters came back for good ({share:.1} %, the limit is {most} %). Mailbox providers and \
                 Amazon SES block senders for that. Look at the failed sends and where those addresses came from; resume only \
                 then, and nothing stops it a second time"
            ),
            format!(
                "메일 {accepted}통 가운데 {bounced}통이 영구 반송되었습니다({share:.1}%, 한도 {most}%). 이대로 보내면 메일 서비스와 Amazon SES가 \
                 발송을 막을 수 있습니다. 실패한 발송과 그 주소들의 출처를 확인한 뒤 재개하세요. 재개하면 다시 자동으로 멈추지 않습니다"
            ),
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(delivered: i64, bounced: i64, complained: i64) -> Totals {
        Totals { delivered, bounced, complained, ..Totals::default() }
    }

    #[test]
    fn a_campaign_stops_at_the_limit_and_not_before() {
        let rails = GuardRails::default();
        let stops =
            |delivered, bounced, complained| rails.breach(&totals(delivered, bounced, complained), bounced).is_some();
        assert!(!stops(961, 39, 0));
        assert!(stops(960, 40, 0));
        assert!(!stops(959, 40, 0), "fewer than 1,000 tell nothing");
        assert!(!stops(2_499, 0, 1));
        assert!(stops(1_249, 0, 1));
        assert!(rails.breach(&totals(900, 100, 0), 39).is_none(), "what bounced only this time does not count");
        let off = GuardRails { is_on: false, ..rails };
        assert!(off.breach(&totals(0, 5_000, 5_000), 5_000).is_none());
    }

    #[test]
    fn a_form_takes_numbers_as_people_write_them() {
        let entry = |bounces: &str, complaints: &str, letters: &str| {
            GuardEntry { is_on: true, bounces: bounces.into(), complaints: complaints.into(), letters: letters.into() }
                .check()
                .map(|rails| (rails.bounces, rails.complaints, rails.letters))
                .map_err(|invalid| invalid.field)
        };
        assert_eq!(entry("4", "0.08", "1,000"), Ok((4.0, 0.08, 1_000)));
        assert_eq!(entry(" 2.5 % ", "0.1%", " 50 "), Ok((2.5, 0.1, 50)));
        assert_eq!(entry("0", "0.08", "1000"), Err("bounces".into()));
        assert_eq!(entry("NaN", "0.08", "1000"), Err("bounces".into()));
        assert_eq!(entry("4", "101", "1000"), Err("complaints".into()));
        assert_eq!(entry("4", "", "1000"), Err("complaints".into()));
        assert_eq!(entry("4", "0.08", "many"), Err("letters".into()));
        assert_eq!(entry("4", "0.08", "0"), Err("letters".into()));
    }
}
