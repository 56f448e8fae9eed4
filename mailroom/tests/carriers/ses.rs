use crate::{
    doubles::ses::{Answer, SesDouble},
    fault_of, letter, tag,
};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::{
    Credentials,
    provider::{SharedCredentialsProvider, error::CredentialsError, future::ProvideCredentials as Provided},
};
use domain::outcome::{Receipt, SendFault};
use mailroom::mailer::{Mailer, Quota, Ses, SesSettings, ses::http_client};
use serde_json::json;
use std::time::Duration;

fn sdk(endpoint: &str, credentials: SharedCredentialsProvider) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::from_static("ap-northeast-2"))
        .endpoint_url(endpoint)
        .credentials_provider(credentials)
        .http_client(http_client())
        .build()
}

fn keys() -> SharedCredentialsProvider {
    SharedCredentialsProvider::new(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
}

fn settings() -> SesSettings {
    SesSettings { configuration_set: Some("pabal".into()), attempt_timeout: Duration::from_millis(300) }
}

pub fn open(server: &SesDouble) -> Mailer {
    Mailer::Ses(Ses::new(&sdk(&server.endpoint(), keys()), settings()).unwrap())
}

async fn start() -> (SesDouble, Mailer) {
    let server = SesDouble::start().await;
    let mailer = open(&server);
    (server, mailer)
}

async fn send(mailer: &Mailer, to: &str) -> Result<Receipt, SendFault> {
    mailer.send(&letter(to), tag(200)).await
}

#[tokio::test]
async fn the_letter_goes_raw_with_its_tag_and_configuration_set() {
    let (server, mailer) = start().await;
    let receipt = send(&mailer, "kim@a.kr").await.unwrap();
    let log = server.log();
    let sent = &log.accepted[0];
    assert_eq!(receipt.0, sent.message_id);
    assert_eq!(sent.mime, letter("kim@a.kr").mime);
    assert_eq!(sent.tags["r"], "7_200_1");
    assert_eq!(sent.configuration_set.as_deref(), Some("pabal"));
    assert!(log.requests[0].headers["authorization"].to_str().unwrap().contains("/ap-northeast-2/ses/aws4_request"));
    assert_eq!(mailer.account(), "ses:ap-northeast-2");
}

#[tokio::test]
async fn one_letter_is_one_request_whatever_goes_wrong() {
    let faults = [
        (Answer::Refuse(429, "TooManyRequestsException", "Maximum sending rate exceeded."), "throttled"),
        (Answer::Refuse(400, "LimitExceededException", "Daily message quota exceeded."), "quota spent"),
        (Answer::Refuse(500, "InternalFailure", ""), "unsure"),
        (Answer::Refuse(503, "", ""), "unsure"),
        (Answer::HangUp { accepts: true }, "unsure"),
        (Answer::HangUp { accepts: false }, "unsure"),
        (Answer::AcceptAfter(Duration::from_secs(1)), "unsure"),
        (Answer::Gibberish, "unsure"),
    ];
    let (server, mailer) = start().await;
    for (nth, (answer, expected)) in faults.into_iter().enumerate() {
        let shown = format!("{answer:?}");
        server.answer([answer]);
        assert_eq!(fault_of(send(&mailer, "kim@a.kr").await).0, expected, "{shown}");
        assert_eq!(server.sends(), nth + 1, "{shown}");
    }
    send(&mailer, "lee@a.kr").await.unwrap();
}

#[tokio::test]
async fn refusals_come_with_their_code_and_words() {
    let (server, mailer) = start().await;
    let check = "Email address is not verified. The following identities failed the check in region AP-NORTHEAST-2: news@shop.example.com";
    for (answer, expected, code) in [
        (Answer::Refuse(400, "MessageRejected", check), "halt", "MessageRejected"),
        (Answer::Refuse(400, "MessageRejected", "Duplicate header"), "never", "MessageRejected"),
        (Answer::Refuse(400, "SendingPausedException", "paused"), "halt", "SendingPausedException"),
        (Answer::Refuse(400, "AccountSuspendedException", "suspended"), "halt", "AccountSuspendedException"),
        (Answer::Refuse(404, "NotFoundException", "no such set"), "halt", "NotFoundException"),
        (Answer::Refuse(403, "ExpiredTokenException", "expired"), "halt", "ExpiredTokenException"),
        (Answer::Refuse(429, "", "slow down"), "throttled", "429"),
    ] {
        server.answer([answer]);
        let (fault, reason) = fault_of(send(&mailer, "kim@a.kr").await);
        assert_eq!((fault, reason.code.as_str()), (expected, code), "{reason}");
        assert!(!reason.text.is_empty(), "{reason}");
    }
    assert!(server.recipients().is_empty());
}

#[tokio::test]
async fn an_endpoint_nobody_listens_at_uses_no_attempt() {
    let (server, mailer) = start().await;
    server.stop();
    while tokio::net::TcpStream::connect(server.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    let (fault, reason) = fault_of(send(&mailer, "kim@a.kr").await);
    assert_eq!(fault, "unreachable", "{reason}");
}

#[tokio::test]
async fn without_credentials_the_campaign_halts() {
    #[derive(Debug)]
    struct Nobody;
    impl aws_credential_types::provider::ProvideCredentials for Nobody {
        fn provide_credentials<'a>(&'a self) -> Provided<'a>
        where
            Self: 'a,
        {
            Provided::ready(Err(CredentialsError::not_loaded_no_source()))
        }
    }
    let server = SesDouble::start().await;
    let sdk = sdk(&server.endpoint(), SharedCredentialsProvider::new(Nobody));
    let mailer = Mailer::Ses(Ses::new(&sdk, settings()).unwrap());
    let (fault, reason) = fault_of(send(&mailer, "kim@a.kr").await);
    assert_eq!((fault, reason.code.as_str()), ("halt", "credentials"), "{reason}");
    assert_eq!(server.sends(), 0);
}

#[test]
fn without_a_region_it_does_not_open() {
    let sdk = SdkConfig::builder().behavior_version(BehaviorVersion::v2026_01_12()).build();
    let refused = Ses::new(&sdk, settings()).map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("AWS_REGION"));
}

#[tokio::test]
async fn the_quota_is_asked_for_once_in_half_a_minute() {
    let (server, mailer) = start().await;
    let expected = Quota {
        rate_per_second: Some(14.0),
        left_today: Some(49_900),
        most_a_day: Some(50_000),
        sandbox: false,
        sending_enabled: true,
    };
    assert_eq!(mailer.quota().await, Ok(expected));
    assert_eq!(mailer.quota().await, Ok(expected));
    assert_eq!(server.log().requests.len(), 1);
}

#[tokio::test]
async fn a_sandbox_and_an_unlimited_account_are_told_apart() {
    for (production, most, expected) in [(false, 200.0, Some(0)), (true, -1.0, None)] {
        let (server, mailer) = start().await;
        server.log().account = json!({"ProductionAccessEnabled": production, "SendingEnabled": true,
            "SendQuota": {"Max24HourSend": most, "MaxSendRate": 1.0, "SentLast24Hours": 201.0}});
        let quota = mailer.quota().await.unwrap();
        assert_eq!((quota.sandbox, quota.left_today), (!production, expected));
    }
}
