//! What a campaign asks to be told once its letters are there.

use super::texts::texts;
use crate::{
    AppError,
    ui::{Field, Switch},
};
use domain::tracking::{Tracking, Utm};
use leptos::prelude::*;

#[component]
pub fn Measuring(tracking: Tracking, error: Signal<Option<AppError>>) -> impl IntoView {
    let t = texts();
    let has_tags = RwSignal::new(tracking.utm.is_some());
    let Utm { source, medium, campaign } = tracking.utm.unwrap_or_default();
    let tags = StoredValue::new([source, medium, campaign]);
    let tag = move |n: usize| tags.with_value(|tags| tags[n].clone());
    view! {
        <fieldset class="field measuring">
            <legend>{t.measuring}</legend>
            <Switch name="tracking[opens]" label=t.opens hint=t.opens_hint checked=Signal::stored(tracking.opens)/>
            <Switch name="tracking[clicks]" label=t.clicks hint=t.clicks_hint checked=Signal::stored(tracking.clicks)/>
            <Switch name="tracking[utm]" label=t.utm hint=t.utm_hint checked=has_tags
                on_change=Callback::new(move |is_on| has_tags.set(is_on))/>
            <Show when=move || has_tags.get()>
                <div class="measuring-tags">
                    <Field name="tracking[source]" label="utm_source" required=false value=tag(0) error/>
                    <Field name="tracking[medium]" label="utm_medium" required=false value=tag(1) error/>
                    <Field name="tracking[campaign]" label="utm_campaign" required=false value=tag(2) error
                        placeholder=t.utm_campaign/>
                </div>
            </Show>
        </fieldset>
    }
}
