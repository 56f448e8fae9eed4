//! HTML as it is, MJML by mrml: what the browser's preview and the server's compilation share.

use super::{Markup, Problem, placeholders};
use crate::Sentence;
use mrml::prelude::{
    parser::{Error as ParseError, ParserOptions},
    render::RenderOptions,
};
use std::collections::HashMap;

/// Of a template's source.
pub const SOURCE_OCTETS_MAX: usize = 1024 * 1024;

/// Why a source of so many octets is refused; `None` where it is not.
pub fn too_large(octets: usize) -> Option<Sentence> {
    const MEGABYTE: usize = 1024 * 1024;
    if octets <= SOURCE_OCTETS_MAX {
        return None;
    }
    // rounded up: what is a little too large shall not look as if it fitted
    let hundredths = (octets * 100).div_ceil(MEGABYTE);
    let size = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    let most = SOURCE_OCTETS_MAX / MEGABYTE;
    Some(Sentence::new(
        format!("the text is too large: {size} MB, where at most {most} MB is possible; shorten it"),
        format!("내용이 너무 큽니다. 지금 {size}MB이며 최대 {most}MB까지 가능합니다. 내용을 줄이세요"),
    ))
}

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
    let source = &*super::footer::expanded(source);
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
    parsed.element.render(&options()).map_err(|error| {
        Problem::of_all((
            format!("the MJML cannot be turned into HTML: {error}; correct the MJML"),
            format!("MJML을 HTML로 변환할 수 없습니다: {error}. MJML을 고치세요"),
        ))
    })
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
        (
            format!("‘{name}’ is not an MJML tag that may stand here; correct its spelling or remove it"),
            format!("‘{name}’ 태그는 여기에 쓸 수 있는 MJML 태그가 아닙니다. 철자를 고치거나 삭제하세요"),
        ),
    )
}

fn in_words(masked: &placeholders::Masked<'_>, error: &ParseError) -> Problem {
    let at = |offset: usize, en: &str, ko: &str| Problem::at(masked.place(offset), (en, ko));
    match error {
        ParseError::UnexpectedElement { position, .. } => {
            unknown_tag(masked, position.start, masked.text.get(position.start..position.end).unwrap_or_default())
        }
        ParseError::UnexpectedToken { position, .. } => at(
            position.start,
            "this may not stand here; check that every tag is closed",
            "여기에 올 수 없는 내용입니다. 모든 태그가 닫혔는지 확인하세요",
        ),
        ParseError::MissingAttribute { name, position, .. } => Problem::at(
            masked.place(position.start),
            (
                format!("this tag needs the attribute ‘{name}’; add it"),
                format!("이 태그에는 ‘{name}’ 속성이 필요합니다. 추가하세요"),
            ),
        ),
        ParseError::InvalidAttribute { position, .. } | ParseError::InvalidFormat { position, .. } => {
            at(position.start, "this value cannot be read; correct it", "이 값을 읽을 수 없습니다. 바르게 고치세요")
        }
        ParseError::IncludeLoaderError { position, .. } => at(
            position.start,
            "mj-include is not possible: a template stands on its own; copy the included text here",
            "mj-include로 다른 파일을 불러올 수 없습니다. 해당 내용을 여기에 복사해 넣으세요",
        ),
        ParseError::ParserError { source, .. } => {
            let pos = source.pos();
            at(
                super::position::offset_of(&masked.text, (pos.row as usize, pos.col as usize)),
                "this is not well-formed MJML; check quotes, brackets and entities here",
                "MJML 문법에 맞지 않습니다. 이 부분의 따옴표와 괄호, ‘&amp;’ 같은 엔티티를 확인하세요",
            )
        }
        ParseError::EndOfStream { .. } => at(
            masked.text.len(),
            "the MJML ends too early; close every tag",
            "MJML이 중간에 끝났습니다. 모든 태그를 닫으세요",
        ),
        ParseError::SizeLimit { .. } => {
            Problem::of_all(("the MJML is too long; shorten it", "MJML이 너무 깁니다. 내용을 줄이세요"))
        }
        ParseError::NoRootNode => Problem::of_all((
            "there is no <mjml> tag; begin with one, or choose HTML",
            "<mjml> 태그가 없습니다. <mjml> 태그로 시작하거나 HTML을 선택하세요",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{SOURCE_OCTETS_MAX, too_large};

    #[test]
    fn what_is_too_large_is_told_in_megabytes() {
        assert_eq!(too_large(SOURCE_OCTETS_MAX), None);
        let table = [(SOURCE_OCTETS_MAX + 1, "1.01 MB"), (SOURCE_OCTETS_MAX * 5 / 4, "1.25 MB"), (3 << 20, "3.00 MB")];
        for (octets, size) in table {
            let why = too_large(octets).unwrap();
            assert!(why.en.contains(size) && why.en.contains("at most 1 MB"), "{why}");
        }
    }
}
