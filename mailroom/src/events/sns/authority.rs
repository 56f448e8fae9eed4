//! The certificates SNS signs with: fetched from SNS's own host only, over TLS that holds, and kept by their address.

use super::Refusal;
use crate::mailer::ses;
use aws_smithy_http_client::{
    Connector,
    proxy::ProxyConfig,
    tls::{Provider, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::{http::HttpConnector, orchestrator::HttpRequest};
use aws_smithy_types::byte_stream::ByteStream;
use jiff::Timestamp;
use rustls::pki_types::{CertificateDer, UnixTime, pem::PemObject};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use url::Url;
use webpki::{EndEntityCert, Error as CertificateError, KeyUsage};

const ANSWER_OCTETS_MAX: usize = 64 * 1024;
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
const KEPT_MAX: usize = 16;
/// Whoever posts forgeries cannot make us ask SNS more often.
const FETCHES_A_MINUTE: usize = 20;

pub struct Authority {
    connector: Connector,
    kept: Mutex<HashMap<String, Arc<CertificateDer<'static>>>>,
    fetched: Mutex<Vec<Instant>>,
}

impl Default for Authority {
    fn default() -> Self {
        Self::through(
            Connector::builder()
                .proxy_config(ProxyConfig::from_env())
                .tls_provider(Provider::Rustls(CryptoMode::Ring))
                .build(),
        )
    }
}

impl Authority {
    /// A connector follows no redirects.
    pub fn through(connector: Connector) -> Self {
        Self { connector, kept: Mutex::default(), fetched: Mutex::default() }
    }

    pub(super) async fn certificate(&self, url: &str, now: Timestamp) -> Result<Arc<CertificateDer<'static>>, Refusal> {
        let address = certificate_host(url).ok_or_else(|| Refusal::Address(url.to_owned()))?;
        let known = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(url).cloned();
        let certificate = match known {
            Some(certificate) => certificate,
            None => {
                let pem = self.fetch(&address).await?;
                let certificate =
                    CertificateDer::from_pem_slice(&pem).map_err(|error| Refusal::Certificate(error.to_string()))?;
                let certificate = Arc::new(certificate);
                let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
                if kept.len() >= KEPT_MAX {
                    kept.clear();
                }
                kept.insert(url.to_owned(), certificate.clone());
                certificate
            }
        };
        check_days(&certificate, now)?;
        Ok(certificate)
    }

    /// What stands at an address of SNS.
    pub(super) async fn fetch(&self, address: &Url) -> Result<Vec<u8>, Refusal> {
        let failed = |why: &dyn std::fmt::Display| Refusal::Certificate(format!("{address}: {why}"));
        self.take_turn().then_some(()).ok_or_else(|| failed(&"asked too often"))?;
        let request = HttpRequest::get(address.as_str()).map_err(|error| failed(&error))?;
        let answer = tokio::time::timeout(ANSWER_WITHIN, self.connector.call(request)).await;
        let answer = answer.map_err(|_| failed(&"no answer in time"))?.map_err(|error| failed(&ses::causes(&error)))?;
        if answer.status().as_u16() != 200 {
            return Err(failed(&format!("answered {}", answer.status())));
        }
        let mut body = ByteStream::new(answer.into_body());
        let mut octets = Vec::new();
        while let Some(piece) = body.next().await {
            octets.extend_from_slice(&piece.map_err(|error| failed(&error))?);
            if octets.len() > ANSWER_OCTETS_MAX {
                return Err(failed(&"the answer is too long"));
            }
        }
        Ok(octets)
    }

    fn take_turn(&self) -> bool {
        let mut fetched = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
        fetched.retain(|at| at.elapsed() < Duration::from_secs(60));
        let is_free = fetched.len() < FETCHES_A_MINUTE;
        if is_free {
            fetched.push(Instant::now());
        }
        is_free
    }
}

/// The address, where it can be one of a certificate of SNS.
pub fn certificate_host(url: &str) -> Option<Url> {
    of_sns(url).filter(|url| url.path().ends_with(".pem") && url.query().is_none())
}

/// `https://sns.<region>.amazonaws.com` or `.com.cn`, nothing else.
pub(super) fn of_sns(url: &str) -> Option<Url> {
    let url: Url = url.parse().ok()?;
    let host = url.host_str()?;
    let region = host.strip_prefix("sns.")?;
    let region = region.strip_suffix(".amazonaws.com").or_else(|| region.strip_suffix(".amazonaws.com.cn"))?;
    let is_region =
        !region.is_empty() && region.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let is_plain =
        url.scheme() == "https" && url.port().is_none() && url.username().is_empty() && url.password().is_none();
    (is_region && is_plain).then_some(url)
}

/// SNS brings the certificate alone, not those above it: its own host vouches for it, over TLS whose chain was checked.
/// What can be seen of it here is that its days have begun and are not over.
fn check_days(certificate: &CertificateDer<'_>, now: Timestamp) -> Result<(), Refusal> {
    let wrong = |why: &dyn std::fmt::Display| Refusal::Certificate(why.to_string());
    let parsed = EndEntityCert::try_from(certificate).map_err(|error| wrong(&error))?;
    let now = UnixTime::since_unix_epoch(Duration::from_secs(now.as_second().unsigned_abs()));
    let algorithms = webpki::ALL_VERIFICATION_ALGS;
    match parsed.verify_for_usage(algorithms, &[], &[], now, KeyUsage::server_auth(), None, None) {
        Err(error @ (CertificateError::CertExpired { .. } | CertificateError::CertNotValidYet { .. })) => {
            Err(wrong(&error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::certificate_host;

    #[test]
    fn only_sns_itself_gives_certificates() {
        for (url, is_one) in [
            ("https://sns.us-east-1.amazonaws.com/SimpleNotificationService-01.pem", true),
            ("https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-01.pem", true),
            ("http://sns.us-east-1.amazonaws.com/a.pem", false),
            ("https://sns.us-east-1.amazonaws.com/a.txt", false),
            ("https://sns.us-east-1.amazonaws.com/a.txt?b.pem", false),
            ("https://sns.us-east-1.amazonaws.com/a.pem?x=1", false),
            ("https://sns.us-east-1.amazonaws.com:8443/a.pem", false),
            ("https://u:p@sns.us-east-1.amazonaws.com/a.pem", false),
            ("https://sns.us-east-1.amazonaws.com.evil.example/a.pem", false),
            ("https://sns.us-east-1.evil.amazonaws.com/a.pem", false),
            ("https://sns.evil.example/sns.us-east-1.amazonaws.com/a.pem", false),
            ("https://evil.example#sns.us-east-1.amazonaws.com/a.pem", false),
            ("https://bucket.s3.amazonaws.com/a.pem", false),
            ("https://sns..amazonaws.com/a.pem", false),
            ("https://sns.amazonaws.com/a.pem", false),
            ("sns.us-east-1.amazonaws.com/a.pem", false),
            ("file:///sns.us-east-1.amazonaws.com/a.pem", false),
        ] {
            assert_eq!(certificate_host(url).is_some(), is_one, "{url}");
        }
    }
}
