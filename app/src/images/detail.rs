use super::{
    api::{DeleteImage, DescribeImage},
    page::Place,
    texts::texts,
    weight,
};
use crate::{
    AppError,
    ui::{CopyField, Dialog, DialogActions, ErrorNotice, Fact, Facts, Field, Look, Submit, When, failure},
};
use domain::image::{Image, TemplateUse};
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};

/// What a member who may can do with a picture.
#[derive(Clone, Copy)]
pub struct Acts {
    pub describe: ServerAction<DescribeImage>,
    pub delete: ServerAction<DeleteImage>,
}

/// One picture, all that is known of it, and what can be done with it.
#[component]
pub fn Detail(image: Image, place: Memo<Place>, acts: Option<Acts>) -> impl IntoView {
    let t = texts();
    let navigate = use_navigate();
    let close = move || place.with_untracked(|place| place.with_image(None).path());
    let on_close = Callback::new(move |()| navigate(&close(), NavigateOptions { scroll: false, ..Default::default() }));
    let asks_to_delete = Memo::new(move |_| place.with(|place| place.asks_to_delete));
    move || {
        let image = image.clone();
        if let Some(acts) = acts.filter(|_| asks_to_delete.get()) {
            Either::Left(view! { <Delete image place delete=acts.delete/> })
        } else {
            Either::Right(view! {
                <Dialog title=t.picture on_close is_wide=true>
                    <div class="image-detail">
                        <img src=image.path() alt=image.alt.clone() width=image.width height=image.height/>
                        <Words image place acts/>
                    </div>
                    <DialogActions>
                        <A href=close attr:class=Look::Plain.class() scroll=false>{t.close}</A>
                    </DialogActions>
                </Dialog>
            })
        }
    }
}

#[component]
fn Words(image: Image, place: Memo<Place>, acts: Option<Acts>) -> impl IntoView {
    let t = texts();
    let delete = move || place.with(|place| Place { asks_to_delete: true, ..place.clone() }.path());
    let size = format!("{} × {} px · {}", image.width, image.height, weight(image.octets));
    let shown_width = (t.shown_width)(image.shown_width());
    let (uploaded_at, uses) = (image.created_at, image.used_in.clone());
    view! {
        <div class="image-words">
            <h3>{image.title.clone()}</h3>
            {acts.map(|acts| view! { <Describe image=image.clone() describe=acts.describe/> })}
            <CopyField label=t.address value=image.address.clone() id="image-address"/>
            <Facts>
                <Fact name=t.size>
                    {size}
                    <span class="quiet">" · " {shown_width}</span>
                </Fact>
                <Fact name=t.uploaded_at><When at=uploaded_at/></Fact>
                <Fact name=t.where_used><Uses uses/></Fact>
            </Facts>
            {acts.map(|_| view! {
                <A href=delete attr:class=Look::Small.class() scroll=false>{t.delete}</A>
            })}
        </div>
    }
}

#[component]
fn Uses(uses: Vec<TemplateUse>) -> impl IntoView {
    if uses.is_empty() {
        return Either::Left(texts().unused);
    }
    let entry = |used: TemplateUse| {
        view! { <li><A href=format!("/templates/{}", used.template)>{used.name}</A></li> }
    };
    Either::Right(view! { <ul>{uses.into_iter().map(entry).collect_view()}</ul> })
}

#[component]
fn Describe(image: Image, describe: ServerAction<DescribeImage>) -> impl IntoView {
    let t = texts();
    let id = image.id;
    let is_saved = move || describe.value().get().and_then(Result::ok).is_some_and(|saved| saved.id == id);
    view! {
        <ActionForm action=describe attr:class="image-describe">
            <input type="hidden" name="image" value=image.id.to_string()/>
            <Field name="alt" label=t.alt hint=t.alt_hint required=false value=image.alt error=failure(describe)/>
            <Submit label=t.save pending=describe.pending()/>
            <span role="status" class="quiet">{move || is_saved().then_some(t.saved)}</span>
        </ActionForm>
        <ErrorNotice error=failure(describe) fields=&["alt"]/>
    }
}

#[component]
fn Delete(image: Image, place: Memo<Place>, delete: ServerAction<DeleteImage>) -> impl IntoView {
    let t = texts();
    let navigate = use_navigate();
    let back = move || place.with_untracked(|place| place.with_image(place.image).path());
    let on_close = Callback::new(move |()| navigate(&back(), NavigateOptions { scroll: false, ..Default::default() }));
    let failed: Signal<Option<AppError>> = failure(delete);
    view! {
        <Dialog title=t.delete_title on_close>
            <p><strong>{image.title}</strong></p>
            <p>{t.delete_means}</p>
            <ErrorNotice error=failed/>
            <DialogActions>
                <A href=back attr:class=Look::Plain.class() scroll=false>{t.delete_no}</A>
                <ActionForm action=delete>
                    <input type="hidden" name="image" value=image.id.to_string()/>
                    <Submit label=t.delete_yes look=Look::Grave pending=delete.pending()/>
                </ActionForm>
            </DialogActions>
        </Dialog>
    }
}
