//! What use cases are given.

use super::*;

pub(super) fn spring() -> Draft {
    Draft {
        name: "Spring".into(),
        kind: CampaignKind::Informational,
        audience: Audience::Import(ImportId(1)),
        words: words(CampaignKind::Informational),
    }
}

pub(super) fn new_template() -> NewTemplate {
    NewTemplate { name: "Letter".into(), markup: Markup::Html, source: "<p>Hello</p>".into() }
}

pub(super) fn card() -> Card {
    Card {
        address: "kim@example.com".parse().unwrap(),
        name: "Kim".into(),
        locale: None,
        attributes: Default::default(),
    }
}

pub(super) fn rule() -> Rule {
    serde_json::from_str(r#"{"version":"1","who":{"all":[{"is":{"name":{"contains":"김"}}}]}}"#).unwrap()
}

pub(super) fn sender() -> SenderEntry {
    SenderEntry { address: "news@shop.example".into(), ..SenderEntry::default() }
}

pub(super) fn invite() -> Invite {
    Invite { email: "new@shop.example".parse().unwrap(), rights: Rights::new(Role::Viewer, false) }
}

pub(super) fn rails() -> GuardEntry {
    GuardEntry { is_on: true, bounces: "5".into(), complaints: "0.1".into(), letters: "500".into() }
}

pub(super) fn nights() -> QuietEntry {
    QuietEntry { from: "21:00".into(), until: "08:00".into(), zone: "Asia/Seoul".into() }
}

pub(super) fn topic() -> topics::Draft {
    topics::Draft { name: ("News", "소식").into(), description: ("", "").into() }
}

pub(super) fn no_file() -> Source {
    Source { file_name: "people.csv".into(), path: "/nowhere/people.csv".into() }
}

pub(super) fn as_is() -> ReadAs {
    ReadAs { encoding: None, delimiter: ',' }
}

pub(super) fn no_columns() -> Mapping {
    Mapping::default()
}

pub(super) async fn upload_nothing(mailroom: &Mailroom, by: &Member) -> mailroom::Result<()> {
    let upload = Upload { title: "hero.jpg".into(), path: "/nowhere/hero.jpg".into() };
    match images::upload(mailroom, by, &upload).await {
        Ok(_) | Err(UploadRefused::Unfit(_)) => Ok(()),
        Err(UploadRefused::Failed(error)) => Err(error),
    }
}

/// With a password that is not theirs.
pub(super) async fn change_nothing(mailroom: &Mailroom, by: &Member) -> mailroom::Result<()> {
    let asked = PasswordChange { current: "not mine".into(), new: "a longer one".into(), again: "a longer one".into() };
    match members::change_password(mailroom, by, &asked, members::Source::new(Ipv4Addr::LOCALHOST.into())).await {
        Ok(_) | Err(SignInRefused::Wrong | SignInRefused::TooMany { .. }) => Ok(()),
        Err(SignInRefused::Failed(error)) => Err(error),
    }
}

pub(super) async fn export_all(mailroom: &Mailroom, by: &Member) -> mailroom::Result<()> {
    export::csv(mailroom, by, PeopleFilter::default()).await.map(drop)
}
