//! Amazon's services on this machine, as the real SDK calls them.

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

pub const REGION: &str = "ap-northeast-2";

/// As an account that no other test has.
pub async fn sdk(endpoint: &str) -> SdkConfig {
    static ACCOUNTS: AtomicU32 = AtomicU32::new(1);
    sdk_as(endpoint, &format!("{:012}", 100_000_000 + ACCOUNTS.fetch_add(1, Relaxed)), "secret").await
}

/// As whoever has this key.
pub async fn sdk_as(endpoint: &str, key: &str, secret: &str) -> SdkConfig {
    aws_config::defaults(BehaviorVersion::v2026_01_12())
        .endpoint_url(endpoint)
        .region(Region::new(REGION))
        .credentials_provider(Credentials::new(key, secret, None, None, "test"))
        .http_client(mailroom::mailer::ses::http_client())
        .load()
        .await
}
