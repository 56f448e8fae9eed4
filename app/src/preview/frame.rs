//! A mail's HTML as mail programs of one kind or another show it. Nothing here runs scripts: the frame forbids them.

use domain::template::{is_tag, tags};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colours {
    #[default]
    Light,
    /// The reader's device is dark and the mail program lets the mail answer for itself, as Apple Mail does.
    Dark,
    /// The mail program turns the colours around by itself, as Gmail does.
    Inverted,
}

/// The document of the frame. Web fonts are left out, as most mail programs do; links open beside the page.
pub fn document(html: &str, colours: Colours, images: bool) -> String {
    let mut document = String::with_capacity(html.len() + 1024);
    let mut at = 0;
    for place in tags(html) {
        document.push_str(&html[at..place.start]);
        let tag = &html[place.clone()];
        if is_tag(tag, "<link") || is_tag(tag, "<base") || is_refresh(tag) {
            // fetches or leads away
        } else if images {
            document.push_str(tag);
        } else {
            document.push_str(&without_pictures(tag));
        }
        at = place.end;
    }
    document.push_str(&html[at..]);
    let document = document.replace("@import", "@ignore");
    let document = if images { document } else { document.replace("url(", "url(data:,") };
    answered(&document, colours) + &ours(colours, images)
}

fn is_refresh(tag: &str) -> bool {
    is_tag(tag, "<meta") && tag.to_ascii_lowercase().contains("http-equiv")
}

fn without_pictures(tag: &str) -> String {
    if is_tag(tag, "<img") {
        return tag.replacen(" src=", " data-src=", 1).replacen(" srcset=", " data-srcset=", 1);
    }
    tag.replacen(" background=", " data-background=", 1)
}

/// Its media queries see the device we mean, not the one it is looked at with.
fn answered(html: &str, colours: Colours) -> String {
    const QUERY: &str = "prefers-color-scheme";
    let (always, never) = ("min-width:0", "max-width:0");
    let (dark, light) = if colours == Colours::Dark { (always, never) } else { (never, always) };
    let mut answered = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(found) = rest.find(QUERY) {
        let after = &rest[found + QUERY.len()..];
        let asked = after.trim_start().strip_prefix(':').map(str::trim_start);
        let reply = asked.and_then(|asked| {
            let known = [("dark", dark), ("light", light)];
            known.into_iter().find_map(|(name, reply)| asked.strip_prefix(name).map(|after| (reply, after)))
        });
        let (kept, next) = reply.unwrap_or((QUERY, after));
        answered.push_str(&rest[..found]);
        answered.push_str(kept);
        rest = next;
    }
    answered + rest
}

fn ours(colours: Colours, images: bool) -> String {
    let scheme = match colours {
        Colours::Light => ":root{color-scheme:light}",
        Colours::Dark => ":root{color-scheme:dark}",
        Colours::Inverted => {
            ":root{color-scheme:light;background:#fff;filter:invert(1) hue-rotate(180deg)}\
             img,[background]{filter:invert(1) hue-rotate(180deg)}"
        }
    };
    let missing = if images {
        ""
    } else {
        "img{outline:1px solid #9aa0a6;background:#f1f3f4;color:#5f6368;font:13px sans-serif}"
    };
    format!("<style>{scheme}{missing}</style><base target=\"_blank\">")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_answers_for_the_device_that_is_meant() {
        let html = "<style>@media (prefers-color-scheme: dark){a{}} @media (prefers-color-scheme:light){b{}}</style>";
        let dark = document(html, Colours::Dark, true);
        assert!(dark.starts_with("<style>@media (min-width:0){a{}} @media (max-width:0){b{}}</style>"), "{dark}");
        for colours in [Colours::Light, Colours::Inverted] {
            let light = document(html, colours, true);
            assert!(light.starts_with("<style>@media (max-width:0){a{}} @media (min-width:0){b{}}</style>"), "{light}");
        }
    }

    #[test]
    fn without_pictures_nothing_is_fetched() {
        let html = "<td background=\"x.png\" style=\"background:red url('y.png')\"><img alt=\"A\" src=\"z.png\"></td>";
        let shown = document(html, Colours::Light, false);
        let expected = "<td data-background=\"x.png\" style=\"background:red url(data:,'y.png')\"><img alt=\"A\" data-src=\"z.png\"></td>";
        assert!(shown.starts_with(expected), "{shown}");
    }

    #[test]
    fn nothing_leads_away_from_the_frame() {
        let html = "<head><base href=x><link rel=stylesheet href=y><meta http-equiv=refresh content=0><style>@import url(z);</style></head>";
        assert!(document(html, Colours::Light, true).starts_with("<head><style>@ignore url(z);</style></head><style>"));
    }
}
