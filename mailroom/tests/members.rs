//! The door: who gets in, who does not, and how often one may try.

#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "import/house.rs"]
mod house;

use domain::member::Role;
use house::House;
use mailroom::{
    Error, Member,
    members::{self, SignInRefused, Source},
};

const PASSWORD: &str = "correct horse battery";

impl House {
    async fn token(&self) -> String {
        let path = members::first_run_link(&self.mailroom).await.unwrap().unwrap();
        path.strip_prefix("/welcome/").unwrap().to_owned()
    }

    /// As an invited person joins.
    async fn member(&self, email: &str, role: Role, password: &str) -> mailroom::Result<Member> {
        let invited = email.parse().unwrap_or_else(|_| "somebody@example.com".parse().unwrap());
        let path = members::invite(&self.mailroom, &invited, role).await?;
        let token = path.strip_prefix("/welcome/").unwrap();
        members::accept_invitation(&self.mailroom, token, email, "", password).await
    }

    async fn try_password(&self, email: &str, password: &str, ip: &str) -> Result<Member, SignInRefused> {
        members::sign_in(&self.mailroom, email, password, Source::new(ip.parse().unwrap())).await
    }
}

fn is_wrong(answer: &Result<Member, SignInRefused>) -> bool {
    matches!(answer, Err(SignInRefused::Wrong))
}

fn minutes_to_wait(answer: Result<Member, SignInRefused>) -> i64 {
    match answer {
        Err(SignInRefused::TooMany { minutes }) => minutes,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_first_link_makes_one_admin_and_then_there_is_none() {
    let house = House::open().await;
    let (earlier, token) = (house.token().await, house.token().await);
    assert_eq!(members::invitation(&house.mailroom, &earlier).await.unwrap(), None, "a newer link replaces it");
    let ann =
        members::accept_invitation(&house.mailroom, &token, " Ann@Example.com ", "Ann  Kim", PASSWORD).await.unwrap();
    assert_eq!((ann.email.as_str(), ann.name.as_str(), ann.role), ("ann@example.com", "Ann Kim", Role::Admin));
    assert_eq!(members::first_run_link(&house.mailroom).await.unwrap(), None);
    let again = members::accept_invitation(&house.mailroom, &token, "eve@example.com", "Eve", PASSWORD).await;
    assert!(matches!(again, Err(Error::Refused(_))), "{again:?}");
}

#[tokio::test]
async fn two_who_hold_the_same_link_make_one_member() {
    let house = House::open().await;
    let token = house.token().await;
    let accept = |email| members::accept_invitation(&house.mailroom, &token, email, "", PASSWORD);
    let (one, other) = tokio::join!(accept("ann@example.com"), accept("bob@example.com"));
    assert_eq!([&one, &other].iter().filter(|answer| answer.is_ok()).count(), 1, "{one:?} {other:?}");
}

#[tokio::test]
async fn what_is_wrong_with_a_new_member_lands_beside_its_field() {
    let house = House::open().await;
    house.member("ann@example.com", Role::Viewer, PASSWORD).await.unwrap();
    let cases = [
        ("ann@example.com", PASSWORD, "email"),
        ("no address", PASSWORD, "email"),
        ("b@example.com", "short", "password"),
    ];
    for (email, password, field) in cases {
        match house.member(email, Role::Viewer, password).await {
            Err(Error::Invalid(invalid)) => assert_eq!(invalid.field, field, "{email}"),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn five_wrong_passwords_close_an_address_for_a_while_from_everywhere() {
    let house = House::open().await;
    house.member("ann@example.com", Role::Admin, PASSWORD).await.unwrap();
    for ip in 1..=5 {
        assert!(is_wrong(&house.try_password("ann@example.com", "wrong", &format!("192.0.2.{ip}")).await));
    }
    let minutes = minutes_to_wait(house.try_password("Ann@example.com", PASSWORD, "192.0.2.6").await);
    assert!((1..=15).contains(&minutes), "{minutes}");
    assert!(is_wrong(&house.try_password("bob@example.com", PASSWORD, "192.0.2.6").await), "others still may");
    sqlx::query("update sign_in_failures set at = at - interval '15 minutes'").execute(&house.db).await.unwrap();
    assert!(house.try_password("ann@example.com", PASSWORD, "192.0.2.6").await.is_ok());
}

#[tokio::test]
async fn the_right_password_forgives_the_wrong_ones() {
    let house = House::open().await;
    house.member("ann@example.com", Role::Admin, PASSWORD).await.unwrap();
    for _ in 0..3 {
        for _ in 0..4 {
            assert!(is_wrong(&house.try_password("ann@example.com", "wrong", "192.0.2.1").await));
        }
        assert!(house.try_password("ann@example.com", PASSWORD, "192.0.2.1").await.is_ok());
    }
}

#[tokio::test]
async fn one_source_may_guess_twenty_times_and_guessing_all_at_once_gains_nothing() {
    let house = House::open().await;
    let guesses = (0..30).map(|n| {
        let house = &house;
        async move { house.try_password(&format!("person{n}@example.com"), "wrong", "198.51.100.7").await }
    });
    let answers = futures::future::join_all(guesses).await;
    assert_eq!(answers.iter().filter(|answer| is_wrong(answer)).count(), 20);
    assert!(is_wrong(&house.try_password("person99@example.com", "wrong", "198.51.100.8").await));
}

#[tokio::test]
async fn a_new_password_ends_the_sessions_begun_under_the_old_one() {
    let house = House::open().await;
    let ann = house.member("ann@example.com", Role::Admin, PASSWORD).await.unwrap();
    let found = members::find(&house.mailroom, ann.id).await.unwrap().unwrap();
    assert_eq!(found.session_seal(), ann.session_seal());
    sqlx::query("update members set password_hash = 'another'").execute(&house.db).await.unwrap();
    let found = members::find(&house.mailroom, ann.id).await.unwrap().unwrap();
    assert_ne!(found.session_seal(), ann.session_seal());
}
