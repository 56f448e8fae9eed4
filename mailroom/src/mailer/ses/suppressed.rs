//! SES's own list of addresses it sends nothing to. It is read and added to; nothing is ever deleted there.

use super::{Ses, fault::fault, nothing_was_sent};
use aws_sdk_sesv2::{primitives::DateTime, types::SuppressionListReason};
use domain::{outcome::SendFault, suppression::SuppressionReason};
use jiff::Timestamp;

/// The most SES gives at once.
const PAGE: i32 = 1000;

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SuppressedPage {
    pub addresses: Vec<(String, SuppressionReason)>,
    pub next: Option<String>,
}

impl Ses {
    /// Those who came onto the list since; with the token of the last page, the next one.
    pub async fn suppressed(
        &self,
        since: Option<Timestamp>,
        next: Option<String>,
    ) -> Result<SuppressedPage, SendFault> {
        let asked = self
            .client
            .list_suppressed_destinations()
            .set_start_date(since.map(|at| DateTime::from_secs(at.as_second())))
            .set_next_token(next)
            .page_size(PAGE);
        let page = asked.send().await.map_err(|e| nothing_was_sent(fault(&e, None)))?;
        let addresses = page.suppressed_destination_summaries().iter();
        let read = |reason: &SuppressionListReason| match reason {
            SuppressionListReason::Complaint => SuppressionReason::Complained,
            _ => SuppressionReason::Bounced,
        };
        let addresses =
            addresses.map(|summary| (summary.email_address().to_lowercase(), read(summary.reason()))).collect();
        Ok(SuppressedPage { addresses, next: page.next_token })
    }

    pub async fn suppress(&self, address: &str, reason: SuppressionReason) -> Result<(), SendFault> {
        let reason = match reason {
            SuppressionReason::Complained => SuppressionListReason::Complaint,
            SuppressionReason::Bounced | SuppressionReason::Refused | SuppressionReason::ByHand => {
                SuppressionListReason::Bounce
            }
        };
        let put = self.client.put_suppressed_destination().email_address(address).reason(reason);
        put.send().await.map(drop).map_err(|e| nothing_was_sent(fault(&e, None)))
    }
}
