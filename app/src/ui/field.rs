use super::{bind_value, labelled::Labelled};
use crate::AppError;
use leptos::{html, prelude::*};

/// A labelled input of one line; what was wrong with it stands right below.
#[component]
pub fn Field(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] autocomplete: &'static str,
    #[prop(default = true)] required: bool,
    #[prop(optional, into)] value: String,
    #[prop(optional)] least_characters: Option<usize>,
    #[prop(optional, into)] placeholder: String,
    /// Offered while one types: the id of a `<datalist>`.
    #[prop(optional, into)]
    list: Option<String>,
    /// Kept equal to the input in both directions.
    #[prop(optional, into)]
    bound: Option<RwSignal<String>>,
    /// Where two forms of a page have a field of this name.
    #[prop(optional, into)]
    id: Option<String>,
    /// The answer to the form's last sending.
    #[prop(optional, into)]
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let node = NodeRef::<html::Input>::new();
    let value = bound.map_or(value, |bound| bound.get_untracked());
    if let Some(bound) = bound {
        bind_value(
            bound,
            move || node.get().map(|input| input.value()),
            move |value| {
                if let Some(input) = node.get_untracked() {
                    input.set_value(value);
                }
            },
        );
    }
    let typed = move |event| {
        if let Some(bound) = bound {
            bound.set(event_target_value(&event));
        }
    };
    view! {
        <Labelled id=id.clone() name=name.clone() label hint error required let:wrong>
            <input
                id=id.clone()
                name=name.clone()
                node_ref=node
                type=kind
                value=value.clone()
                required=required
                minlength=least_characters
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck="false"
                placeholder=(!placeholder.is_empty()).then(|| placeholder.clone())
                list=list.clone()
                aria-describedby=format!("{id}-hint")
                aria-invalid=move || wrong.get().is_some().then_some("true")
                on:input=typed
            />
        </Labelled>
    }
}
