use crate::AppError;
use domain::{
    CampaignId, ContactId, ImportId, TopicId,
    import::{ImportSummary, Peek, Rejection},
    notice::NoticeEntry,
    people::{PeopleCount, PeoplePage, PeopleQuery, Person, SentCampaign},
    topic::TopicChoice,
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::request::{mailroom, signed_in};
#[cfg(feature = "ssr")]
use domain::{
    Invalid,
    import::{ColumnRole, ColumnUse, ReadAs},
};
#[cfg(feature = "ssr")]
use mailroom::{
    contacts::{self, Stop, import},
    topics,
};

#[server(input = Json)]
pub async fn people(query: PeopleQuery) -> Result<PeoplePage, AppError> {
    signed_in().await?;
    Ok(contacts::page(&mailroom(), &query).await?)
}

#[server]
pub async fn how_many() -> Result<PeopleCount, AppError> {
    signed_in().await?;
    Ok(contacts::count(&mailroom()).await?)
}

/// The attributes people have, by name.
#[server]
pub async fn attribute_names() -> Result<Vec<String>, AppError> {
    signed_in().await?;
    Ok(contacts::columns(&mailroom()).await?)
}

#[server]
pub async fn find_person(contact: ContactId) -> Result<Person, AppError> {
    signed_in().await?;
    Ok(contacts::find(&mailroom(), contact).await?)
}

/// Letters that told them what became of their word.
#[server]
pub async fn notices_of(contact: ContactId) -> Result<Vec<NoticeEntry>, AppError> {
    signed_in().await?;
    Ok(mailroom::notices::of_contact(&mailroom(), contact).await?)
}

#[server]
pub async fn topics_of(contact: ContactId) -> Result<Vec<TopicChoice>, AppError> {
    signed_in().await?;
    Ok(topics::of_contact(&mailroom(), contact).await?)
}

/// What they told a member they want.
#[server]
pub async fn choose_topic(
    contact: ContactId,
    topic: TopicId,
    #[server(default)] is_subscribed: bool,
) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    topics::choose(&mailroom(), &member, contact, topic, is_subscribed).await?;
    leptos_axum::redirect(&super::path_to(contact));
    Ok(())
}

/// One more than a page holds says that there is a next one.
#[server]
pub async fn letters(contact: ContactId, before: Option<CampaignId>) -> Result<Vec<SentCampaign>, AppError> {
    signed_in().await?;
    Ok(contacts::letters(&mailroom(), contact, before).await?)
}

/// A person as a form sends them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PersonForm {
    pub address: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub locale: String,
    #[serde(default)]
    pub consent: String,
    #[serde(default)]
    pub attributes: Vec<AttributeForm>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AttributeForm {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub value: String,
}

#[cfg(feature = "ssr")]
impl TryFrom<PersonForm> for contacts::Card {
    type Error = Invalid;

    fn try_from(form: PersonForm) -> Result<Self, Invalid> {
        let address = form.address.parse().map_err(|invalid: Invalid| Invalid::new("address", invalid.reason))?;
        let locale = Some(form.locale.trim().to_owned()).filter(|tag| !tag.is_empty());
        let named = form.attributes.into_iter().filter(|attribute| !attribute.name.trim().is_empty());
        let attributes =
            named.map(|attribute| Ok::<_, Invalid>((attribute.name.trim().to_owned(), attribute.typed()?)));
        Ok(Self {
            address,
            name: form.name.trim().to_owned(),
            locale,
            attributes: attributes.collect::<Result<_, _>>()?,
        })
    }
}

#[cfg(feature = "ssr")]
impl AttributeForm {
    fn typed(&self) -> Result<serde_json::Value, Invalid> {
        let value = self.value.trim();
        let unclear = |en: &str, ko: &str| {
            let en = format!("‘{value}’ of ‘{}’ is not {en}", self.name);
            Invalid::new("attributes", (en, format!("‘{}’의 값이 {ko} 아닙니다: ‘{value}’", self.name)))
        };
        match self.kind.as_str() {
            "number" => value.parse::<serde_json::Number>().map(Into::into).map_err(|_| unclear("a number", "숫자가")),
            "yes_no" => match value.to_lowercase().as_str() {
                "yes" | "true" | "y" | "예" => Ok(true.into()),
                "no" | "false" | "n" | "아니요" | "아니오" => Ok(false.into()),
                _ => Err(unclear("yes or no", "예나 아니요가")),
            },
            _ => Ok(value.into()),
        }
    }
}

