//! Links, pictures and words of a finished letter. A reader for mail, not a browser: what stands in comments is for
//! old versions of Outlook and is passed over.

/// What a person would see and touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    pub anchors: Vec<Anchor>,
    pub pictures: Vec<Picture>,
    /// Words without markup.
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub href: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub src: String,
    /// `None` where the attribute is missing; empty for a picture that only decorates.
    pub alt: Option<String>,
}

impl Seen {
    pub fn of(html: &str) -> Self {
        let mut seen = Self::default();
        let mut rest = html;
        while let Some(begins) = rest.find('<') {
            seen.say(&rest[..begins]);
            rest = &rest[begins..];
            rest = match rest.strip_prefix("<!--") {
                Some(comment) => comment.split_once("-->").map_or("", |(_, after)| after),
                None => seen.tag(&rest[1..]),
            };
        }
        seen.say(rest);
        seen
    }

    fn say(&mut self, text: &str) {
        self.text.push_str(&unescaped(text));
    }

    /// Reads a tag from behind its `<`; what follows it comes back.
    fn tag<'a>(&mut self, text: &'a str) -> &'a str {
        let end = text.find(|sign: char| sign.is_whitespace() || matches!(sign, '>' | '/')).unwrap_or(text.len());
        // `</p` begins with a slash and has no name here
        let name = text[..end].to_ascii_lowercase();
        let (attributes, after) = attributes(&text[end..]);
        let value = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        match name.as_str() {
            "a" | "area" => self.anchors.extend(value("href").map(|href| Anchor { href: href.trim().to_owned() })),
            "img" => self
                .pictures
                .push(Picture { src: value("src").unwrap_or_default().trim().to_owned(), alt: value("alt") }),
            "style" | "script" | "title" => return behind(after, &name),
            _ => self.text.push(' '),
        }
        after
    }
}

/// Behind `</name>`, matched in any letter case.
fn behind<'a>(text: &'a str, name: &str) -> &'a str {
    let closing = format!("</{name}");
    let found = text.to_ascii_lowercase().find(&closing);
    let rest = found.map_or("", |at| &text[at..]);
    rest.split_once('>').map_or("", |(_, after)| after)
}

/// The attributes of a tag up to its `>`, and what follows it.
fn attributes(mut text: &str) -> (Vec<(String, String)>, &str) {
    let mut found = Vec::new();
    loop {
        text = text.trim_start_matches(|sign: char| sign.is_whitespace() || sign == '/');
        if text.is_empty() {
            return (found, "");
        }
        if let Some(after) = text.strip_prefix('>') {
            return (found, after);
        }
        let end = text.find(|sign: char| sign.is_whitespace() || matches!(sign, '=' | '>' | '/')).unwrap_or(text.len());
        // a stray `=` would otherwise be read for ever
        let end = end.max(text.chars().next().map_or(1, char::len_utf8));
        let name = text[..end].to_ascii_lowercase();
        text = text[end..].trim_start();
        let value = match text.strip_prefix('=') {
            Some(given) => {
                let (value, after) = value(given.trim_start());
                text = after;
                unescaped(value)
            }
            None => String::new(),
        };
        found.push((name, value));
    }
}

fn value(text: &str) -> (&str, &str) {
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text[1..].split_once(quote).unwrap_or((&text[1..], "")),
        _ => text.split_at(text.find(|sign: char| sign.is_whitespace() || sign == '>').unwrap_or(text.len())),
    }
}

/// The references that our own renderer writes, and those everybody writes.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let named = [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x3D;", "="),
    ];
    let plain = named.iter().fold(text.to_owned(), |text, (name, sign)| text.replace(name, sign));
    plain.replace("&#38;", "&").replace("&amp;", "&")
}
