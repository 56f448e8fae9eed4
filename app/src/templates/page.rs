use super::{
    actions::{PageMenu, Questions, Touched},
    api::{Discard, Opened, open},
    editor::{Editing, Editor, FORM, Kept},
    existing,
    gallery::markup_name,
    named_by_address,
    texts::texts,
    versions_of,
};
use crate::{
    layout::Asking,
    texts::in_full,
    ui::{Badge, ErrorNotice, KeyHint, Look, PageError, PageHead, SignInAgain, Skeleton, Submit, Tone, When, failure},
};
use domain::template::too_large;
use leptos::{either::Either, prelude::*};
use leptos_router::components::A;

#[component]
pub fn TemplatePage() -> impl IntoView {
    let id = named_by_address();
    let discard = ServerAction::<Discard>::new();
    provide_context(discard);
    let touched = Touched::provide();
    let opened = Resource::new_blocking(
        move || (id.get(), discard.version().get(), touched.get()),
        |(id, ..)| async move { open(existing(id)?).await },
    );
    let me = expect_context::<Asking>();
    view! {
        <Transition fallback=|| view! { <Skeleton rows=10/> }>
            {move || Suspend::new(async move {
                let may_write = me.await.is_ok_and(|me| me.role.may_send());
                match opened.await {
                    Ok(opened) => Either::Left(view! { <Desk opened may_write/> }),
                    Err(error) => Either::Right(view! { <PageError error list=("/templates", crate::texts::texts().frame.templates)/> }),
                }
            })}
        </Transition>
    }
}

#[component]
fn Desk(opened: Opened, may_write: bool) -> impl IntoView {
    let t = texts();
    let editing = Editing::of(&opened, may_write);
    let template = opened.template.clone();
    let (id, name, markup, is_archived) = (template.id, template.name.clone(), template.markup, template.is_archived);
    let facts = move || {
        view! {
            <span>{markup_name(markup)}</span>
            <A href=versions_of(id)>{move || (t.version)(editing.based_on.get())}</A>
            {is_archived.then(|| view! { <Badge label=t.archived tone=Tone::Warning/> })}
            {may_write.then(|| view! { <State editing/> })}
        }
    };
    let actions = move || {
        may_write.then(|| {
            view! {
                {(!is_archived).then(|| view! {
                    <Submit label=t.save look=Look::Main pending=editing.save.pending() attr:form=FORM/>
                    <KeyHint keys="Ctrl S"/>
                })}
                <PageMenu id is_archived/>
            }
        })
    };
    view! {
        <PageHead title=name back=("/templates".into(), t.title.into()) facts actions/>
        <ErrorNotice error=failure(editing.save)/>
        <Editor opened editing/>
        {may_write.then(|| view! { <Questions template/> })}
    }
}

/// Whether what is shown is saved, and where it is while it is not.
#[component]
fn State(editing: Editing) -> impl IntoView {
    let t = texts();
    let kept = editing.autosave.kept;
    let words = move || {
        if !editing.is_changed.get() && !matches!(kept.get(), Kept::Failed | Kept::SignedOut) {
            return view! { <span data-kept="saved">{t.saved}</span> }.into_any();
        }
        match kept.get() {
            Kept::Nothing | Kept::Owed => view! { <span data-kept="owed">{t.unsaved}</span> }.into_any(),
            Kept::UnderWay => view! { <span data-kept="keeping">{t.keeping}</span> }.into_any(),
            Kept::At(at) => view! { <span data-kept="kept">{t.kept_at} " " <When at/></span> }.into_any(),
            Kept::SignedOut => view! {
                <span data-kept="failed">{t.not_kept_signed_out} " " <SignInAgain beside=true/></span>
            }
            .into_any(),
            Kept::TooLarge(octets) => {
                let why = too_large(octets).map(|why| in_full(&why));
                view! { <span data-kept="failed">{why}</span> }.into_any()
            }
            Kept::Failed => view! { <span data-kept="failed">{t.not_kept}</span> }.into_any(),
        }
    };
    view! { <span class="kept" role="status">{words}</span> }
}
