use super::{
    button::Look,
    icon::{Glyph, Icon},
    texts::texts,
};
use leptos::prelude::*;
use leptos_router::components::Form;

/// The fields of a form, one below the other; on a wide screen two in a row where `columns` says so.
#[component]
pub fn FormFields(#[prop(optional)] columns: bool, children: Children) -> impl IntoView {
    view! { <div class="form-fields" class:form-columns=columns>{children()}</div> }
}

/// The end of a form: what sends it, and the way out.
#[component]
pub fn FormActions(children: Children) -> impl IntoView {
    view! { <div class="form-actions">{children()}</div> }
}

/// Searches by the page's address: a GET form, so it works without a script and can be sent to somebody.
/// What else should stay in the address (filters, sort) is given as hidden inputs by the children.
#[component]
pub fn SearchField(
    /// The page that is searched.
    #[prop(into)]
    action: String,
    #[prop(default = "search")] name: &'static str,
    #[prop(into)] value: Signal<String>,
    /// What one may look for.
    #[prop(into)]
    label: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <Form action attr:class="search" attr:role="search">
            {children.map(|children| children())}
            <span class="search-field">
                <Icon glyph=Glyph::Search/>
                <input type="search" name=name value=value placeholder=label.clone() aria-label=label.clone()
                    autocapitalize="off" autocomplete="off" spellcheck="false"/>
            </span>
            <button type="submit" class=Look::Plain.class()>{texts().search}</button>
        </Form>
    }
}

/// Filters, search and what belongs to a list, in one row above it.
#[component]
pub fn Toolbar(children: Children) -> impl IntoView {
    view! { <div class="toolbar">{children()}</div> }
}