#[server]
pub async fn add(card: PersonForm) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    let consents = match card.consent.as_str() {
        "given" => Some(true),
        "refused" => Some(false),
        _ => None,
    };
    let card = contacts::Card::try_from(card).map_err(mailroom::Error::from)?;
    let contact = contacts::add(&mailroom(), &member, &card, consents).await?;
    leptos_axum::redirect(&super::path_to(contact));
    Ok(())
}

#[server]
pub async fn change(contact: ContactId, card: PersonForm) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    let card = contacts::Card::try_from(card).map_err(mailroom::Error::from)?;
    contacts::change(&mailroom(), &member, contact, &card).await?;
    leptos_axum::redirect(&super::path_to(contact));
    Ok(())
}

/// `why` is `refused` or `by_hand`.
#[server]
pub async fn stop_sending(contact: ContactId, why: String, words: String) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    let why = if why == "refused" { Stop::Refused } else { Stop::ByHand };
    contacts::stop(&mailroom(), &member, contact, why, &words).await?;
    leptos_axum::redirect(&super::path_to(contact));
    Ok(())
}

#[server]
pub async fn erase(contact: ContactId) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    contacts::erase(&mailroom(), &member, contact).await?;
    leptos_axum::redirect("/people");
    Ok(())
}

#[server]
pub async fn imports(before: Option<ImportId>) -> Result<Vec<ImportSummary>, AppError> {
    signed_in().await?;
    Ok(import::list(&mailroom(), before).await?)
}

/// With what was seen of its file, while that is here.
#[server]
pub async fn one_import(id: ImportId) -> Result<(ImportSummary, Option<Peek>), AppError> {
    signed_in().await?;
    Ok(import::find(&mailroom(), id).await?)
}

pub const REJECTIONS_SHOWN: i64 = 50;

#[server]
pub async fn rejections(id: ImportId, after: Option<u64>) -> Result<Vec<Rejection>, AppError> {
    signed_in().await?;
    Ok(import::rejections(&mailroom(), id, after, REJECTIONS_SHOWN + 1).await?)
}

/// What a column is for, as the form says it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ColumnForm {
    pub header: String,
    pub role: String,
    #[serde(default)]
    pub attribute: String,
}

/// What is said of the consent of a file's people.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AgreementForm {
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub is_everybody: bool,
    #[serde(default)]
    pub is_unknown: bool,
}

#[server]
pub async fn begin_import(
    id: ImportId,
    #[server(default)] sheet: String,
    columns: Vec<ColumnForm>,
    #[server(default)] agreement: AgreementForm,
) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    let columns = columns.into_iter().map(|column| ColumnUse {
        role: column.role.parse().unwrap_or(ColumnRole::LeftOut),
        header: column.header,
        attribute: Some(column.attribute),
    });
    let AgreementForm { from, is_everybody, is_unknown } = agreement;
    let agreement = import::Agreement { from, is_everybody, is_unknown };
    let mapping = import::Mapping { sheet, columns: columns.collect(), agreement };
    import::begin(&mailroom(), &member, id, mapping).await?;
    leptos_axum::redirect(&super::path_to_import(id));
    Ok(())
}

/// How a form names the delimiter that it would lose.
pub const TAB: &str = "tab";

#[server]
pub async fn read_import_as(
    id: ImportId,
    #[server(default)] encoding: String,
    delimiter: String,
) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    let delimiter = if delimiter == TAB { Some('\t') } else { delimiter.chars().next() };
    let said = ReadAs { encoding: encoding.parse().ok(), delimiter: delimiter.unwrap_or_default() };
    import::read_as(&mailroom(), &member, id, said).await?;
    leptos_axum::redirect(&super::path_to_import(id));
    Ok(())
}

#[server]
pub async fn discard_import(id: ImportId) -> Result<(), AppError> {
    let member = signed_in().await?.who_may_send()?;
    import::discard(&mailroom(), &member, id).await?;
    leptos_axum::redirect("/people/imports");
    Ok(())
}
