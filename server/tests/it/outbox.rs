//! The outbox is a carrier like the others: killed at any moment, nobody has two letters and nobody is forgotten.

use crate::house::{House, person};
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{collections::HashMap, fs, time::Duration};

const PEOPLE: usize = 300;

/// How many letters each address has.
fn letters(house: &House) -> HashMap<String, usize> {
    let mut letters = HashMap::new();
    for file in fs::read_dir(house.data.path().join("outbox")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        if let Some((_, rest)) = name.strip_suffix(".eml").and_then(|name| name.split_once('-')) {
            *letters.entry(rest.rsplit_once('-').unwrap().0.to_owned()).or_default() += 1;
        }
    }
    letters
}

async fn killed_again_and_again(seed: u64) {
    let mut chance = StdRng::seed_from_u64(seed);
    let house = House::new().await;
    let campaign = house.launch(PEOPLE, "outbox").await;
    for _ in 0..5 {
        let process = house.pabal(&["resume", "--carrier", "outbox"]);
        // any moment will do: before it connects, while it addresses, sends or records
        tokio::time::sleep(Duration::from_millis(chance.random_range(50..600))).await;
        process.kill().await;
    }
    let said = house.resume("outbox").await;
    let states = house.assert_adds_up(campaign, PEOPLE as i64).await;
    assert_eq!(states.delivered + states.in_doubt, PEOPLE as i64, "seed {seed}: {said:?}");
    let letters = letters(&house);
    assert!(letters.values().all(|n| *n == 1), "seed {seed}: {letters:?}");
    let doubted: Vec<String> = sqlx::query_scalar("select address from recipient_states where state = 'in_doubt'")
        .fetch_all(&house.db)
        .await
        .unwrap();
    assert!(doubted.iter().all(|address| !letters.contains_key(address)), "seed {seed}: {doubted:?}");
    assert_eq!(letters.len() + doubted.len(), PEOPLE, "seed {seed}: somebody was forgotten");
    house.settle_as_sent(campaign).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_random_moments_nobody_has_two_letters_and_nobody_is_forgotten() {
    for seed in [1, 2] {
        killed_again_and_again(seed).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_name_of_the_simulator_behaves_as_it_is_called() {
    let house = House::new().await;
    let names = ["success", "bounce", "suppressionlist", "complaint", "ooto", "throttle", "flaky", "timeout"];
    let rows: String = names.iter().map(|name| format!("{name}@example.com,{name}\n")).collect();
    let campaign =
        house.launch_to(&format!("Email,Name\n{rows}"), domain::campaign::CampaignKind::Advertising, "outbox").await;
    assert_eq!(house.resume("outbox").await.code(), 1);
    let states: Vec<(String, String, i16)> =
        sqlx::query_as("select split_part(address, '@', 1), state, attempts from recipient_states order by 1")
            .fetch_all(&house.db)
            .await
            .unwrap();
    let states: Vec<_> = states.iter().map(|(name, state, attempts)| (&**name, &**state, *attempts)).collect();
    assert_eq!(
        states,
        [
            ("bounce", "bounced", 1),
            ("complaint", "complained", 1),
            ("flaky", "delivered", 3),
            ("ooto", "delivered", 1),
            ("success", "delivered", 1),
            ("suppressionlist", "bounced", 1),
            ("throttle", "delivered", 1),
            ("timeout", "in_doubt", 0),
        ]
    );
    house.assert_adds_up(campaign, 8).await;
    assert!(!letters(&house).contains_key(&person(1)));
}
