//! Who may do what: every use case that asks who it is for.

mod given;

use crate::{
    house::{House, words},
    tidy::sources::sources,
};
use domain::{
    Audience, CampaignId, ContactId, ImageId, ImportId, InvitationId, MemberId, SegmentId, SenderId, TemplateId,
    TopicId,
    campaign::CampaignKind,
    draft::Change,
    failed_send::FailedFilter,
    guard_rails::GuardEntry,
    import::ReadAs,
    law::QuietEntry,
    member::{Rights, Role},
    people::PeopleFilter,
    segment::Rule,
    sender::SenderEntry,
    template::{Language, Markup},
};
use futures::future::BoxFuture;
use given::*;
use mailroom::{
    Error, Mailroom, Member, audit,
    campaigns::{self, Draft, Settlement, Whom, drafts, preflight},
    contacts::{
        self, Card, Stop, export,
        import::{self, Mapping, Source},
    },
    failed_sends,
    images::{self, Upload, UploadRefused},
    law,
    members::{self, Invite, PasswordChange, SignInRefused},
    people_sources, recipients, segments, senders, ses_account, subscribing, suppressions,
    templates::{self, NewTemplate},
    test_sends, topics,
};
use std::{collections::BTreeSet, net::Ipv4Addr, time::Duration};

/// Of nothing there is: what a right is asked for before anything is looked up.
const NONE: i64 = 9_999;

type Act = for<'a> fn(&'a Mailroom, &'a Member, CampaignId) -> BoxFuture<'a, mailroom::Result<()>>;

