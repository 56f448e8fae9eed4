use super::{
    api::{Delete, Desk, Outlook, Rename, find_desk, look_ahead, tests, zones},
    audience::AudienceCard,
    beside::Beside,
    check::{CheckAndLaunch, LaunchDialog},
    content::ContentCard,
    elsewhere::find_out_when_it_went,
    path_to_edit,
    scheduled::Scheduled,
    sender::SenderCard,
    texts::texts,
    timing::WhenCard,
    trying::{LOOK_EVERY, TestCard},
};
use crate::{
    AppError,
    campaigns::{
        actions::Subject,
        leaving::Standing,
        page::existing,
        path_to,
        preflight::{CheckCard, Checking},
    },
    layout::Asking,
    looking::{Answers, keep_looking},
    preview::use_mail_policy,
    texts::{speak, texts as shared},
    ui::{
        Address, Asked, DialogActions, ErrorNotice, Glyph, Icon, Look, Menu, Notice, PageError, Skeleton, Submit, Tone,
        failure,
    },
};
use domain::{
    CampaignId,
    campaign::CampaignState,
    draft::{TestSend, When},
};
use leptos::{
    either::{Either, EitherOf3},
    form::ActionForm,
    prelude::*,
};
use leptos_meta::Title;
use leptos_router::{
    components::{A, Redirect},
    hooks::use_params_map,
};

/// What is saved changes what is shown beside it.
pub type Looking = Resource<Result<Option<Outlook>, AppError>>;
pub type Trying = Answers<Vec<TestSend>>;

/// The cards of one campaign, and what they share.
#[derive(Clone, Copy)]
pub struct Table {
    pub id: CampaignId,
    pub outlook: Looking,
    pub tests: Trying,
    pub zones: Resource<Result<Vec<String>, AppError>>,
    /// Counts what was saved since the page was opened.
    pub saves: RwSignal<i32>,
    /// Counts what was not taken.
    pub refusals: RwSignal<i32>,
    /// The form is for reading only.
    pub is_locked: bool,
}

impl Table {
    /// To be called whenever a card was saved.
    pub fn changed(self) {
        self.saves.update(|saves| *saves += 1);
        self.outlook.refetch();
    }
}

/// Its preview comes once the cards are filled in; the page is loaded for it before anybody begins to fill them in.
#[component]
pub fn EditorPage() -> impl IntoView {
    if use_mail_policy() { Either::Left(view! { <Cards/> }) } else { Either::Right(view! { <Skeleton rows=6/> }) }
}

#[component]
fn Cards() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<CampaignId>().ok()));
    let found = Resource::new_blocking(move || id.get(), |id| async move { find_desk(existing(id)?).await });
    let looking: Looking = Resource::new(move || id.get(), |id| async move { look_ahead(existing(id)?).await });
    let trying: Trying = keep_looking(
        move || id.get(),
        || (),
        |id| async move { tests(existing(id)?).await },
        |tests| tests.iter().any(|test| test.outcome.is_none()).then_some(LOOK_EVERY),
    );
    let zones = Resource::new(|| (), |()| zones());
    let (saves, refusals) = (RwSignal::new(0), RwSignal::new(0));
    let checking = Checking::of(id, saves);
    let me = expect_context::<Asking>();
    view! {
        <Transition fallback=|| view! { <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                let may_send = me.await.is_ok_and(|me| me.role.may_send());
                match found.await {
                    Ok(Some(desk)) => {
                        let is_locked = !may_send || desk.campaign.state == CampaignState::Scheduled;
                        let table = Table { id: desk.campaign.id, outlook: looking, tests: trying, zones, saves, refusals, is_locked };
                        EitherOf3::A(view! { <Editor desk table found checking may_send/> })
                    }
                    Ok(None) => {
                        let path = id.get_untracked().map_or_else(|| "/campaigns".into(), path_to);
                        EitherOf3::B(view! { <Redirect path/> })
                    }
                    Err(error) => EitherOf3::C(view! { <PageError error list=("/campaigns", shared().frame.campaigns)/> }),
                }
            })}
        </Transition>
    }
}

