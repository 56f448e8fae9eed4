//! HTML as it is, MJML by mrml: what the browser's preview and the server's compilation share.

use super::{Markup, Problem, placeholders};
use mrml::prelude::{
    parser::{Error as ParseError, ParserOptions},
    render::RenderOptions,
};

/// Of a template's source.
pub const SOURCE_OCTETS_MAX: usize = 1024 * 1024;

/// The template as HTML, placeholders in place, CSS where it was written.
///
/// # Errors
/// Where MJML is not well formed, uses a tag that mrml does not know, or includes a file.
pub fn to_html(markup: Markup, source: &str) -> Result<String, Vec<Problem>> {
    super::dialect::check_size(source).map_err(|problem| vec![problem])?;
    match markup {
        Markup::Html => Ok(source.to_owned()),
        Markup::Mjml => {
            let masked = placeholders::mask(source)?;
            let html = mjml(&masked).map_err(|problem| vec![problem])?;
            Ok(masked.restore(&html))
        }
    }
}

/// Masked MJML to masked HTML.
pub(super) fn mjml(masked: &placeholders::Masked<'_>) -> Result<String, Problem> {
    let parsed =
        mrml::parse_with_options(&masked.text, &ParserOptions::default()).map_err(|error| in_words(masked, &error))?;
    parsed
        .element
        .render(&RenderOptions::default())
        .map_err(|error| Problem::of_all(format!("the MJML cannot be turned into HTML: {error}")))
}

fn in_words(masked: &placeholders::Masked<'_>, error: &ParseError) -> Problem {
    let named = |start: usize, end: usize| masked.text.get(start..end).unwrap_or_default().to_owned();
    match error {
        ParseError::UnexpectedElement { position, .. } => Problem::at(
            masked.place(position.start),
            format!(
                "`{}` is not an MJML tag that may stand here; remove it or wrap it in mj-raw",
                named(position.start, position.end)
            ),
        ),
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