macro_rules! act {
    ($mailroom:ident, $by:ident, $campaign:pat => $call:expr) => {
        |$mailroom: &Mailroom, $by: &Member, $campaign: CampaignId| {
            Box::pin(async move { $call.await.map(drop).map_err(Error::from) })
        }
    };
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Needs {
    Sending,
    Launching,
    Administering,
    /// What everybody does with what is theirs.
    Nothing,
}

impl Needs {
    fn are_met_by(self, rights: Rights) -> bool {
        match self {
            Self::Sending => rights.role.may_send(),
            Self::Launching => rights.may_launch,
            Self::Administering => rights.role.may_administer(),
            Self::Nothing => true,
        }
    }
}

fn acts() -> Vec<(&'static str, Needs, Act)> {
    [of_campaigns(), of_recipients(), of_content(), of_people(), of_settings()].concat()
}

fn of_campaigns() -> Vec<(&'static str, Needs, Act)> {
    use Needs::*;
    vec![
        ("campaigns::create", Sending, act!(room, by, _ => campaigns::create(room, by, &spring()))),
        ("drafts::begin", Sending, act!(room, by, _ => drafts::begin(room, by, "Spring"))),
        ("drafts::save", Sending, act!(room, by, id => drafts::save(room, by, id, &Change::Sender(None), 0))),
        ("drafts::rename", Sending, act!(room, by, id => drafts::rename(room, by, id, "Summer"))),
        ("drafts::duplicate", Sending, act!(room, by, id => drafts::duplicate(room, by, id, "Copy"))),
        (
            "drafts::again_to_unopened",
            Sending,
            act!(room, by, id => drafts::again_to_unopened(room, by, id, "Again", "Did not open")),
        ),
        ("drafts::set_archived", Sending, act!(room, by, id => drafts::set_archived(room, by, id, false))),
        ("drafts::delete", Sending, act!(room, by, id => drafts::delete(room, by, id))),
        ("preflight::start", Sending, act!(room, by, id => preflight::start(room, by, id))),
        ("preflight::cancel", Sending, act!(room, by, id => preflight::cancel(room, by, id))),
        ("preflight::add_footer", Sending, act!(room, by, id => preflight::add_footer(room, by, id))),
        ("preflight::mark_subject", Sending, act!(room, by, id => preflight::mark_subject(room, by, id))),
        ("test_sends::ask", Sending, act!(room, by, id => test_sends::ask(room, by, id, "kim@example.com", None))),
        ("campaigns::schedule", Launching, act!(room, by, id => campaigns::schedule(room, by, id, Duration::ZERO))),
        ("campaigns::unschedule", Sending, act!(room, by, id => campaigns::unschedule(room, by, id))),
        ("campaigns::launch", Launching, act!(room, by, id => campaigns::launch(room, by, id, "outbox"))),
        ("campaigns::move_to", Sending, act!(room, by, id => campaigns::move_to(room, by, id, "outbox"))),
        ("campaigns::pause", Sending, act!(room, by, id => campaigns::pause(room, by, id))),
        ("campaigns::resume", Sending, act!(room, by, id => campaigns::resume(room, by, id))),
        ("campaigns::cancel", Sending, act!(room, by, id => campaigns::cancel(room, by, id))),
    ]
}

fn of_recipients() -> Vec<(&'static str, Needs, Act)> {
    use Needs::*;
    vec![
        ("campaigns::requeue", Sending, act!(room, by, id => campaigns::requeue(room, by, id, &Whom::Everybody))),
        (
            "campaigns::settle",
            Sending,
            act!(room, by, id => campaigns::settle(room, by, id, Settlement::Sent, &Whom::Everybody)),
        ),
        (
            "recipients::correct",
            Sending,
            act!(room, by, id => recipients::correct(room, by, id, 1, &"kim@example.com".parse().unwrap())),
        ),
        ("failed_sends::send_again", Sending, act!(room, by, id => failed_sends::send_again(room, by, &[(id, 1)]))),
        (
            "failed_sends::send_all_again",
            Sending,
            act!(room, by, _ => failed_sends::send_all_again(room, by, &FailedFilter::default())),
        ),
    ]
}

fn of_content() -> Vec<(&'static str, Needs, Act)> {
    use Needs::*;
    vec![
        ("images::upload", Sending, act!(room, by, _ => upload_nothing(room, by))),
        ("images::describe", Sending, act!(room, by, _ => images::describe(room, by, ImageId(NONE), "A sale"))),
        ("images::delete", Sending, act!(room, by, _ => images::delete(room, by, ImageId(NONE)))),
        ("templates::create", Sending, act!(room, by, _ => templates::create(room, by, &new_template()))),
        (
            "templates::import",
            Sending,
            act!(room, by, _ => templates::import(room, by, "a.html", Markup::Html, "<p>Hello</p>".into())),
        ),
        (
            "templates::save",
            Sending,
            act!(room, by, _ => templates::save(room, by, TemplateId(NONE), 1, "<p>Hello</p>", "")),
        ),
        (
            "templates::autosave",
            Sending,
            act!(room, by, _ => templates::autosave(room, by, TemplateId(NONE), 1, "<p>Hello</p>")),
        ),
        ("templates::discard", Sending, act!(room, by, _ => templates::discard(room, by, TemplateId(NONE)))),
        ("templates::restore", Sending, act!(room, by, _ => templates::restore(room, by, TemplateId(NONE), 1))),
        (
            "templates::duplicate",
            Sending,
            act!(room, by, _ => templates::duplicate(room, by, TemplateId(NONE), "Copy")),
        ),
        ("templates::rename", Sending, act!(room, by, _ => templates::rename(room, by, TemplateId(NONE), "Name"))),
        ("templates::archive", Sending, act!(room, by, _ => templates::archive(room, by, TemplateId(NONE)))),
        ("templates::unarchive", Sending, act!(room, by, _ => templates::unarchive(room, by, TemplateId(NONE)))),
        ("templates::delete", Sending, act!(room, by, _ => templates::delete(room, by, TemplateId(NONE)))),
    ]
}

fn of_people() -> Vec<(&'static str, Needs, Act)> {
    use Needs::*;
    vec![
        ("contacts::add", Sending, act!(room, by, _ => contacts::add(room, by, &card(), None))),
        ("contacts::change", Sending, act!(room, by, _ => contacts::change(room, by, ContactId(NONE), &card()))),
        ("contacts::stop", Sending, act!(room, by, _ => contacts::stop(room, by, ContactId(NONE), Stop::ByHand, ""))),
        ("contacts::erase", Sending, act!(room, by, _ => contacts::erase(room, by, ContactId(NONE)))),
        ("audit::exported", Sending, act!(room, by, _ => audit::exported(room, by, "people", 0, ""))),
        ("export::csv", Sending, act!(room, by, _ => export_all(room, by))),
        ("export::one", Sending, act!(room, by, _ => export::one(room, by, ContactId(NONE)))),
        ("people_sources::ask", Sending, act!(room, by, _ => people_sources::ask(room, by, "shop"))),
        ("import::receive", Sending, act!(room, by, _ => import::receive(room, by, &no_file()))),
        ("import::begin", Sending, act!(room, by, _ => import::begin(room, by, ImportId(NONE), no_columns()))),
        ("import::read_as", Sending, act!(room, by, _ => import::read_as(room, by, ImportId(NONE), as_is()))),
        ("import::discard", Sending, act!(room, by, _ => import::discard(room, by, ImportId(NONE)))),
        ("segments::save", Sending, act!(room, by, _ => segments::save(room, by, None, "Seoul", &rule()))),
        ("segments::duplicate", Sending, act!(room, by, _ => segments::duplicate(room, by, SegmentId(NONE)))),
        ("segments::campaign_to", Sending, act!(room, by, _ => segments::campaign_to(room, by, SegmentId(NONE)))),
        ("law::remind", Sending, act!(room, by, _ => law::remind(room, by, Language::Korean))),
        ("segments::remove", Sending, act!(room, by, _ => segments::remove(room, by, SegmentId(NONE)))),
        ("topics::save", Sending, act!(room, by, _ => topics::save(room, by, None, &topic()))),
        ("topics::archive", Sending, act!(room, by, _ => topics::archive(room, by, TopicId(NONE), true))),
        (
            "topics::choose",
            Sending,
            act!(room, by, _ => topics::choose(room, by, ContactId(NONE), TopicId(NONE), true)),
        ),
        (
            "topics::subscribe",
            Sending,
            act!(room, by, _ => topics::subscribe(room, by, TopicId(NONE), SegmentId(NONE))),
        ),
        ("suppressions::add", Sending, act!(room, by, _ => suppressions::add(room, by, "gone@example.com", ""))),
        (
            "suppressions::add_to_topic",
            Sending,
            act!(room, by, _ => suppressions::add_to_topic(room, by, TopicId(NONE), "gone@example.com", "asked")),
        ),
        (
            "suppressions::lift_topic",
            Sending,
            act!(room, by, _ => suppressions::lift_topic(room, by, TopicId(NONE), &"gone@example.com".parse().unwrap(), "asked")),
        ),
        ("suppressions::ask", Administering, act!(room, by, _ => suppressions::ask(room, by))),
        ("suppressions::push", Administering, act!(room, by, _ => suppressions::push(room, by, "ses:nowhere", true))),
        (
            "suppressions::lift",
            Sending,
            act!(room, by, _ => suppressions::lift(room, by, &"gone@example.com".parse().unwrap(), "asked for it")),
        ),
    ]
}

fn of_settings() -> Vec<(&'static str, Needs, Act)> {
    use Needs::*;
    vec![
        ("senders::create", Administering, act!(room, by, _ => senders::create(room, by, &sender()))),
        ("senders::change", Administering, act!(room, by, _ => senders::change(room, by, SenderId(NONE), &sender()))),
        ("senders::archive", Administering, act!(room, by, _ => senders::archive(room, by, SenderId(NONE)))),
        ("senders::unarchive", Administering, act!(room, by, _ => senders::unarchive(room, by, SenderId(NONE)))),
        ("subscribing::set_open", Administering, act!(room, by, _ => subscribing::set_open(room, by, true))),
        (
            "campaigns::change_guard_rails",
            Administering,
            act!(room, by, _ => campaigns::change_guard_rails(room, by, &rails())),
        ),
        ("ses_account::account", Administering, act!(room, by, _ => ses_account::account(room, by))),
        ("ses_account::check", Administering, act!(room, by, _ => ses_account::check(room, by, "shop.example"))),
        (
            "ses_account::add_identity",
            Administering,
            act!(room, by, _ => ses_account::add_identity(room, by, "shop.example")),
        ),
        (
            "ses_account::verify_again",
            Administering,
            act!(room, by, _ => ses_account::verify_again(room, by, "a@shop.example")),
        ),
        (
            "ses_account::set_mail_from",
            Administering,
            act!(room, by, _ => ses_account::set_mail_from(room, by, "shop.example", "mail.shop.example")),
        ),
        (
            "ses_account::send_reports_to",
            Administering,
            act!(room, by, _ => ses_account::send_reports_to(room, by, "arn")),
        ),
        ("law::change", Administering, act!(room, by, _ => law::change(room, by, true, false, &nights()))),
        ("members::list", Administering, act!(room, by, _ => members::list(room, by))),
        ("members::invite_by", Administering, act!(room, by, _ => members::invite_by(room, by, &invite()))),
        ("members::open_invitations", Administering, act!(room, by, _ => members::open_invitations(room, by))),
        ("members::renew", Administering, act!(room, by, _ => members::renew(room, by, InvitationId(NONE)))),
        ("members::withdraw", Administering, act!(room, by, _ => members::withdraw(room, by, InvitationId(NONE)))),
        (
            "members::change",
            Administering,
            act!(room, by, _ => members::change(room, by, MemberId(NONE), Rights::new(Role::Admin, true))),
        ),
        ("members::remove", Administering, act!(room, by, _ => members::remove(room, by, MemberId(NONE)))),
        ("members::change_password", Nothing, act!(room, by, _ => change_nothing(room, by))),
        ("audit::page", Administering, act!(room, by, _ => audit::page(room, by, &audit::Wanted::default()))),
        ("audit::authors", Administering, act!(room, by, _ => audit::authors(room, by))),
        ("audit::subjects", Administering, act!(room, by, _ => audit::subjects(room, by))),
    ]
}

/// A refusal for want of a right says whom to ask; what else may be wrong with the request does not matter here.
fn is_for_want_of_a_right(answer: &mailroom::Result<()>) -> bool {
    matches!(answer, Err(Error::Refused(why)) if why.en.contains("admin") && why.ko.contains("관리자"))
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_may_do_what_their_role_allows_and_nothing_else() {
    let house = House::new().await;
    house.import("Email\nada@example.com\n").await;
    let all = [
        Rights::new(Role::Admin, true),
        Rights::new(Role::Admin, false),
        Rights::new(Role::Marketer, true),
        Rights::new(Role::Marketer, false),
        Rights::new(Role::Viewer, true),
    ];
    let mut wrong = Vec::new();
    for (n, rights) in all.into_iter().enumerate() {
        let by = house.joined(&format!("member{n}@example.com"), rights).await;
        assert_eq!(by.rights(), rights);
        let campaign = house.launch(1, "outbox").await;
        for (name, needs, act) in acts() {
            let answer = act(&house.mailroom, &by, campaign).await;
            if is_for_want_of_a_right(&answer) == needs.are_met_by(rights) {
                wrong.push(format!("{name} as {rights:?}: {answer:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What only says who did it, or shows a person what is theirs.
const OPEN_TO_ALL: [&str; 2] = ["draft", "changes"];

#[test]
fn no_use_case_that_asks_who_it_is_for_is_left_out() {
    let tried: BTreeSet<_> = acts().iter().map(|(name, ..)| *name).collect();
    let mut found = 0;
    for source in sources("rs").into_iter().filter(|source| source.is_in("mailroom/src")) {
        for line in source
            .text
            .replace("\n    ", " ")
            .lines()
            .filter(|line| line.starts_with("pub async fn") && line.contains("by: &Member"))
        {
            let is_use_case = line.contains("mailroom: &Mailroom");
            let name = line["pub async fn ".len()..].split('(').next().unwrap();
            if is_use_case && !OPEN_TO_ALL.contains(&name) {
                found += 1;
                let mut rooms = source.name.trim_end_matches(".rs").split('/');
                let is_tried = rooms.any(|room| tried.contains(format!("{room}::{name}").as_str()));
                assert!(is_tried, "{name} of {} is not in this test", source.name);
            }
        }
    }
    assert!(found >= 50, "only {found} were looked at");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_right_to_launch_a_marketer_writes_but_does_not_launch() {
    let house = House::new().await;
    let mia = house.joined("mia@example.com", Rights::new(Role::Marketer, false)).await;
    let import = house.import("Email\nada@example.com\n").await;
    let campaign = campaigns::create(&house.mailroom, &mia, &Draft { audience: Audience::Import(import), ..spring() })
        .await
        .unwrap();
    let refused = campaigns::launch(&house.mailroom, &mia, campaign, "outbox").await;
    assert!(is_for_want_of_a_right(&refused), "{refused:?}");

    members::change(&house.mailroom, &Member::operator(), mia.id, Rights::new(Role::Marketer, true)).await.unwrap();
    let mia = members::find(&house.mailroom, mia.id).await.unwrap().unwrap();
    campaigns::launch(&house.mailroom, &mia, campaign, "outbox").await.unwrap();
}
