//! What happens once, when a template is saved: CSS into the tags, plain text out of the HTML.

mod plain_text;

use super::{Compiled, Markup, Problem, Template, Unescaped, footer, markup, placeholders};
use css_inline::{CSSInliner, InlineOptions};

/// MJML to HTML, CSS inlined, plain text made: once per template, never per recipient.
///
/// # Errors
/// All that is wrong with the template language; or else the first thing wrong with the markup.
pub fn compile(markup: Markup, source: &str) -> Result<Compiled, Vec<Problem>> {
    // what is wrong is told of the source as it was written
    Template::parse(source, Unescaped::Refused)?;
    let source = &*footer::expanded(source);
    let template = Template::parse(source, Unescaped::Refused)?;
    let masked = placeholders::mask(markup, source)?;
    let html = make(markup, &masked).map_err(|problem| vec![problem])?;
    let text = plain_text::of(&masked.bare_words(&html)).map_err(|problem| vec![problem])?;
    let compiled =
        Compiled { html: masked.restore(&html), text: masked.restore(&text), variables: template.variables() };
    check(&compiled)?;
    Ok(compiled)
}

fn make(markup: Markup, masked: &placeholders::Masked<'_>) -> Result<String, Problem> {
    let html = match markup {
        Markup::Html => masked.text.clone(),
        Markup::Mjml => markup::mjml(masked)?,
    };
    inliner().inline(&html).map_err(|error| {
        Problem::of_all((
            format!("the styles cannot be put into the tags: {error}; correct the CSS"),
            format!("스타일을 태그에 적용할 수 없습니다: {error}. CSS를 고치세요"),
        ))
    })
}

/// Nothing is fetched; what cannot be inlined, such as media queries, stays in its `<style>`.
fn inliner() -> CSSInliner<'static> {
    CSSInliner::new(InlineOptions {
        load_remote_stylesheets: false,
        keep_link_tags: true,
        keep_style_tags: true,
        remove_inlined_selectors: true,
        keep_at_rules: true,
        ..InlineOptions::default()
    })
}

/// Blocks that HTML tools tore apart, such as `{{#if}}` inside `<style>`.
fn check(compiled: &Compiled) -> Result<(), Vec<Problem>> {
    for made in [&compiled.html, &compiled.text] {
        if Template::parse(made, Unescaped::Refused).is_err() {
            return Err(vec![Problem::of_all((
                "a block begins and ends in different tags, or stands inside <style>; put ‘{{#…}}’ and ‘{{/…}}’ around whole tags",
                "블록이 서로 다른 태그에서 시작하고 끝나거나 <style> 안에 있습니다. ‘{{#…}}’와 ‘{{/…}}’로 태그 전체를 감싸세요",
            ))]);
        }
    }
    Ok(())
}
