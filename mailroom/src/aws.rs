//! What Amazon's services have in common: where their settings come from, and what stopped a call.

pub(crate) mod table;

use crate::mailer::ses::{causes, http_client};
use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_http_client::{
    Connector,
    proxy::ProxyConfig,
    tls::{Provider, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::{
    http::HttpConnector,
    orchestrator::{HttpRequest, HttpResponse},
    result::SdkError,
};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use std::{error::Error as StdError, time::Duration};

const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// Credentials, region and endpoints come from where AWS's own tools take them.
pub async fn sdk() -> SdkConfig {
    aws_config::defaults(BehaviorVersion::v2026_01_12()).http_client(http_client()).load().await
}

/// What stands at an address of the open web, as its status.
///
/// # Errors
/// Why there was no answer.
pub async fn status_of(address: &str) -> Result<u16, String> {
    let connector = Connector::builder()
        .proxy_config(ProxyConfig::from_env())
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build();
    let request = HttpRequest::get(address).map_err(|error| error.to_string())?;
    let answer = tokio::time::timeout(ANSWER_WITHIN, connector.call(request)).await;
    let answer = answer.map_err(|_| "no answer in time".to_owned())?.map_err(|error| causes(&error))?;
    Ok(answer.status().as_u16())
}

/// What stopped a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There are none, or none that could be had.
    Credentials(String),
    /// No answer came.
    Silence(String),
    /// The service said no: the status of its answer, its code and its words, each as far as there is one.
    Refused { status: u16, code: String, text: String },
}

impl Trouble {
    pub fn of<E>(error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + StdError + 'static,
    {
        match error {
            SdkError::ServiceError(answer) => Self::Refused {
                status: answer.raw().status().as_u16(),
                code: answer.err().code().unwrap_or_default().to_owned(),
                text: answer.err().message().unwrap_or_default().to_owned(),
            },
            _ if lacks_credentials(error) => Self::Credentials(causes(error)),
            _ => Self::Silence(causes(error)),
        }
    }

    /// Refused for want of a right, or because nobody knows who asks.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Self::Refused { status: 401 | 403, .. })
            || matches!(self, Self::Refused { code, .. } if code.starts_with("AccessDenied"))
    }

    /// The code and the words of whoever said no; otherwise the causes.
    pub fn words(&self) -> String {
        match self {
            Self::Credentials(why) | Self::Silence(why) => why.clone(),
            Self::Refused { status, code, text } => {
                let parts = [code.as_str(), text.as_str()].into_iter().filter(|part| !part.is_empty());
                let said = parts.collect::<Vec<_>>().join(": ");
                if said.is_empty() { format!("status {status}") } else { said }
            }
        }
    }
}

fn lacks_credentials(error: &(dyn StdError + 'static)) -> bool {
    std::iter::successors(Some(error), |&error: &&(dyn StdError + 'static)| error.source())
        .any(|cause| cause.is::<CredentialsError>())
}
