//! The policies that the papers show (`docs/aws/policies`), held to what each role really asks of Amazon, in an account that
//! was set up by their template (`docs/aws/stack.json`).
//!
//! A strict ministack enforces S3, SQS, SNS, DynamoDB and SES. Where it knows less than Amazon: it asks for `ses:SendEmail` on `*`
//! and never for `ses:SendRawEmail`, which Amazon wants for a raw letter; and it names the batch calls of SQS as rights of
//! their own, which is why the policies end some names in a star.

mod chores;

use crate::{
    doubles::amazon::Amazon,
    house::{House, person},
};
use chores::{Chore, Premises};
use emulators::Ministack;
use mailroom::{
    events::{Queue, Read},
    mailer::ses::SesSettings,
};
use serde_json::{Value, json};
use std::{fs, path::PathBuf, time::Duration};

pub const ACCOUNT: &str = "000000000000";
/// Amazon wants it; the emulator does not.
const NOT_ENFORCED: [&str; 1] = ["ses:SendRawEmail"];

/// A policy of the papers, and all that it has to be enough for.
struct Role {
    file: &'static str,
    does: &'static [Chore],
}

const ROLES: [Role; 4] = [
    Role { file: "dispatch", does: &[Chore::SendLetters, Chore::AskHowFast, Chore::TakeWork, Chore::CountWork] },
    Role { file: "people", does: &[Chore::ReadPeople] },
    Role {
        file: "serve",
        does: &[
            Chore::SendLetters,
            Chore::AskHowFast,
            Chore::TakeWork,
            Chore::CountWork,
            Chore::ReadTheAccount,
            Chore::ReadTheSet,
            Chore::ReadSuppressed,
            Chore::Suppress,
            Chore::HearReports,
            Chore::KeepPictures,
            Chore::ReadPeople,
            Chore::TellPeople,
            Chore::TellTemplates,
        ],
    },
    Role { file: "set-up", does: &[Chore::ReadTheSet, Chore::SetUpIdentities, Chore::SetUpTheSet] },
];

fn policy(file: &str) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../docs/aws/policies/{file}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text.replace("ACCOUNT", ACCOUNT)).unwrap()
}

/// `Action` as a list, which JSON may write as one word.
fn actions(statement: &Value) -> Vec<String> {
    match &statement["Action"] {
        Value::String(action) => vec![action.clone()],
        Value::Array(actions) => actions.iter().map(|action| action.as_str().unwrap().to_owned()).collect(),
        other => panic!("no action: {other}"),
    }
}

/// Each right of a policy, and the policy without it.
fn one_right_less(policy: &Value) -> Vec<(String, Value)> {
    let statements = policy["Statement"].as_array().unwrap();
    let mut all = vec![];
    for (n, statement) in statements.iter().enumerate() {
        for action in actions(statement) {
            let left: Vec<String> = actions(statement).into_iter().filter(|other| *other != action).collect();
            let mut less = policy.clone();
            less["Statement"][n]["Action"] = Value::from(left.clone());
            if left.is_empty() {
                // everybody may, and a policy without a statement is none
                less["Statement"][n]["Action"] = "sts:GetCallerIdentity".into();
            }
            all.push((format!("{action} in {}", statement["Sid"].as_str().unwrap()), less));
        }
    }
    all
}

async fn started() -> (House, Ministack, Amazon) {
    let (house, strict) = (House::new().await, Ministack::start_strict().unwrap());
    let root = Amazon::root_of(&strict);
    chores::build(&root).await;
    (house, strict, root)
}

async fn premises<'a>(
    house: &'a House,
    strict: &Ministack,
    root: &'a Amazon,
    name: &str,
    policy: &Value,
) -> Premises<'a> {
    let key = strict.user(name, &policy.to_string());
    let settings = SesSettings { configuration_set: Some(chores::SET.into()), ..SesSettings::default() };
    Premises::new(house, root, root.sdk_as(&key).await, settings)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_can_do_all_that_is_its_own_and_nothing_else() {
    let (house, strict, root) = started().await;
    for role in ROLES {
        let premises = premises(&house, &strict, &root, role.file, &policy(role.file)).await;
        for chore in Chore::ALL {
            let done = premises.attempt(chore).await;
            match role.does.contains(&chore) {
                true => assert_eq!(done, Ok(()), "{} is to do {chore:?}", role.file),
                false => assert!(done.is_err(), "{} can do {chore:?}, which is not its own", role.file),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_policy_has_a_right_that_its_role_could_do_without() {
    let (house, strict, root) = started().await;
    for role in ROLES {
        for (n, (right, less)) in one_right_less(&policy(role.file)).into_iter().enumerate() {
            if NOT_ENFORCED.iter().any(|known| right.starts_with(known)) {
                continue;
            }
            let premises = premises(&house, &strict, &root, &format!("{}-{n}", role.file), &less).await;
            let mut is_missed = false;
            for chore in role.does {
                is_missed |= premises.attempt(*chore).await.is_err();
            }
            assert!(is_missed, "{} does everything without {right}", role.file);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_only_sends_carries_a_campaign_and_another_hears_what_became_of_it() {
    let (house, strict, root) = started().await;
    let key = strict.user("dispatch", &policy("dispatch").to_string());
    let queue = chores::queue(&root.endpoint, "pabal-work");
    let environment = [
        ("AWS_ENDPOINT_URL", root.endpoint.as_str()),
        ("AWS_REGION", "ap-northeast-2"),
        ("AWS_ACCESS_KEY_ID", &key.id),
        ("AWS_SECRET_ACCESS_KEY", &key.secret),
        ("PABAL_CARRIER", "ses"),
        ("PABAL_SES_CONFIGURATION_SET", chores::SET),
        ("PABAL_WORK_QUEUE", &queue),
    ];
    let _machine = house.pabal_in(&environment, &["serve", "--roles", "dispatch"]);
    house.until("select count(*) = 1 from living_dispatchers").await;
    let campaign = house.launch(20, "ses:ap-northeast-2").await;
    house.until("select state = 'finished' from campaigns").await;
    assert_eq!(house.assert_adds_up(campaign, 20).await.sent, 20);

    let topic = format!("arn:aws:sns:ap-northeast-2:{ACCOUNT}:pabal-reports");
    let delivered = json!({"eventType": "Delivery", "delivery": {"timestamp": "2026-11-22T12:00:01Z"},
        "mail": {"timestamp": "2026-11-22T12:00:00Z", "messageId": "0100-1", "destination": [person(1)],
            "tags": {"r": [format!("{campaign}_1_1")]}}});
    root.publish(&topic, &delivered.to_string()).await;
    let key = strict.user("serve", &policy("serve").to_string());
    let reports = chores::queue(&root.endpoint, "pabal-reports");
    let queue = Queue::new(&root.sdk_as(&key).await, &reports, Duration::from_secs(5)).unwrap();
    assert_eq!(queue.read(&house.mailroom).await.unwrap(), Read::Events);
    assert_eq!(house.assert_adds_up(campaign, 20).await.delivered, 1);
}
