//! What somebody wrote is never lost, and nothing that does not work is sent.

use crate::house::House;
use domain::{
    TemplateId,
    member::Role,
    template::{
        Markup,
        changes::ChangeRow,
        library::{Revision, Saved},
    },
};
use mailroom::{
    Error, Member, members,
    templates::{self, NewTemplate, TemplateQuery},
};

const GOOD: &str = "<p>Hello {{Name}}</p>\n<p><a href=\"{{UnsubscribeUrl}}\">Unsubscribe</a></p>\n";
const BROKEN: &str = "<p>Hello {{Name</p>\n";

async fn member(house: &House, name: &str) -> Member {
    let address = format!("{name}@shop.example");
    let path = members::invite(&house.mailroom, &address.parse().unwrap(), Role::Marketer).await.unwrap();
    let token = path.strip_prefix("/welcome/").unwrap();
    members::accept_invitation(&house.mailroom, token, &address, name, "correct horse battery").await.unwrap()
}

async fn template(house: &House, by: &Member, source: &str) -> TemplateId {
    let new = NewTemplate { name: "Spring".into(), markup: Markup::Html, source: source.into() };
    templates::create(&house.mailroom, by, &new).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_is_made_only_by_a_change_and_none_is_ever_lost() {
    let house = House::new().await;
    let (room, ann) = (&house.mailroom, member(&house, "ann").await);
    let id = template(&house, &ann, GOOD).await;
    let other = GOOD.replace("Hello", "Dear");
    let save = |source: String, on| async move {
        templates::save(room, &Member::operator(), id, on, &source, "").await.unwrap()
    };
    assert_eq!(save(GOOD.into(), 1).await, Saved::Unchanged(1));
    // a form sends its lines with both signs of old teleprinters
    assert_eq!(save(GOOD.replace('\n', "\r\n"), 1).await, Saved::Unchanged(1));
    assert_eq!(save(other.clone(), 1).await, Saved::Version(2));

    let changes = templates::changes(room, &ann, id, Revision::Version(1), Revision::Version(2)).await.unwrap();
    assert_eq!((changes.added, changes.removed), (1, 1));
    assert!(
        matches!(&changes.rows[0], ChangeRow::Removed { before: 1, text } if text.contains("Hello")),
        "{changes:?}"
    );

    assert_eq!(templates::restore(room, &ann, id, 1).await.unwrap(), Saved::Version(3));
    let found = templates::find(room, id).await.unwrap();
    assert_eq!((found.version, found.source.as_str(), found.updated_by.as_str()), (3, GOOD, "ann"));
    assert_eq!(found.variables, ["Name", "UnsubscribeUrl"]);
    let kept = templates::versions(room, id, None).await.unwrap();
    let kept: Vec<_> = kept.iter().map(|v| (v.version, v.restored_from, v.saved_by.as_str())).collect();
    assert_eq!(kept, [(3, Some(1), "ann"), (2, None, "operator"), (1, None, "ann")]);
    assert_eq!(templates::version(room, id, 2).await.unwrap().source, other);
    let acts: String =
        house.one("select string_agg(act, ' ' order by id) from audit_log where subject = 'template'").await;
    assert_eq!(acts, "created changed changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn saving_over_a_colleagues_version_is_refused_and_both_texts_are_kept() {
    let house = House::new().await;
    let (room, ann, bo) = (&house.mailroom, member(&house, "ann").await, member(&house, "bo").await);
    let id = template(&house, &ann, GOOD).await;
    let (hers, his) = (GOOD.replace("Hello", "Dear"), GOOD.replace("Hello", "Hi"));
    assert_eq!(templates::save(room, &ann, id, 1, &hers, "").await.unwrap(), Saved::Version(2));

    let refused = templates::save(room, &bo, id, 1, &his, "").await.unwrap();
    assert!(matches!(&refused, Saved::Conflict { version: 2, by, .. } if by == "ann"), "{refused:?}");
    assert_eq!(templates::find(room, id).await.unwrap().source, hers);
    let draft = templates::draft(room, &bo, id).await.unwrap().unwrap();
    assert_eq!((draft.source.as_str(), draft.based_on), (his.as_str(), 1));
    assert_eq!(templates::draft(room, &ann, id).await.unwrap(), None, "a draft is its writer's own");
    let between = templates::changes(room, &bo, id, Revision::Version(2), Revision::Draft).await.unwrap();
    assert_eq!((between.added, between.removed), (1, 1));

    // he has read hers and keeps his
    assert_eq!(templates::save(room, &bo, id, 2, &his, "").await.unwrap(), Saved::Version(3));
    assert_eq!(templates::draft(room, &bo, id).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_save_at_the_same_moment_get_one_version_and_one_choice() {
    let house = House::new().await;
    let room = &house.mailroom;
    let id = template(&house, &Member::operator(), GOOD).await;
    let (ann, bo) = (member(&house, "ann").await, member(&house, "bo").await);
    let (hers, his) = (GOOD.replace("Hello", "Dear"), GOOD.replace("Hello", "Hi"));
    let (one, other) =
        tokio::join!(templates::save(room, &ann, id, 1, &hers, ""), templates::save(room, &bo, id, 1, &his, ""));
    let saved = [one.unwrap(), other.unwrap()];
    assert_eq!(saved.iter().filter(|saved| **saved == Saved::Version(2)).count(), 1, "{saved:?}");
    assert_eq!(saved.iter().filter(|saved| matches!(saved, Saved::Conflict { .. })).count(), 1, "{saved:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_kept_with_its_problems_and_only_a_whole_version_is_usable() {
    let house = House::new().await;
    let (room, ann) = (&house.mailroom, member(&house, "ann").await);
    let id = template(&house, &ann, GOOD).await;
    templates::autosave(room, &ann, id, 1, BROKEN).await.unwrap();
    assert_eq!(templates::draft(room, &ann, id).await.unwrap().unwrap().source, BROKEN);
    assert!(templates::find(room, id).await.unwrap().is_usable, "a draft changes nothing for others");

    assert_eq!(templates::save(room, &ann, id, 1, BROKEN, "").await.unwrap(), Saved::Version(2));
    let found = templates::find(room, id).await.unwrap();
    assert_eq!((found.is_usable, found.source.as_str(), found.html.as_str()), (false, BROKEN, ""));
    let listed = templates::list(room, &TemplateQuery::default()).await.unwrap();
    assert_eq!((listed[0].version, listed[0].usable_version), (2, Some(1)));

    templates::autosave(room, &ann, id, 2, GOOD).await.unwrap();
    assert_eq!(templates::save(room, &ann, id, 2, GOOD, "").await.unwrap(), Saved::Version(3));
    assert!(templates::find(room, id).await.unwrap().is_usable);
    assert_eq!(templates::draft(room, &ann, id).await.unwrap(), None);
    templates::autosave(room, &ann, id, 3, GOOD).await.unwrap();
    assert_eq!(templates::draft(room, &ann, id).await.unwrap(), None, "what is saved already is no draft");
}

#[tokio::test(flavor = "multi_thread")]
async fn templates_are_found_copied_renamed_put_away_and_deleted() {
    let house = House::new().await;
    let (room, by) = (&house.mailroom, Member::operator());
    let id = template(&house, &by, GOOD).await;
    let copy = templates::duplicate(room, &by, id, "copy").await.unwrap();
    templates::duplicate(room, &by, id, "copy").await.unwrap();
    let names = |query: TemplateQuery| async move {
        templates::list(room, &query).await.unwrap().into_iter().map(|found| found.name).collect::<Vec<_>>()
    };
    assert_eq!(names(TemplateQuery::default()).await, ["Spring (copy 2)", "Spring (copy)", "Spring"]);
    let searching = |words: &str| TemplateQuery { search: Some(words.into()), ..TemplateQuery::default() };
    assert_eq!(names(searching("COPY")).await.len(), 2);
    assert_eq!(names(searching("%")).await.len(), 0, "a sign of the search is a sign");

    let taken = templates::rename(room, &by, copy, " Spring ").await;
    assert!(matches!(&taken, Err(Error::Invalid(invalid)) if invalid.field == "name"), "{taken:?}");
    templates::rename(room, &by, copy, "여름  할인").await.unwrap();
    assert_eq!(templates::find(room, copy).await.unwrap().name, "여름 할인");

    assert!(matches!(templates::delete(room, &by, copy).await, Err(Error::Refused(_))), "archived first");
    templates::archive(room, &by, copy).await.unwrap();
    assert!(matches!(templates::save(room, &by, copy, 1, "x", "").await, Err(Error::Refused(_))));
    assert_eq!(names(TemplateQuery { is_archived: true, ..TemplateQuery::default() }).await, ["여름 할인"]);
    templates::delete(room, &by, copy).await.unwrap();
    assert!(matches!(templates::find(room, copy).await, Err(Error::Missing(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_that_a_draft_uses_stays() {
    let house = House::new().await;
    let (room, by) = (&house.mailroom, Member::operator());
    let id = template(&house, &by, GOOD).await;
    house
        .run(&format!(
            "insert into campaigns (name, kind, doubt_policy, audience) values ('Picnic', 'advertising', 'assume_sent', '{{}}');
             insert into draft_cards (campaign_id, card, filled)
             select id, 'content', '{{\"template\": {{\"id\": {id}, \"version\": 1}}}}' from campaigns"
        ))
        .await;
    let refused = templates::archive(room, &by, id).await.unwrap_err();
    assert!(
        matches!(&refused, Error::Refused(why) if why.en.contains("Picnic") && why.ko.contains("Picnic")),
        "{refused:?}"
    );
    house.run("update campaigns set state = 'finished'").await;
    templates::archive(room, &by, id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_changes_nothing() {
    let house = House::new().await;
    let room = &house.mailroom;
    let id = template(&house, &Member::operator(), GOOD).await;
    let path = members::invite(room, &"vera@shop.example".parse().unwrap(), Role::Viewer).await.unwrap();
    let token = path.strip_prefix("/welcome/").unwrap();
    let vera =
        members::accept_invitation(room, token, "vera@shop.example", "vera", "correct horse battery").await.unwrap();
    assert!(matches!(templates::save(room, &vera, id, 1, BROKEN, "").await, Err(Error::Refused(_))));
    assert!(matches!(templates::autosave(room, &vera, id, 1, BROKEN).await, Err(Error::Refused(_))));
    assert!(matches!(templates::archive(room, &vera, id).await, Err(Error::Refused(_))));
    assert_eq!(templates::find(room, id).await.unwrap().source, GOOD);
}