#[component]
fn Editor(
    desk: Desk,
    table: Table,
    found: Resource<Result<Option<Desk>, AppError>>,
    checking: Checking,
    may_send: bool,
) -> impl IntoView {
    let t = texts();
    let campaign = desk.campaign.clone();
    let (id, draft) = (campaign.id, campaign.draft.clone());
    let kind = RwSignal::new(draft.content.kind);
    let is_begun = draft.content.template.is_some() && !draft.content.subject.trim().is_empty();
    let is_draft = campaign.state == CampaignState::Draft;
    let is_leaving = !is_draft && draft.when == When::Now;
    let because = campaign.returned_because.clone();
    if is_draft {
        find_out_when_it_went(table, found);
    }
    let on_fixed = Callback::new(move |()| {
        found.refetch();
        table.outlook.refetch();
    });
    view! {
        <Title text=campaign.name.clone()/>
        <header class="page-head editor-head">
            <div class="page-head-back"><A href="/campaigns" attr:class="back">{shared().live.back}</A></div>
            <div class="page-head-words">
                <Name id name=campaign.name.clone() is_locked=!may_send/>
                <div class="page-facts"><Standing state=campaign.state is_leaving at=campaign.launch_at/></div>
            </div>
            <div class="page-actions">{may_send.then(|| view! { <More id is_draft/> })}</div>
        </header>
        {because.map(|because| {
            let words = speak(&because);
            view! { <Notice tone=Tone::Warning><strong>{t.returned}</strong> <p>{words}</p></Notice> }
        })}
        {(!is_draft).then(|| view! { <Scheduled campaign=campaign.clone() seconds_left=desk.seconds_left found may_send/> })}
        <div class="campaign-editor">
        <div class="editor-cards">
            <ContentCard table content=draft.content versions=draft.versions templates=desk.templates
                wanted=desk.wanted columns=desk.columns kind/>
            <AudienceCard table audience=draft.audience versions=draft.versions imports=desk.imports
                segments=desk.segments topics=desk.topics/>
            <SenderCard table sender=draft.sender versions=draft.versions senders=desk.senders kind/>
            <WhenCard table when=draft.when versions=draft.versions/>
            <TestCard table/>
            <CheckCard campaign=id checking may_check=!table.is_locked on_fixed
                on_ended=move |()| table.outlook.refetch()/>
            {(is_draft && may_send).then(|| view! { <CheckAndLaunch table may_launch=desk.may_launch/> })}
        </div>
        <Beside table is_begun/>
        </div>
        {(is_draft && desk.may_launch).then(|| view! { <LaunchDialog table found/> })}
        <DeleteDialog id/>
    }
}

/// The name is for those who work here; it is saved when one leaves it.
#[component]
fn Name(id: CampaignId, name: String, is_locked: bool) -> impl IntoView {
    let t = texts();
    let rename = ServerAction::<Rename>::new();
    let form = NodeRef::<leptos::html::Form>::new();
    let left = move |_| {
        if let Some(form) = form.get_untracked() {
            let _ = form.request_submit();
        }
    };
    view! {
        <h1 class="hidden">{name.clone()}</h1>
        <ActionForm action=rename node_ref=form attr:class="editor-name">
            <Subject id/>
            <input name="name" value=name aria-label=t.name required maxlength="200" disabled=is_locked on:change=left/>
            <ErrorNotice error=failure(rename)/>
        </ActionForm>
    }
}

#[component]
fn More(id: CampaignId, is_draft: bool) -> impl IntoView {
    let t = texts();
    let address = Address::here();
    view! {
        <Menu label=move || view! { <Icon glyph=Glyph::More/> } named=t.more class="button icon-only">
            <A href=move || format!("/campaigns?ask=copy-{id}")>{t.duplicate}</A>
            {is_draft.then(|| view! {
                <A href=move || address.asking(Some("delete")) scroll=false>{t.delete}</A>
            })}
        </Menu>
    }
}

#[component]
fn DeleteDialog(id: CampaignId) -> impl IntoView {
    let t = texts();
    let delete = ServerAction::<Delete>::new();
    view! {
        <Asked question="delete" title=t.delete_title>
            <p>{t.delete_means}</p>
            <ErrorNotice error=failure(delete)/>
            <DialogActions>
                <A href=path_to_edit(id) attr:class=Look::Plain.class() scroll=false>{t.keep}</A>
                <ActionForm action=delete>
                    <Subject id/>
                    <Submit label=t.delete look=Look::Grave pending=delete.pending()/>
                </ActionForm>
            </DialogActions>
        </Asked>
    }
}

/// A card of the editor: its number, its title, and a tick once nothing is missing.
#[component]
pub fn Step(
    /// Reads aloud and links: `content`.
    name: &'static str,
    title: &'static str,
    #[prop(into)] is_done: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let t = texts();
    let said = move || if is_done.get() { t.done } else { t.to_do };
    view! {
        <section class="panel step" id=format!("card-{name}") aria-labelledby=format!("{name}-title")>
            <header class="card-head">
                <h2 id=format!("{name}-title")>
                    <span class="step-tick" class:step-done=is_done>
                        <Icon glyph=Glyph::Check/>
                        <span class="hidden">{said}</span>
                    </span>
                    {title}
                </h2>
            </header>
            {children()}
        </section>
    }
}
