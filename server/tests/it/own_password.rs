//! Members change their own password, and nobody else does.

use crate::house::{House, PASSWORD, Server, Visitor};
use domain::member::Role;
use mailroom::{
    Error,
    members::{self, PasswordChange, SignInRefused, Source},
};
use std::net::Ipv4Addr;

const NEW: &str = "battery staple horse";
const NOTED: &str = "select count(*) from audit_log where act = 'changed_password' and subject_name = 'Ann'";

fn asked(current: &str, new: &str, again: &str) -> PasswordChange {
    PasswordChange { current: current.into(), new: new.into(), again: again.into() }
}

fn here() -> Source {
    Source::new(Ipv4Addr::LOCALHOST.into())
}

async fn change(visitor: &Visitor, current: &str, new: &str, again: &str) -> String {
    let form = [("current", current), ("new", new), ("again", again)];
    visitor.submit("/settings/password", "/api/change_password", &form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_changes_their_password_stays_and_every_other_session_of_theirs_ends() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    let (here, elsewhere) = (server.sign_in(&house).await, server.stranger());
    assert!(elsewhere.signs_in("ann@example.com", PASSWORD).await);
    house.run("update members set role = 'viewer'").await;
    for (current, new, again) in
        [("not it at all", NEW, NEW), (PASSWORD, NEW, "another one"), (PASSWORD, "short", "short")]
    {
        let to = change(&here, current, new, again).await;
        assert!(!to.contains("done"), "{to}");
        let page = here.get(to.strip_prefix(&server.at).unwrap_or(&to)).await.text().await.unwrap();
        assert!(page.contains("aria-invalid=\"true\""), "{to} {page}");
    }
    assert_eq!(house.one::<i64>(NOTED).await, 0);
    assert!(elsewhere.get("/overview").await.status().is_success());

    let to = change(&here, PASSWORD, NEW, NEW).await;
    let page = here.get(&to).await.text().await.unwrap();
    assert!(page.contains("Your password was changed"), "{to} {page}");
    assert!(here.get("/overview").await.status().is_success());
    let ended = elsewhere.get("/overview").await;
    assert!(!ended.status().is_success(), "{ended:?}");
    assert_eq!(house.one::<i64>(NOTED).await, 1);
    let stranger = server.stranger();
    assert!(!stranger.signs_in("ann@example.com", PASSWORD).await);
    assert!(stranger.signs_in("ann@example.com", NEW).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_lands_beside_its_field_and_guesses_count_like_those_at_the_door() {
    let house = House::new().await;
    let mia = house.member("mia@shop.example", Role::Viewer).await;
    let changed = async |asked: PasswordChange| members::change_password(&house.mailroom, &mia, &asked, here()).await;
    for (asked, field) in [
        (asked(PASSWORD, "short", "short"), "new"),
        (asked(PASSWORD, NEW, "another one"), "again"),
        (asked("not it at all", NEW, NEW), "current"),
    ] {
        let refused = changed(asked).await;
        assert!(
            matches!(&refused, Err(SignInRefused::Failed(Error::Invalid(invalid))) if invalid.field == field),
            "{field}: {refused:?}"
        );
    }
    for _ in 0..4 {
        assert!(changed(asked("not it at all", NEW, NEW)).await.is_err());
    }
    let refused = changed(asked(PASSWORD, NEW, NEW)).await;
    assert!(matches!(refused, Err(SignInRefused::TooMany { .. })), "{refused:?}");
    let refused = members::sign_in(&house.mailroom, "mia@shop.example", PASSWORD, here()).await;
    assert!(matches!(refused, Err(SignInRefused::TooMany { .. })), "{refused:?}");
    house.run("delete from sign_in_failures").await;
    let after = changed(asked(PASSWORD, NEW, NEW)).await.unwrap();
    assert_ne!(after.session_seal(), mia.session_seal());
    let stale = changed(asked(PASSWORD, "one more of them", "one more of them")).await;
    assert!(stale.is_err());
    let log: String = house.one("select coalesce(before::text, '') || coalesce(after::text, '') from audit_log where act = 'changed_password'").await;
    assert_eq!(log, "");
}
