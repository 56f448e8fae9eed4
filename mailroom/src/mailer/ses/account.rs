//! What SES says of the account, of its identities and of a configuration set. Reading may be asked again, so here the SDK
//! retries; AWS answers one such question a second.

use super::{QUOTA_AGE_MAX, Ses, fault::fault, nothing_was_sent};
use aws_sdk_sesv2::{
    config::http::HttpResponse,
    error::{ProvideErrorMetadata, SdkError},
    operation::{get_account::GetAccountOutput, get_email_identity::GetEmailIdentityOutput},
    primitives::DateTime,
    types::{
        DkimSigningAttributesOrigin, DkimStatus, IdentityInfo, MailFromDomainStatus, ReviewStatus,
        SuppressionListReason, VerificationStatus,
    },
};
use domain::{
    outcome::SendFault,
    ses::{Dkim, Enforcement, Identity, IdentityLine, MailFrom, Review, SesAccount, Verification},
    suppression::SuppressionReason,
};
use jiff::Timestamp;
use std::time::Instant;

/// The most SES gives at once.
const PAGE: i32 = 1000;
/// An account may have ten thousand; a page of people needs no more.
const IDENTITIES_MAX: usize = 2000;
/// Where keys are kept unless SES says otherwise.
const ZONE: &str = "dkim.amazonses.com";

impl Ses {
    pub fn region(&self) -> &str {
        self.account.strip_prefix("ses:").unwrap_or(&self.account)
    }

    /// At most 30 s old.
    pub async fn read_account(&self) -> Result<SesAccount, SendFault> {
        let mut known = self.known.lock().await;
        match &*known {
            Some((at, account)) if at.elapsed() < QUOTA_AGE_MAX => Ok(account.clone()),
            Some(_) | None => {
                let fresh = self.desk.get_account().send().await.map_err(refused)?;
                let fresh = account(self.region(), &fresh);
                *known = Some((Instant::now(), fresh.clone()));
                Ok(fresh)
            }
        }
    }

    /// By name.
    pub async fn identities(&self) -> Result<Vec<IdentityLine>, SendFault> {
        let (mut lines, mut next) = (Vec::new(), None);
        loop {
            let asked = self.desk.list_email_identities().page_size(PAGE).set_next_token(next);
            let page = asked.send().await.map_err(refused)?;
            lines.extend(page.email_identities().iter().filter_map(line));
            next = page.next_token;
            if next.is_none() || lines.len() >= IDENTITIES_MAX {
                lines.sort_by(|a: &IdentityLine, b| a.name.cmp(&b.name));
                return Ok(lines);
            }
        }
    }

    /// `None` where SES does not know it.
    pub async fn identity(&self, name: &str) -> Result<Option<Identity>, SendFault> {
        match self.desk.get_email_identity().email_identity(name).send().await {
            Ok(found) => Ok(Some(identity(name, &found))),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(refused(error)),
        }
    }

    /// SES gives the names of a domain's keys, or writes to an address. One that is there already is fine.
    pub async fn create_identity(&self, name: &str) -> Result<(), SendFault> {
        match self.desk.create_email_identity().email_identity(name).send().await {
            Ok(_) => Ok(()),
            Err(error) if error.code() == Some("AlreadyExistsException") => Ok(()),
            Err(error) => Err(refused(error)),
        }
    }

    /// Letters that go under it are refused from then on.
    pub async fn delete_identity(&self, name: &str) -> Result<(), SendFault> {
        match self.desk.delete_email_identity().email_identity(name).send().await {
            Ok(_) => Ok(()),
            Err(error) if is_missing(&error) => Ok(()),
            Err(error) => Err(refused(error)),
        }
    }

    /// Until the domain's records are there SES uses its own, so that letters go on.
    pub async fn set_mail_from(&self, identity: &str, domain: &str) -> Result<(), SendFault> {
        let put = self.desk.put_email_identity_mail_from_attributes().email_identity(identity).mail_from_domain(domain);
        put.send().await.map(drop).map_err(refused)
    }
}

pub(super) fn refused<E>(error: SdkError<E, HttpResponse>) -> SendFault
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    nothing_was_sent(fault(&error, None))
}

pub(super) fn is_missing<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> bool {
    error.code() == Some("NotFoundException")
}

