use super::{
    api::{Cancel, Pause, Resume, SendAllAgain},
    live::Live,
    page::left,
    path_to,
};
use crate::{
    AppError,
    texts::texts,
    ui::{Dialog, ErrorNotice, Look, Notice, Submit, Tone, failure},
};
use domain::{CampaignId, campaign::Move, report::CampaignSummary};
use leptos::{form::ActionForm, prelude::*, server_fn::ServerFn};
use leptos_router::{
    NavigateOptions,
    components::A,
    hooks::{use_navigate, use_query_map},
};

/// What can be done with a campaign now. Each is a plain form, so that it works before the page has come to life.
#[component]
pub fn Actions(live: Live) -> impl IntoView {
    let t = &texts().live;
    let id = live.summary.with_untracked(|summary| summary.id);
    let (pause, resume) = (ServerAction::<Pause>::new(), ServerAction::<Resume>::new());
    let all_again = ServerAction::<SendAllAgain>::new();
    take_in(live, pause);
    take_in(live, resume);
    let may = move |wanted| live.state().after(wanted).is_some();
    let failed = move || live.summary.with(|summary| summary.totals.failed);
    view! {
            <div class="actions">
                <Show when=move || may(Move::Pause)>
                    <ActionForm action=pause>
                        <Subject id/>
                        <Submit label=t.pause pending=pause.pending()/>
                    </ActionForm>
                </Show>
                <Show when=move || may(Move::Resume)>
                    <ActionForm action=resume>
                        <Subject id/>
                        <Submit label=t.resume look=Look::Main pending=resume.pending()/>
                    </ActionForm>
                </Show>
                <Show when=move || { may(Move::Reopen) && failed() > 0 }>
                    <ActionForm action=all_again>
                        <Subject id/>
                        <Submit label=Signal::derive(move || (t.send_all_again)(failed())) pending=all_again.pending()/>
                    </ActionForm>
                </Show>
                <Show when=move || may(Move::Cancel)>
                    <A href=format!("{}?ask=cancel", path_to(id)) attr:class=Look::Plain.class() scroll=false>
                        {t.cancel}
                    </A>
                </Show>
                <ErrorNotice error=failure(pause)/>
                <ErrorNotice error=failure(resume)/>
                <ErrorNotice error=failure(all_again)/>
                <SentAgain count=Signal::derive(move || all_again.value().get().and_then(Result::ok))/>
                <CancelDialog live/>
            </div>
    }
}

/// Which campaign a form is about.
#[component]
pub fn Subject(id: CampaignId) -> impl IntoView {
    view! { <input type="hidden" name="campaign" value=id.to_string()/> }
}

#[component]
pub fn SentAgain(count: Signal<Option<usize>>) -> impl IntoView {
    move || count.get().map(|n| view! { <Notice tone=Tone::Calm>{(texts().live.sent_again)(n)}</Notice> })
}

#[component]
fn CancelDialog(live: Live) -> impl IntoView {
    let t = &texts().live;
    let id = live.summary.with_untracked(|summary| summary.id);
    let cancel = ServerAction::<Cancel>::new();
    take_in(live, cancel);
    let query = use_query_map();
    let navigate = use_navigate();
    let is_asked =
        Memo::new(move |_| query.read().get_str("ask") == Some("cancel") && live.state().after(Move::Cancel).is_some());
    let on_close =
        Callback::new(move |()| navigate(&path_to(id), NavigateOptions { scroll: false, ..Default::default() }));
    let means = move || live.summary.with(|summary| (t.cancel_means)(left(&summary.totals), summary.totals.unsent()));
    view! {
        <Show when=move || is_asked.get()>
            <Dialog title=t.cancel_title on_close>
                <p>{means}</p>
                <ErrorNotice error=failure(cancel)/>
                <div class="dialog-actions">
                    <A href=path_to(id) attr:class=Look::Plain.class() scroll=false>{t.cancel_no}</A>
                    <ActionForm action=cancel>
                        <Subject id/>
                        <Submit label=t.cancel_yes look=Look::Grave pending=cancel.pending()/>
                    </ActionForm>
                </div>
            </Dialog>
        </Show>
    }
}

/// What an action answers is shown at once; the stream says the same a moment later.
fn take_in<S>(live: Live, action: ServerAction<S>)
where
    S: ServerFn<Output = CampaignSummary, Error = AppError> + Clone + Send + Sync + 'static,
{
    Effect::new(move |_| {
        if let Some(Ok(summary)) = action.value().get() {
            live.summary.set(summary);
        }
    });
}
