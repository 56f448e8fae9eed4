//! Who may do what, and that there is always somebody who may change it.

use crate::house::{House, words};
use domain::{
    Audience, CampaignId, MemberId,
    campaign::CampaignKind,
    member::{Rights, Role},
    sender::SenderEntry,
};
use futures::future::BoxFuture;
use mailroom::{
    Error, Mailroom, Member, audit,
    campaigns::{self, Draft, Settlement, Whom},
    members::{self, Invite},
    senders,
};

const PASSWORD: &str = "correct horse battery";

impl House {
    async fn joined(&self, email: &str, rights: Rights) -> Member {
        let invite = Invite { email: email.parse().unwrap(), rights };
        let path = members::invite_by(&self.mailroom, &Member::operator(), &invite).await.unwrap();
        let token = path.strip_prefix("/welcome/").unwrap();
        members::accept_invitation(&self.mailroom, token, email, "", PASSWORD).await.unwrap()
    }
}

type Write = for<'a> fn(&'a Mailroom, &'a Member, CampaignId) -> BoxFuture<'a, mailroom::Result<()>>;

/// Every write, and the least that may ask for it.
const WRITES: [(&str, Needs, Write); 14] = [
    ("create a campaign", Needs::Sending, |mailroom, by, _| {
        Box::pin(async move {
            let draft = Draft {
                name: "Spring".into(),
                kind: CampaignKind::Informational,
                audience: Audience::Import(domain::ImportId(1)),
                words: words(CampaignKind::Informational),
            };
            campaigns::create(mailroom, by, &draft).await.map(drop)
        })
    }),
    ("launch", Needs::Launching, |mailroom, by, campaign| {
        Box::pin(async move { campaigns::launch(mailroom, by, campaign, "outbox").await })
    }),
    ("pause", Needs::Sending, |mailroom, by, campaign| {
        Box::pin(async move { campaigns::pause(mailroom, by, campaign).await.map(drop) })
    }),
    ("resume", Needs::Sending, |mailroom, by, campaign| {
        Box::pin(async move { campaigns::resume(mailroom, by, campaign).await.map(drop) })
    }),
    ("send again", Needs::Sending, |mailroom, by, campaign| {
        Box::pin(async move { campaigns::requeue(mailroom, by, campaign, &Whom::Everybody).await.map(drop) })
    }),
    ("settle doubts", Needs::Sending, |mailroom, by, campaign| {
        Box::pin(async move {
            campaigns::settle(mailroom, by, campaign, Settlement::Sent, &Whom::Everybody).await.map(drop)
        })
    }),
    ("cancel", Needs::Sending, |mailroom, by, campaign| {
        Box::pin(async move { campaigns::cancel(mailroom, by, campaign).await.map(drop) })
    }),
    ("add a sender", Needs::Administering, |mailroom, by, _| {
        Box::pin(async move {
            let entry = SenderEntry { address: "news@shop.example".into(), ..SenderEntry::default() };
            senders::create(mailroom, by, &entry).await.map(drop)
        })
    }),
    ("invite", Needs::Administering, |mailroom, by, _| {
        Box::pin(async move {
            let invite = Invite { email: "new@shop.example".parse()?, rights: Rights::new(Role::Viewer, false) };
            members::invite_by(mailroom, by, &invite).await.map(drop)
        })
    }),
    ("renew an invitation", Needs::Administering, |mailroom, by, _| {
        Box::pin(async move { members::renew(mailroom, by, domain::InvitationId(9_999)).await.map(drop) })
    }),
    ("withdraw an invitation", Needs::Administering, |mailroom, by, _| {
        Box::pin(async move { members::withdraw(mailroom, by, domain::InvitationId(9_999)).await })
    }),
    ("change a member", Needs::Administering, |mailroom, by, _| {
        Box::pin(async move { members::change(mailroom, by, MemberId(9_999), Rights::new(Role::Admin, true)).await })
    }),
    ("remove a member", Needs::Administering, |mailroom, by, _| {
        Box::pin(async move { members::remove(mailroom, by, MemberId(9_999)).await })
    }),
    ("read the log", Needs::Administering, |mailroom, by, _| {
        Box::pin(async move { audit::page(mailroom, by, &audit::Wanted::default()).await.map(drop) })
    }),
];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Needs {
    Sending,
    Launching,
    Administering,
}

