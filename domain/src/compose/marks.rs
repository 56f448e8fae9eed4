//! The HTML of an edition with its links marked: by tags for web analytics, and once more with links that lead over us and
//! the picture that tells of an opening. All of it is text work on the template, done once an edition: a letter then only
//! has one value more to copy at each link.

mod attribute;
mod link;

use crate::{
    edition::Edition,
    template::{Template, Unescaped, is_tag, placeholders, tags},
};
use attribute::href;
use link::{Link, with_tags};
use std::{borrow::Cow, ops::Range};

/// What stands in front of the number of a link that is counted.
pub(super) const CLICK: &str = "PabalClick";
/// The address of the picture.
pub(super) const OPEN: &str = "PabalOpen";

pub(super) struct Marked<'a> {
    /// For who is not counted, and for everybody who looks at it on our pages.
    pub plain: Cow<'a, str>,
    pub counted: Option<String>,
    /// Of the links that are counted, as templates of plain text.
    pub links: Vec<String>,
}

pub(super) fn mark(edition: &Edition) -> Marked<'_> {
    let tracking = &edition.tracking;
    let unmarked = Marked { plain: Cow::Borrowed(&edition.html), counted: None, links: vec![] };
    if !tracking.counts() && tracking.utm.is_none() {
        return unmarked;
    }
    let Some(found) = links(edition) else { return unmarked };
    let tags: Vec<_> = tracking.utm.iter().flat_map(|utm| utm.tags()).collect();
    let tagged: Vec<(Range<usize>, String)> =
        found.iter().map(|link| (link.place.clone(), with_tags(&link.source, &tags))).collect();
    let plain =
        if tags.is_empty() { Cow::Borrowed(edition.html.as_str()) } else { replaced(&edition.html, &tagged).into() };
    let mut links = Vec::new();
    let mut leads_over_us = |(link, (place, tagged)): (&Link, (Range<usize>, String))| {
        let written = link.written(&tagged).filter(|_| tracking.clicks);
        let source = match written {
            Some(written) => {
                links.push(written);
                format!("{{{{{CLICK}}}}}/{}", links.len())
            }
            None => tagged,
        };
        (place, source)
    };
    let over_us: Vec<_> = found.iter().zip(tagged).map(&mut leads_over_us).collect();
    let counted = tracking.counts().then(|| {
        let html = replaced(&edition.html, &over_us);
        if tracking.opens { with_picture(html) } else { html }
    });
    Marked { plain, counted, links }
}

/// The HTML with something beside each link that is counted, by its number.
pub(super) fn labelled(edition: &Edition, label: &dyn Fn(usize) -> String) -> String {
    let mut number = 0;
    let labels =
        links(edition).unwrap_or_default().into_iter().filter(|_| edition.tracking.clicks).filter_map(|link| {
            link.written(&link.source)?;
            number += 1;
            Some((link.tag_end..link.tag_end, label(number)))
        });
    let labels: Vec<_> = labels.collect();
    replaced(&edition.html, &labels)
}

/// Every link to the web, in order. `None` where the placeholders cannot be told apart, which is a problem of the template.
fn links(edition: &Edition) -> Option<Vec<Link>> {
    let html = &edition.html;
    let holes = placeholders::find(html).ok()?;
    let masked = masked(html, &holes);
    let mut loops = Loops::of(html, &holes);
    let anchors = tags(&masked).filter(|tag| ["<a", "<area"].iter().any(|name| is_tag(&masked[tag.clone()], name)));
    let found = anchors.filter_map(|tag| {
        let place = href(&masked[tag.clone()])?;
        let place = tag.start + place.start..tag.start + place.end;
        Link::at(place, tag.end, html, &edition.fields, loops.hold(tag.start))
    });
    Some(found.collect())
}

/// The same text with every placeholder hidden behind signs that mean nothing in HTML, octet for octet.
fn masked(html: &str, holes: &[placeholders::Placeholder]) -> String {
    let mut masked = String::with_capacity(html.len());
    let mut at = 0;
    for hole in holes {
        masked.push_str(&html[at..hole.start]);
        masked.extend(std::iter::repeat_n('x', hole.end - hole.start));
        at = hole.end;
    }
    masked.push_str(&html[at..]);
    masked
}

fn replaced(html: &str, by: &[(Range<usize>, String)]) -> String {
    let mut replaced = String::with_capacity(html.len() + by.len() * 32);
    let mut at = 0;
    for (place, source) in by {
        replaced.push_str(&html[at..place.start]);
        replaced.push_str(source);
        at = place.end;
    }
    replaced.push_str(&html[at..]);
    replaced
}

/// Last in the body: whatever a mail program cuts off a long letter, it has been opened all the same, but no letter shall
/// wait for this picture.
fn with_picture(mut html: String) -> String {
    let picture = format!(
        "<img src=\"{{{{{OPEN}}}}}\" width=\"1\" height=\"1\" alt=\"\" style=\"display:block;width:1px;height:1px;border:0\">"
    );
    let end = tags(&html).filter(|tag| is_tag(&html[tag.clone()], "</body")).last().map_or(html.len(), |tag| tag.start);
    html.insert_str(end, &picture);
    html
}

/// Where the parts of a template that repeat begin and end.
struct Loops(Vec<(usize, bool)>);

impl Loops {
    fn of(html: &str, holes: &[placeholders::Placeholder]) -> Self {
        let word = |hole: &placeholders::Placeholder| {
            let text = hole.text(html).trim_start_matches(['{', '~', ' ', '#', '/']);
            text.starts_with("each")
        };
        let ends =
            holes.iter().filter(|hole| hole.opens_block(html) || hole.closes_block(html)).filter(|hole| word(hole));
        Self(ends.map(|hole| (hole.start, hole.opens_block(html))).collect())
    }

    fn hold(&mut self, at: usize) -> bool {
        let before = self.0.iter().take_while(|(place, _)| *place < at);
        before.fold(0_i32, |depth, (_, opens)| if *opens { depth + 1 } else { depth - 1 }) > 0
    }
}

/// A link can be led somewhere by itself only if it can be read by itself.
fn reads_alone(source: &str) -> bool {
    Template::parse(source, Unescaped::Refused).is_ok()
}

#[cfg(test)]
mod tests;
