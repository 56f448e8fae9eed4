//! The public form: open or closed, and the lines that put it onto a page of one's own.

use super::{
    api::{OpenPublicForm, PublicForm},
    texts::texts,
};
use crate::{
    texts::{Locale, locale},
    ui::{Badge, Card, Copy, ErrorNotice, Look, Submit, Tone, failure},
};
use domain::topic::Topic;
use leptos::{either::Either, form::ActionForm, prelude::*};

#[component]
pub fn SubscribeFormCard(
    form: PublicForm,
    may_change: bool,
    open: ServerAction<OpenPublicForm>,
    topics: Vec<Topic>,
) -> impl IntoView {
    let t = texts();
    let topics: Vec<Topic> = topics.into_iter().filter(|topic| topic.archived_at.is_none()).collect();
    let is_open = form.is_open;
    let (state, tone) = if is_open { (t.form_open, Tone::Good) } else { (t.form_closed, Tone::Plain) };
    let label = if is_open { t.close_form } else { t.open_form };
    let snippet = snippet(&form.address, &topics, locale());
    view! {
        <Card title=t.form actions=move || view! { <Badge label=state tone/> }>
            <ErrorNotice error=failure(open)/>
            <p>{if is_open { t.form_open_means } else { t.form_closed_means }}</p>
            {is_open.then(|| view! {
                <p><a href=form.address.clone() target="_blank" rel="external noopener">{form.address.clone()}</a></p>
                <div class="field">
                    <label for="snippet">{t.snippet}</label>
                    <textarea id="snippet" rows="9" readonly spellcheck="false">{snippet.clone()}</textarea>
                    <p class="field-hint">{t.snippet_hint}</p>
                    <div><Copy text=snippet.clone() named=t.copy_snippet/></div>
                </div>
            })}
            {if may_change {
                Either::Left(view! {
                    <ActionForm action=open>
                        <input type="hidden" name="is_open" value=(!is_open).to_string()/>
                        <Submit label look=Look::Plain pending=open.pending()/>
                    </ActionForm>
                })
            } else {
                Either::Right(view! { <p class="quiet">{t.form_admins}</p> })
            }}
        </Card>
    }
}

/// Plain HTML without a script: it leads to our page, where the person reads what they agree to and presses the button.
fn snippet(address: &str, topics: &[Topic], locale: Locale) -> String {
    let t = texts();
    let mut lines = vec![
        format!("<form action=\"{}\" method=\"post\" accept-charset=\"utf-8\">", escaped(address)),
        format!("  <input type=\"hidden\" name=\"locale\" value=\"{}\">", locale.code()),
        format!("  <label>{} <input type=\"email\" name=\"address\" required></label>", t.snippet_address),
        format!("  <label>{} <input type=\"text\" name=\"name\"></label>", t.snippet_name),
    ];
    lines.extend(topics.iter().map(|topic| {
        let name = escaped(locale.said(&topic.name));
        format!("  <label><input type=\"checkbox\" name=\"topic\" value=\"{}\"> {name}</label>", topic.id)
    }));
    lines.push(format!("  <button>{}</button>", t.snippet_button));
    lines.push("</form>".into());
    lines.join("\n")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::snippet;
    use crate::texts::Locale;
    use domain::{Sentence, TopicId, topic::Topic};

    #[test]
    fn a_topics_name_cannot_break_out_of_the_snippet() {
        let name = Sentence::new("A & \"B\" <script>", "가 & 나");
        let topic = Topic { id: TopicId(3), name, description: Sentence::default(), archived_at: None };
        let html = snippet("https://news.shop.example/subscribe", &[topic], Locale::En);
        assert!(html.contains("value=\"3\"> A &amp; &quot;B&quot; &lt;script&gt;</label>"), "{html}");
        assert!(html.starts_with("<form action=\"https://news.shop.example/subscribe\" method=\"post\""), "{html}");
    }
}
