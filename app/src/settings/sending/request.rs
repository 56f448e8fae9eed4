use super::texts::texts;
use crate::ui::{Card, Copy, Look, TextArea};
use leptos::prelude::*;

/// The words for Amazon, to be filled in and taken along; they are kept nowhere.
#[component]
pub fn RequestCard(request: String, region: String) -> impl IntoView {
    let t = texts();
    let text = RwSignal::new(request);
    let console = format!("https://{region}.console.aws.amazon.com/ses/home?region={region}#/account");
    view! {
        <Card title=t.request>
            <div class="sending-card">
                <p class="quiet">{t.request_means}</p>
                <TextArea name="request" label=t.request_label rows=14 bound=text required=true/>
                <div class="sending-acts">
                    <Copy text named=t.request_copy look=Look::Main/>
                    <a href=console class=Look::Plain.class() target="_blank" rel="noopener">{t.console}</a>
                </div>
            </div>
        </Card>
    }
}
