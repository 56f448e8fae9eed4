//! HTML as it is, MJML by mrml: what the browser's preview and the server's compilation share.

use super::{Markup, Problem, placeholders};
use mrml::prelude::{
    parser::{Error as ParseError, ParserOptions},
    render::RenderOptions,
};
use std::collections::HashMap;

/// Of a template's source.
pub const SOURCE_OCTETS_MAX: usize = 1024 * 1024;

const TAGS: [&str; 33] = [
    "mj-accordion",
    "mj-accordion-element",
    "mj-accordion-text",
    "mj-accordion-title",
    "mj-all",
    "mj-attributes",
    "mj-body",
    "mj-breakpoint",
    "mj-button",
    "mj-carousel",
    "mj-carousel-image",
    "mj-class",
    "mj-column",
    "mj-divider",
    "mj-font",
    "mj-group",
    "mj-head",
    "mj-hero",
    "mj-image",
    "mj-include",
    "mj-navbar",
    "mj-navbar-link",
    "mj-preview",
    "mj-raw",
    "mj-section",
    "mj-social",
    "mj-social-element",
    "mj-spacer",
    "mj-style",
    "mj-table",
    "mj-text",
    "mj-title",
    "mj-wrapper",
];

/// The template as HTML, placeholders in place, CSS where it was written.
///
/// # Errors
/// Where MJML is not well formed, uses a tag that mrml does not know, or includes a file.
pub fn to_html(markup: Markup, source: &str) -> Result<String, Vec<Problem>> {
    super::dialect::check_size(source).map_err(|problem| vec![problem])?;
    match markup {
        Markup::Html => Ok(source.to_owned()),
        Markup::Mjml => {
            let masked = placeholders::mask(markup, source)?;
            let html = mjml(&masked).map_err(|problem| vec![problem])?;
            Ok(masked.restore(&html))
        }
    }
}

/// Masked MJML to masked HTML.
pub(super) fn mjml(masked: &placeholders::Masked<'_>) -> Result<String, Problem> {
    check_tags(masked)?;
    let parsed =
        mrml::parse_with_options(&masked.text, &ParserOptions::default()).map_err(|error| in_words(masked, &error))?;
    parsed
        .element
        .render(&options())
        .map_err(|error| Problem::of_all(format!("the MJML cannot be turned into HTML: {error}")))
}

/// mrml knows addresses of Google Fonts and would link them wherever a font is named: then every opened letter tells
/// Google. A font is loaded only from where the template says, by `<mj-font>`.
fn options() -> RenderOptions {
    RenderOptions { fonts: HashMap::new(), ..RenderOptions::default() }
}

/// mrml lets a misspelt tag through as if it were HTML; then its text would silently lose its place.
fn check_tags(masked: &placeholders::Masked<'_>) -> Result<(), Problem> {
    for (at, _) in masked.text.match_indices("<mj-") {
        let tag = &masked.text[at + 1..];
        let name = &tag[..tag.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-').unwrap_or(tag.len())];
        if !TAGS.contains(&name) {
            return Err(unknown_tag(masked, at + 1, name));
        }
    }
    Ok(())
}

fn unknown_tag(masked: &placeholders::Masked<'_>, offset: usize, name: &str) -> Problem {
    Problem::at(
        masked.place(offset),
        format!("`{name}` is not an MJML tag that may stand here; correct its spelling or remove it"),
    )
}

fn in_words(masked: &placeholders::Masked<'_>, error: &ParseError) -> Problem {
    match error {
        ParseError::UnexpectedElement { position, .. } => {
            unknown_tag(masked, position.start, masked.text.get(position.start..position.end).unwrap_or_default())
        }
        ParseError::UnexpectedToken { position, .. } => {
            Problem::at(masked.place(position.start), "this may not stand here; check that every tag is closed")
        }
        ParseError::MissingAttribute { name, position, .. } => {
            Problem::at(masked.place(position.start), format!("this tag needs the attribute `{name}`; add it"))
        }
        ParseError::InvalidAttribute { position, .. } | ParseError::InvalidFormat { position, .. } => {
            Problem::at(masked.place(position.start), "this value cannot be read; correct it")
        }
        ParseError::IncludeLoaderError { position, .. } => Problem::at(
            masked.place(position.start),
            "mj-include is not possible: a template stands on its own; copy the included text here",
        ),
        ParseError::ParserError { source, .. } => {
            let pos = source.pos();
            let offset = super::position::offset_of(&masked.text, (pos.row as usize, pos.col as usize));
            Problem::at(masked.place(offset), "this is not well-formed MJML; check quotes, brackets and entities here")
        }
        ParseError::EndOfStream { .. } => {
            Problem::at(masked.place(masked.text.len()), "the MJML ends too early; close every tag")
        }
        ParseError::SizeLimit { .. } => Problem::of_all("the MJML is too long; shorten it"),
        ParseError::NoRootNode => Problem::of_all("there is no <mjml> tag; begin with one, or choose HTML"),
    }
}
