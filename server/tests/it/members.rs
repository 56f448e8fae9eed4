//! Who belongs to the house, and that there is always somebody who may change it.

use crate::house::House;
use domain::{
    MemberId,
    audit::{Told, Turn},
    member::{Rights, Role},
};
use mailroom::{
    Error, Member, audit, campaigns,
    members::{self, Invite},
};

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
    let change = lines[1].changes.iter().find(|change| change.field == ["role"]).unwrap();
    let word = |word: &str| Some(Told::Words(word.into()));
    assert_eq!(change.turn, Turn::Became(word("marketer"), word("viewer")));

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
