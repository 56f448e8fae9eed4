//! The carriers against servers that speak the real protocol: first the stories every carrier must
//! tell alike, then each one's own.

#![allow(clippy::unwrap_used)]

mod doubles;

#[path = "carriers/ses.rs"]
mod ses;
#[path = "carriers/smtp.rs"]
mod smtp;

use domain::{
    CampaignId, SendTag,
    letter::Letter,
    outcome::{Reason, Receipt, SendFault},
};
use doubles::{ses::SesDouble, smtp::SmtpDouble};
use mailroom::mailer::{Carrier, Mailer, outbox};
use tempfile::TempDir;

fn letter(to: &str) -> Letter {
    letter_of(to, b"Subject: hello\r\n\r\nbody\r\n".to_vec())
}

fn letter_of(to: &str, mime: Vec<u8>) -> Letter {
    Letter { from: "news@shop.example.com".parse().unwrap(), to: to.parse().unwrap(), mime }
}

fn tag(seq: i32) -> SendTag {
    SendTag { campaign: CampaignId(7), seq, attempt: 1 }
}

fn fault_of(answer: Result<Receipt, SendFault>) -> (&'static str, Reason) {
    match answer.unwrap_err() {
        SendFault::Throttled(reason) => ("throttled", reason),
        SendFault::QuotaSpent(reason) => ("quota spent", reason),
        SendFault::Unreachable(reason) => ("unreachable", reason),
        SendFault::Later(reason) => ("later", reason),
        SendFault::Never(reason) => ("never", reason),
        SendFault::Halt(reason) => ("halt", reason),
        SendFault::Unsure(reason) => ("unsure", reason),
    }
}

/// A carrier and its other end.
enum World {
    Outbox(TempDir),
    Smtp(SmtpDouble),
    Ses(SesDouble),
}

/// What may befall a letter at any carrier.
#[derive(Clone, Copy, Debug)]
enum Trouble {
    TooFast,
    ForNow,
    /// The outbox refuses nobody: there is no other server that could.
    ForGood,
    /// The letter left and no answer came.
    Silence,
}

async fn each() -> [(World, Mailer); 3] {
    let data = tempfile::tempdir().unwrap();
    let outbox = Mailer::open(&Carrier::Outbox, data.path()).await.unwrap();
    let relay = SmtpDouble::start(Default::default()).await;
    let smtp = smtp::open(&relay).await;
    let amazon = SesDouble::start().await;
    let ses = ses::open(&amazon);
    [(World::Outbox(data), outbox), (World::Smtp(relay), smtp), (World::Ses(amazon), ses)]
}

impl World {
    /// The address whose next letter meets this trouble.
    fn address(&self, trouble: Trouble) -> &'static str {
        match self {
            Self::Outbox(_) => outbox_address(trouble),
            Self::Smtp(relay) => {
                relay.answer("kim@a.kr", [smtp_answer(trouble)]);
                "kim@a.kr"
            }
            Self::Ses(amazon) => {
                amazon.answer_to("kim@a.kr", [ses_answer(trouble)]);
                "kim@a.kr"
            }
        }
    }

    fn accepted(&self) -> usize {
        match self {
            Self::Outbox(data) => {
                let (events, _) = outbox::read_events(&outbox::folder(data.path()), 0, usize::MAX).unwrap();
                events.iter().filter(|event| event.contains(r#""eventType":"Send""#)).count()
            }
            Self::Smtp(relay) => relay.recipients().len(),
            Self::Ses(amazon) => amazon.recipients().len(),
        }
    }
}

fn outbox_address(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::TooFast => "throttle@a.kr",
        Trouble::ForNow => "flaky@a.kr",
        Trouble::ForGood => panic!("the outbox refuses nobody"),
        Trouble::Silence => "timeout@a.kr",
    }
}

fn smtp_answer(trouble: Trouble) -> doubles::smtp::Answer {
    use doubles::smtp::Answer;
    match trouble {
        Trouble::TooFast => Answer::Content("454 Throttling failure: Maximum sending rate exceeded."),
        Trouble::ForNow => Answer::Recipient("451 4.7.1 Greylisted"),
        Trouble::ForGood => Answer::Recipient("550 5.1.1 no such user"),
        Trouble::Silence => Answer::DropAfterDot,
    }
}

fn ses_answer(trouble: Trouble) -> doubles::ses::Answer {
    use doubles::ses::Answer;
    match trouble {
        Trouble::TooFast => Answer::Refuse(429, "TooManyRequestsException", "Maximum sending rate exceeded."),
        Trouble::ForNow => Answer::Refuse(409, "ConflictException", "try again"),
        Trouble::ForGood => Answer::Refuse(400, "MessageRejected", "Transaction failed"),
        Trouble::Silence => Answer::HangUp { accepts: false },
    }
}

#[tokio::test]
async fn a_letter_is_accepted_and_gets_a_receipt() {
    for (world, mailer) in each().await {
        assert!(!mailer.send(&letter("lee@a.kr"), tag(1)).await.unwrap().0.is_empty());
        assert_eq!(world.accepted(), 1, "{}", mailer.account());
    }
}

#[tokio::test]
async fn a_letter_sent_too_fast_is_throttled() {
    every_carrier_says("throttled", Trouble::TooFast).await;
}

#[tokio::test]
async fn a_letter_refused_for_now_is_for_later() {
    every_carrier_says("later", Trouble::ForNow).await;
}

#[tokio::test]
async fn silence_after_the_letter_left_is_unsure() {
    every_carrier_says("unsure", Trouble::Silence).await;
}

#[tokio::test]
async fn a_rejected_recipient_is_refused_for_good() {
    for (world, mailer) in each().await {
        match world {
            World::Outbox(_) => {}
            World::Smtp(_) | World::Ses(_) => says(&world, &mailer, "never", Trouble::ForGood).await,
        }
    }
}

#[tokio::test]
async fn a_carrier_without_limits_says_so() {
    for (world, mailer) in each().await {
        let quota = mailer.quota().await.unwrap();
        assert_eq!(quota.rate_per_second.is_some(), matches!(world, World::Ses(_)));
    }
}

async fn every_carrier_says(fault: &str, trouble: Trouble) {
    for (world, mailer) in each().await {
        says(&world, &mailer, fault, trouble).await;
    }
}

/// The trouble is told rightly, nothing was accepted, and the next letter goes.
async fn says(world: &World, mailer: &Mailer, fault: &str, trouble: Trouble) {
    let told = fault_of(mailer.send(&letter(world.address(trouble)), tag(1)).await);
    assert_eq!((told.0, world.accepted()), (fault, 0), "{}: {}", mailer.account(), told.1);
    mailer.send(&letter("lee@a.kr"), tag(2)).await.unwrap();
    assert_eq!(world.accepted(), 1, "{}", mailer.account());
}