impl Needs {
    fn are_met_by(self, rights: Rights) -> bool {
        match self {
            Self::Sending => rights.role.may_send(),
            Self::Launching => rights.may_launch,
            Self::Administering => rights.role.may_administer(),
        }
    }
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
    for (n, rights) in all.into_iter().enumerate() {
        let by = house.joined(&format!("member{n}@example.com"), rights).await;
        assert_eq!(by.rights(), rights);
        let campaign = house.launch(1, "outbox").await;
        for (name, needs, write) in WRITES {
            let answer = write(&house.mailroom, &by, campaign).await;
            let is_allowed = !is_for_want_of_a_right(&answer);
            assert_eq!(is_allowed, needs.are_met_by(rights), "{name} as {rights:?}: {answer:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_right_to_launch_a_marketer_writes_but_does_not_launch() {
    let house = House::new().await;
    let mia = house.joined("mia@example.com", Rights::new(Role::Marketer, false)).await;
    let import = house.import("Email\nada@example.com\n").await;
    let kind = CampaignKind::Informational;
    let draft = Draft { name: "Spring".into(), kind, audience: Audience::Import(import), words: words(kind) };
    let campaign = campaigns::create(&house.mailroom, &mia, &draft).await.unwrap();
    let refused = campaigns::launch(&house.mailroom, &mia, campaign, "outbox").await;
    assert!(is_for_want_of_a_right(&refused), "{refused:?}");

    members::change(&house.mailroom, &Member::operator(), mia.id, Rights::new(Role::Marketer, true)).await.unwrap();
    let mia = members::find(&house.mailroom, mia.id).await.unwrap().unwrap();
    campaigns::launch(&house.mailroom, &mia, campaign, "outbox").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_always_an_admin() {
    let house = House::new().await;
    let mailroom = &house.mailroom;
    let ann = house.joined("ann@example.com", Rights::new(Role::Admin, true)).await;
    let marketer = Rights::new(Role::Marketer, true);
    assert!(matches!(members::remove(mailroom, &ann, ann.id).await, Err(Error::Refused(_))));
    assert!(matches!(members::change(mailroom, &ann, ann.id, marketer).await, Err(Error::Refused(_))));

    let bob = house.joined("bob@example.com", Rights::new(Role::Admin, true)).await;
    let (one, other) =
        tokio::join!(members::change(mailroom, &ann, bob.id, marketer), members::remove(mailroom, &bob, ann.id));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(house.one::<i64>("select count(*) from members where role = 'admin' and removed_at is null").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_member_is_out_at_once_and_may_be_invited_again() {
    let house = House::new().await;
    let ann = house.joined("ann@example.com", Rights::new(Role::Admin, true)).await;
    let mia = house.joined("mia@example.com", Rights::new(Role::Marketer, true)).await;
    members::remove(&house.mailroom, &ann, mia.id).await.unwrap();
    assert!(members::find(&house.mailroom, mia.id).await.unwrap().is_none());
    assert_eq!(members::list(&house.mailroom, &ann).await.unwrap().len(), 1);

    let again = house.joined("mia@example.com", Rights::new(Role::Viewer, false)).await;
    assert_ne!(again.id, mia.id);
    let acts = "select string_agg(act, ' ' order by id) from audit_log where subject_name = 'mia@example.com'";
    assert_eq!(house.one::<String>(acts).await, "invited joined removed invited joined");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_renewed_and_withdrawn_and_an_old_link_opens_nothing() {
    let house = House::new().await;
    let (mailroom, by) = (&house.mailroom, Member::operator());
    let invite = Invite { email: "mia@example.com".parse().unwrap(), rights: Rights::new(Role::Viewer, false) };
    let old = members::invite_by(mailroom, &by, &invite).await.unwrap();
    let open = members::open_invitations(mailroom, &by).await.unwrap();
    assert_eq!((open.len(), open[0].has_expired), (1, false));
    let new = members::renew(mailroom, &by, open[0].id).await.unwrap();
    let is_good = async |path: &str| {
        members::invitation(mailroom, path.strip_prefix("/welcome/").unwrap()).await.unwrap().is_some()
    };
    assert!(!is_good(&old).await && is_good(&new).await);
    members::withdraw(mailroom, &by, open[0].id).await.unwrap();
    assert!(!is_good(&new).await);
    assert!(members::open_invitations(mailroom, &by).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_says_who_did_what_and_what_it_was_before() {
    let house = House::new().await;
    let ann = house.joined("ann@example.com", Rights::new(Role::Admin, true)).await;
    let mia = house.joined("mia@example.com", Rights::new(Role::Marketer, true)).await;
    members::change(&house.mailroom, &ann, mia.id, Rights::new(Role::Viewer, false)).await.unwrap();
    let campaign = house.launch(1, "outbox").await;
    campaigns::pause(&house.mailroom, &ann, campaign).await.unwrap();

    let wanted = audit::Wanted { member: Some(ann.id), ..audit::Wanted::default() };
    let lines = audit::page(&house.mailroom, &ann, &wanted).await.unwrap();
    let told: Vec<_> =
        lines.iter().map(|line| format!("{} {} {}", line.act, line.subject, line.subject_name)).collect();
    assert_eq!(
        told,
        ["paused campaign Weekend sale", "changed member mia@example.com", "joined member ann@example.com"]
    );
    let change = lines[1].changes.iter().find(|change| change.field == "role").unwrap();
    assert_eq!((change.before.as_deref(), change.after.as_deref()), (Some("marketer"), Some("viewer")));

    let subjects = audit::subjects(&house.mailroom, &ann).await.unwrap();
    assert_eq!(subjects, ["campaign", "invitation", "member"]);
    let operator =
        audit::Wanted { member: Some(MemberId(0)), subject: Some("invitation".into()), ..Default::default() };
    assert_eq!(audit::page(&house.mailroom, &ann, &operator).await.unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_of_sessions_holds_nothing_one_could_sign_in_with() {
    let house = House::new().await;
    let until = time::OffsetDateTime::now_utc() + time::Duration::hours(1);
    assert!(members::sessions::create(&house.mailroom, "the-secret-id", b"x", until).await.unwrap());
    assert!(members::sessions::load(&house.mailroom, "the-secret-id").await.unwrap().is_some());
    assert!(!house.one::<bool>("select exists (select from sessions where id like '%secret%')").await);
}
