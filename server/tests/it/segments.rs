//! A campaign to segments reaches the people of the rule as it was at launch, and nobody else.

use crate::{
    doubles::relay::Relay,
    house::{House, person, words},
};
use domain::{
    Audience, CampaignId, SegmentId, Sentence, TopicId,
    campaign::CampaignKind,
    draft::Change,
    segment::{Condition, Node, Rule, TextTest},
    suppression::SuppressionReason,
    topic::TopicChoice,
};
use mailroom::{
    Error, Member,
    campaigns::{self, Draft, drafts},
    segments, suppressions, topics,
};

/// Every third is a vip.
fn customers(n: usize) -> String {
    let rows =
        (1..=n).map(|n| format!("{},Person {n},{}\n", person(n), if n.is_multiple_of(3) { "vip" } else { "plain" }));
    format!("Email,Name,Tier\n{}", rows.collect::<String>())
}

fn tier(tier: &str) -> Rule {
    let test = TextTest::Is(tier.into());
    Rule { who: Node::All(vec![Node::Is(Condition::AttributeText { name: "Tier".into(), test })]) }
}

fn begins(beginning: &str) -> Rule {
    Rule { who: Node::All(vec![Node::Is(Condition::Address(TextTest::Begins(beginning.into())))]) }
}

impl House {
    async fn segment(&self, name: &str, rule: &Rule) -> SegmentId {
        segments::save(&self.mailroom, &Member::operator(), None, name, rule).await.unwrap()
    }

    async fn launch_to_audience(&self, audience: Audience, account: &str) -> CampaignId {
        let (by, kind) = (Member::operator(), CampaignKind::Informational);
        let draft = Draft { name: "To some".into(), kind, audience, words: words(kind) };
        let campaign = campaigns::create(&self.mailroom, &by, &draft).await.unwrap();
        campaigns::launch(&self.mailroom, &by, campaign, account).await.unwrap();
        campaign
    }

    async fn recipients(&self) -> Vec<String> {
        sqlx::query_scalar("select address from recipients order by seq").fetch_all(&self.db).await.unwrap()
    }

    async fn topic(&self, name: &str) -> TopicId {
        let draft = topics::Draft { name: Sentence::new(name, name), description: Sentence::default() };
        topics::save(&self.mailroom, &Member::operator(), None, &draft).await.unwrap()
    }
}