fn account(region: &str, account: &GetAccountOutput) -> SesAccount {
    let limits = account.send_quota();
    SesAccount {
        region: region.to_owned(),
        asked_at: Timestamp::now(),
        is_production: account.production_access_enabled(),
        is_sending: account.sending_enabled(),
        enforcement: match account.enforcement_status() {
            Some("HEALTHY") => Enforcement::Healthy,
            Some("PROBATION") => Enforcement::Probation,
            Some("SHUTDOWN") => Enforcement::Shutdown,
            Some(_) | None => Enforcement::Unknown,
        },
        // -1 is unlimited
        most_a_day: limits.map(|limits| limits.max24_hour_send()).filter(|most| *most >= 0.0).map(|most| most as i64),
        sent_a_day: limits.map_or(0, |limits| limits.sent_last24_hours() as i64),
        rate_per_second: limits.map(|limits| limits.max_send_rate()).filter(|rate| *rate > 0.0),
        suppresses: account
            .suppression_attributes()
            .map(|it| it.suppressed_reasons())
            .unwrap_or_default()
            .iter()
            .map(|reason| match reason {
                SuppressionListReason::Complaint => SuppressionReason::Complained,
                _ => SuppressionReason::Bounced,
            })
            .collect(),
        review: account
            .details()
            .and_then(|details| details.review_details())
            .and_then(|review| review.status())
            .and_then(review),
    }
}

fn review(status: &ReviewStatus) -> Option<Review> {
    match status {
        ReviewStatus::Pending => Some(Review::Pending),
        ReviewStatus::Granted => Some(Review::Granted),
        ReviewStatus::Denied => Some(Review::Denied),
        ReviewStatus::Failed => Some(Review::Failed),
        _ => None,
    }
}

fn line(found: &IdentityInfo) -> Option<IdentityLine> {
    Some(IdentityLine {
        name: found.identity_name()?.to_owned(),
        verification: verification(found.verification_status()),
        is_sending: found.sending_enabled(),
    })
}

fn identity(name: &str, found: &GetEmailIdentityOutput) -> Identity {
    let checked = found.verification_info();
    let dkim = found.dkim_attributes();
    let is_own =
        matches!(dkim.and_then(|dkim| dkim.signing_attributes_origin()), Some(DkimSigningAttributesOrigin::External));
    Identity {
        line: IdentityLine {
            name: name.to_owned(),
            verification: verification(found.verification_status()),
            is_sending: found.verified_for_sending_status(),
        },
        dkim: Dkim {
            status: dkim.and_then(|dkim| dkim.status()).map_or(Verification::NotStarted, dkim_status),
            tokens: dkim.map(|dkim| dkim.tokens().to_vec()).unwrap_or_default(),
            zone: dkim.and_then(|dkim| dkim.signing_hosted_zone()).unwrap_or(ZONE).to_owned(),
            is_own,
        },
        mail_from: found.mail_from_attributes().filter(|it| !it.mail_from_domain().is_empty()).map(|it| MailFrom {
            domain: it.mail_from_domain().to_owned(),
            status: mail_from_status(it.mail_from_domain_status()),
        }),
        last_checked_at: checked.and_then(|it| it.last_checked_timestamp()).and_then(instant),
        problem: checked.and_then(|it| it.error_type()).map(|problem| problem.as_str().to_owned()),
    }
}

fn instant(at: &DateTime) -> Option<Timestamp> {
    Timestamp::from_second(at.secs()).ok()
}

fn verification(status: Option<&VerificationStatus>) -> Verification {
    match status {
        Some(VerificationStatus::Success) => Verification::Verified,
        Some(VerificationStatus::Pending) => Verification::Pending,
        Some(VerificationStatus::Failed) => Verification::Failed,
        Some(VerificationStatus::TemporaryFailure) => Verification::TemporaryFailure,
        Some(_) | None => Verification::NotStarted,
    }
}

fn dkim_status(status: &DkimStatus) -> Verification {
    match status {
        DkimStatus::Success => Verification::Verified,
        DkimStatus::Pending => Verification::Pending,
        DkimStatus::Failed => Verification::Failed,
        DkimStatus::TemporaryFailure => Verification::TemporaryFailure,
        _ => Verification::NotStarted,
    }
}

fn mail_from_status(status: &MailFromDomainStatus) -> Verification {
    match status {
        MailFromDomainStatus::Success => Verification::Verified,
        MailFromDomainStatus::Pending => Verification::Pending,
        MailFromDomainStatus::Failed => Verification::Failed,
        MailFromDomainStatus::TemporaryFailure => Verification::TemporaryFailure,
        _ => Verification::NotStarted,
    }
}
