//! What can be done with a whole template.

use super::{
    api::{Archive, Delete, Duplicate, Rename, Unarchive},
    path_to,
    texts::texts,
    versions_of,
};
use crate::{
    AppError,
    ui::{Address, Asked, DialogActions, ErrorNotice, Field, Glyph, Icon, Look, Menu, Submit, Toasts, Tone, failure},
};
use domain::{
    TemplateId,
    template::library::{StoredTemplate, TemplateSummary},
};
use leptos::{form::ActionForm, prelude::*, server_fn::ServerFn};
use leptos_router::components::A;

/// Beside a card of the gallery.
#[component]
pub fn CardMenu(template: TemplateSummary) -> impl IntoView {
    let t = texts();
    let id = template.id;
    let named = (t.actions_for)(&template.name);
    view! {
        <div class="gallery-menu">
            <Menu label=|| view! { <Icon glyph=Glyph::More/> } named class="icon-button">
                <A href=path_to(id)><Icon glyph=Glyph::Edit/> {t.open}</A>
                {(!template.is_archived).then(|| view! { <DuplicateForm id/> })}
                <Files id/>
                <A href=versions_of(id)><Icon glyph=Glyph::Clock/> {t.versions}</A>
                {if template.is_archived {
                    leptos::either::Either::Left(view! { <UnarchiveForm id/> })
                } else {
                    leptos::either::Either::Right(view! { <ArchiveForm id/> })
                }}
            </Menu>
        </div>
    }
}

/// On a template's own page.
#[component]
pub fn PageMenu(id: TemplateId, is_archived: bool) -> impl IntoView {
    let t = texts();
    let address = Address::here();
    view! {
        <Menu label=|| view! { <Icon glyph=Glyph::More/> } named=t.more class="button icon-only">
            {(!is_archived).then(|| view! {
                <A href=move || address.asking(Some("rename")) scroll=false><Icon glyph=Glyph::Edit/> {t.rename}</A>
                <DuplicateForm id/>
            })}
            <Files id/>
            {if is_archived {
                leptos::either::Either::Left(view! {
                    <UnarchiveForm id/>
                    <A href=move || address.asking(Some("delete")) scroll=false attr:class="button-grave">
                        <Icon glyph=Glyph::Trash/> {t.delete}
                    </A>
                })
            } else {
                leptos::either::Either::Right(view! { <ArchiveForm id/> })
            }}
        </Menu>
    }
}

/// Counts what was done to templates: whoever shows some asks for them anew.
#[derive(Clone, Copy)]
pub struct Touched(RwSignal<u32>);

impl Touched {
    pub fn provide() -> Self {
        let touched = Self(RwSignal::new(0));
        provide_context(touched);
        touched
    }

    pub fn get(self) -> u32 {
        self.0.get()
    }
}

/// What a form in a menu did: the menu has closed by then.
fn tell<S>(action: ServerAction<S>)
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let (toasts, touched) = (Toasts::here(), use_context::<Touched>());
    let spoken = crate::texts::texts().error;
    Effect::new(move |_| match action.value().get() {
        Some(Ok(_)) => {
            if let Some(Touched(count)) = touched {
                count.update(|count| *count += 1);
            }
        }
        Some(Err(error)) => toasts.say(spoken(&error), Tone::Wrong),
        None => {}
    });
}

/// To take along: `rel` keeps the router from looking for a page.
#[component]
fn Files(id: TemplateId) -> impl IntoView {
    let t = texts();
    view! {
        <a href=format!("/templates/{id}/source") rel="external" download><Icon glyph=Glyph::Download/> {t.download_source}</a>
        <a href=format!("/templates/{id}/html") rel="external" download><Icon glyph=Glyph::Download/> {t.download_html}</a>
    }
}

#[component]
fn DuplicateForm(id: TemplateId) -> impl IntoView {
    let action = ServerAction::<Duplicate>::new();
    tell(action);
    view! {
        <ActionForm action attr:class="menu-form">
            <Which id/>
            <Submit label=texts().duplicate pending=action.pending()/>
        </ActionForm>
    }
}

#[component]
fn ArchiveForm(id: TemplateId) -> impl IntoView {
    let action = ServerAction::<Archive>::new();
    tell(action);
    view! {
        <ActionForm action attr:class="menu-form">
            <Which id/>
            <Submit label=texts().put_away pending=action.pending()/>
        </ActionForm>
    }
}

#[component]
fn UnarchiveForm(id: TemplateId) -> impl IntoView {
    let action = ServerAction::<Unarchive>::new();
    tell(action);
    view! {
        <ActionForm action attr:class="menu-form">
            <Which id/>
            <Submit label=texts().take_out pending=action.pending()/>
        </ActionForm>
    }
}

/// Which template a form is about.
#[component]
pub fn Which(id: TemplateId) -> impl IntoView {
    view! { <input type="hidden" name="template" value=id.to_string()/> }
}

#[component]
pub fn Questions(template: StoredTemplate) -> impl IntoView {
    let t = texts();
    let StoredTemplate { id, name, .. } = template;
    let shown_name = StoredValue::new(name);
    let rename = ServerAction::<Rename>::new();
    let delete = ServerAction::<Delete>::new();
    let address = Address::here();
    let touched = expect_context::<Touched>();
    Effect::new(move |_| {
        if matches!(rename.value().get(), Some(Ok(()))) {
            touched.0.update(|count| *count += 1);
        }
    });
    view! {
        <Asked question="rename" title=t.rename_title>
            <ActionForm action=rename>
                <Which id/>
                <ErrorNotice error=failure(rename) fields=&["name"]/>
                <Field name="name" label=t.name value=shown_name.get_value() error=failure(rename)/>
                <DialogActions>
                    <A href=move || address.asking(None) scroll=false attr:class=Look::Plain.class()>{t.keep}</A>
                    <Submit label=t.rename look=Look::Main pending=rename.pending()/>
                </DialogActions>
            </ActionForm>
        </Asked>
        <Asked question="delete" title=t.delete_title>
            <p>{(t.delete_means)(&shown_name.get_value())}</p>
            <ErrorNotice error=failure(delete)/>
            <DialogActions>
                <A href=move || address.asking(None) scroll=false attr:class=Look::Plain.class()>{t.keep}</A>
                <ActionForm action=delete>
                    <Which id/>
                    <Submit label=t.delete_yes look=Look::Grave pending=delete.pending()/>
                </ActionForm>
            </DialogActions>
        </Asked>
    }
}