fn included(include: &[SegmentId], exclude: &[SegmentId]) -> Audience {
    Audience::Segments { include: include.to_vec(), exclude: exclude.to_vec(), topic: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_to_segments_reaches_exactly_its_people_and_skips_the_suppressed() {
    let (house, relay) = (House::new().await, Relay::start().await);
    house.import(&customers(30)).await;
    let by = Member::operator();
    let vips = house.segment("Vips", &tier("vip")).await;
    let first = house.segment("The first nine", &begins("p000")).await;
    suppressions::add(&house.mailroom, &by, &person(12), "asked by telephone").await.unwrap();
    let audience = included(&[vips], &[first]);
    let people = segments::count(&house.mailroom, &audience).await.unwrap();
    assert_eq!((people.matching, people.suppressed, people.exact), (7, 1, true));
    let campaign = house.launch_to_audience(audience, &relay.url()).await;
    house.resume(&relay.url()).await.fine();
    let states = house.assert_adds_up(campaign, 7).await;
    assert_eq!((states.sent, states.skipped), (6, 1));
    let expected: Vec<String> = [12, 15, 18, 21, 24, 27, 30].map(person).into();
    assert_eq!(house.recipients().await, expected);
    relay.assert_nobody_twice();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_segment_changed_after_launch_does_not_change_the_campaign() {
    let (house, relay) = (House::new().await, Relay::start().await);
    house.import(&customers(30)).await;
    let by = Member::operator();
    let vips = house.segment("Vips", &tier("vip")).await;
    let campaign = house.launch_to_audience(included(&[vips], &[]), &relay.url()).await;
    segments::save(&house.mailroom, &by, Some(vips), "Vips", &tier("plain")).await.unwrap();
    segments::remove(&house.mailroom, &by, vips).await.unwrap();
    house.resume(&relay.url()).await.fine();
    assert_eq!(house.assert_adds_up(campaign, 10).await.sent, 10);
    let expected: Vec<String> = (1..=10).map(|n| person(3 * n)).collect();
    assert_eq!(house.recipients().await, expected);
}

/// More people than one page asks, and a rule that chooses the last three of them.
#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_chooses_few_of_many_is_addressed_in_short_pages() {
    let (house, relay) = (House::new().await, Relay::start().await);
    house
        .run(
            "insert into contacts (address, attributes)
             select 'c' || lpad(n::text, 5, '0') || '@example.com', jsonb_build_object('Tier', case when n > 24997 then 'vip' else 'plain' end)
             from generate_series(1, 25000) n",
        )
        .await;
    let vips = house.segment("Vips", &tier("vip")).await;
    let campaign = house.launch_to_audience(included(&[vips], &[]), &relay.url()).await;
    let dispatcher = house.dispatcher(house.mailer(&relay.url()).await).await;
    let states = house.turn_until_ended(&dispatcher, campaign).await;
    assert_eq!(states.sent, 3);
    house.assert_adds_up(campaign, 3).await;
    assert_eq!(house.recipients().await, ["c24998@example.com", "c24999@example.com", "c25000@example.com"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_to_a_topic_reaches_its_subscribers_but_not_those_who_left_it() {
    let (house, relay) = (House::new().await, Relay::start().await);
    house.import(&customers(9)).await;
    let by = Member::operator();
    let topic = house.topic("News").await;
    let vips = house.segment("Vips", &tier("vip")).await;
    let left = domain::ContactId(house.one(&format!("select id from contacts where address = '{}'", person(6))).await);
    topics::choose(&house.mailroom, &by, left, topic, false).await.unwrap();
    // whoever chose for themselves keeps what they chose
    assert_eq!(topics::subscribe(&house.mailroom, &by, topic, vips).await.unwrap(), 2);
    assert_eq!(topics::counted(&house.mailroom).await.unwrap()[0].1, 2);
    let chosen = topics::of_contact(&house.mailroom, left).await.unwrap();
    assert!(matches!(chosen[..], [TopicChoice { chosen: Some((false, _)), .. }]), "{chosen:?}");
    let audience = Audience::Segments { include: vec![], exclude: vec![], topic: Some(topic) };
    let campaign = house.launch_to_audience(audience, &relay.url()).await;
    house.resume(&relay.url()).await.fine();
    house.assert_adds_up(campaign, 2).await;
    assert_eq!(house.recipients().await, [person(3), person(9)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_segment_that_a_draft_uses_cannot_be_deleted() {
    let house = House::new().await;
    let by = Member::operator();
    let vips = house.segment("Vips", &tier("vip")).await;
    let campaign = segments::campaign_to(&house.mailroom, &by, vips).await.unwrap();
    let refused = segments::remove(&house.mailroom, &by, vips).await.unwrap_err();
    assert!(matches!(&refused, Error::Refused(why) if why.en.contains("Vips")), "{refused}");
    let seen = drafts::find(&house.mailroom, campaign).await.unwrap().unwrap().draft.versions;
    let everyone = Change::Audience(Some(Audience::Everyone));
    drafts::save(&house.mailroom, &by, campaign, &everyone, seen.audience).await.unwrap();
    segments::remove(&house.mailroom, &by, vips).await.unwrap();
    let acts: String =
        house.one("select string_agg(act, ' ' order by id) from audit_log where subject = 'segment'").await;
    assert_eq!(acts, "created erased");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_persons_own_refusal_cannot_be_lifted_by_anybody_here() {
    let house = House::new().await;
    let by = Member::operator();
    house
        .run(
            "insert into suppressions (address, reason, source) values
             ('no@example.com', 'refused', ''), ('spam@example.com', 'complained', ''), ('gone@example.com', 'bounced', '')",
        )
        .await;
    let added = suppressions::add(&house.mailroom, &by, "hand@example.com\nno@example.com nonsense", "a mistake")
        .await
        .unwrap();
    assert_eq!((added.added, added.known, added.wrong.len()), (1, 1, 1));
    for (address, may) in [("no", false), ("spam", false), ("gone", true), ("hand", true)] {
        let address = format!("{address}@example.com").parse().unwrap();
        let lifted = suppressions::lift(&house.mailroom, &by, &address, "they wrote to us").await;
        assert_eq!(lifted.is_ok(), may, "{address}: {lifted:?}");
    }
    let counts = suppressions::counts(&house.mailroom).await.unwrap();
    let left: i64 = counts.iter().map(|(_, people)| people).sum();
    assert_eq!((left, counts[0]), (2, (SuppressionReason::Refused, 1)));
    let acts: String = house
        .one("select string_agg(act || ' ' || subject_name, ', ' order by id) from audit_log where subject = 'suppression'")
        .await;
    assert_eq!(acts, "suppressed hand@example.com, lifted gone@example.com, lifted hand@example.com");
}
