use super::{bind_value, labelled::Labelled};
use crate::AppError;
use leptos::{html, prelude::*};

/// A labelled input of several lines.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(default = true)] required: bool,
    #[prop(default = 4)] rows: u32,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] placeholder: String,
    #[prop(optional, into)] bound: Option<RwSignal<String>>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] error: Signal<Option<AppError>>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let node = NodeRef::<html::Textarea>::new();
    let value = bound.map_or(value, |bound| bound.get_untracked());
    if let Some(bound) = bound {
        bind_value(
            bound,
            move || node.get().map(|area| area.value()),
            move |value| {
                if let Some(area) = node.get_untracked() {
                    area.set_value(value);
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
            <textarea
                id=id.clone()
                name=name.clone()
                node_ref=node
                rows=rows.to_string()
                required=required
                placeholder=(!placeholder.is_empty()).then(|| placeholder.clone())
                aria-describedby=format!("{id}-hint")
                aria-invalid=move || wrong.get().is_some().then_some("true")
                on:input=typed
            >
                {value.clone()}
            </textarea>
        </Labelled>
    }
}
