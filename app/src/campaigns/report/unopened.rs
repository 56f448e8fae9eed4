//! The way to write once more to who did not open it: here, and then the launch.

use super::{api::SendToUnopened, texts::texts};
use crate::{
    campaigns::actions::Subject,
    layout::ForSenders,
    ui::{Card, ErrorNotice, Look, Submit, failure},
};
use domain::report::CampaignSummary;
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn Unopened(summary: CampaignSummary, people: i64) -> impl IntoView {
    let t = texts();
    let again = ServerAction::<SendToUnopened>::new();
    let name = StoredValue::new((t.again_name)(&summary.name));
    let segment = StoredValue::new((t.unopened_segment)(&summary.name));
    view! {
        <Card title=t.unopened>
            <p>{(t.unopened_lead)(people)}</p>
            <ForSenders>
                <ActionForm action=again>
                    <Subject id=summary.id/>
                    <input type="hidden" name="name" value=name.get_value()/>
                    <input type="hidden" name="segment" value=segment.get_value()/>
                    <Submit label=t.send_to_unopened look=Look::Plain pending=again.pending()/>
                </ActionForm>
                <ErrorNotice error=failure(again)/>
            </ForSenders>
            <p class="quiet report-note">{t.unopened_note}</p>
        </Card>
    }
}
