//! A letter with a number at each of its links: which one it is, and how many people clicked it.

use super::{PreparedEdition, marks, render, sample_links, sample_recipient};
use crate::{
    edition::Edition,
    template::{Problem, Template, Unescaped},
    tracking::Tracking,
};

const BADGE: &str = "display:inline-block;margin:0 4px 0 0;padding:0 7px;border:1px solid #fff;border-radius:10px;\
    background:#1d4ed8;color:#fff;font:700 12px/18px sans-serif;text-decoration:none;vertical-align:middle;white-space:nowrap";

/// As somebody made up would get it. `people` says of a link how many likely clicked it.
///
/// # Errors
/// Where the template has problems, or becomes too long.
pub fn click_map(edition: &Edition, people: &dyn Fn(usize) -> i64, language: &str) -> Result<String, Vec<Problem>> {
    let badge = |number| format!("<span style=\"{BADGE}\">#{number} · {}</span>", people(number));
    let html = marks::labelled(edition, &badge);
    let names = Template::parse(&html, Unescaped::Refused)?.variables();
    let edition = PreparedEdition::new(Edition { html, tracking: Tracking::default(), ..edition.clone() })?;
    let recipient = sample_recipient(&names, language).map_err(|invalid| vec![Problem::of_all(invalid.reason)])?;
    render(&edition, &recipient, &sample_links()).map(|rendered| rendered.html).map_err(|problem| vec![problem])
}

#[cfg(test)]
mod tests {
    use super::click_map;
    use crate::{compose::sample_edition, tracking::Tracking};

    #[test]
    fn a_number_stands_at_each_link_that_is_counted() {
        let html = "<a href=\"https://a.example/\">A</a><a href=\"{{UnsubscribeUrl}}\">U</a><a href='http://b.example'><b>B</b></a>";
        let mut edition = sample_edition(html, "", "en").unwrap();
        edition.tracking = Tracking { clicks: true, ..Tracking::default() };
        let map = click_map(&edition, &|number| 10 * number as i64, "en").unwrap();
        let words = map.split(['<', '>']).filter(|part| part.starts_with('#')).collect::<Vec<_>>();
        assert_eq!(words, ["#1 · 10", "#2 · 20"]);
        assert!(map.contains("\">U</a>") && map.contains("href='http://b.example'><span"), "{map}");
    }
}
