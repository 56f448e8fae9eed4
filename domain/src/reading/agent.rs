//! What a program says of itself.

/// Only this much is kept of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agent {
    /// A browser, a mail program, or nothing we know.
    Program,
    /// A mailbox provider's, which fetches pictures for its people.
    Proxy,
    /// A mail program's, which fetches them before anybody looks.
    Prefetch,
    /// Any program that says of this one request that nobody has asked for it yet.
    InAdvance,
    Scanner,
}

/// Apple's says no more than this (Mail Privacy Protection, since 2021).
const PREFETCH: &str = "Mozilla/5.0";
const PROXIES: [&str; 4] = ["googleimageproxy", "yahoomailproxy", "outlookimageproxy", "navermailproxy"];
/// Gateways that follow links, previews of messengers, searchers, and programs that no person reads with.
const SCANNERS: [&str; 36] = [
    // not `bot` alone: there are telephones called Cubot
    "bot/",
    "bot-",
    "crawl",
    "spider",
    "scan",
    "preview",
    "headless",
    "phantomjs",
    "curl/",
    "wget/",
    "python",
    "go-http-client",
    "java/",
    "libwww",
    "lwp::",
    "apache-httpclient",
    "node-fetch",
    "axios",
    "undici",
    "aiohttp",
    "httpx",
    "guzzle",
    "ruby",
    "barracuda",
    "proofpoint",
    "mimecast",
    "zscaler",
    "fortinet",
    "cloudmark",
    "ironport",
    "trendmicro",
    "symantec",
    "bitdefender",
    "ahnlab",
    "facebookexternalhit",
    "kakaotalk-scrap",
];

impl Agent {
    /// By the `User-Agent` of its request, and by what it says the request is for (the values of `Sec-Purpose`, `Purpose` and
    /// `X-Moz`); empty where it says nothing.
    pub fn asking(user_agent: &str, purposes: [&str; 3]) -> Self {
        match Self::of(user_agent) {
            Self::Program | Self::Proxy if purposes.into_iter().any(is_in_advance) => Self::InAdvance,
            agent => agent,
        }
    }

    /// By the `User-Agent` alone.
    pub fn of(user_agent: &str) -> Self {
        let user_agent = user_agent.trim();
        let lower = user_agent.to_ascii_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        if user_agent == PREFETCH {
            Self::Prefetch
        } else if says(&PROXIES) {
            Self::Proxy
        } else if user_agent.is_empty() || says(&SCANNERS) {
            Self::Scanner
        } else {
            Self::Program
        }
    }
}

/// `prefetch`, also as `prefetch;prerender` or `prefetch;anonymous-client-ip`; Safari says `preview` of what it shows in a
/// small window or keeps ready behind the address bar.
fn is_in_advance(purpose: &str) -> bool {
    let words = purpose.split([';', ',']).map(str::trim);
    words
        .into_iter()
        .any(|word| ["prefetch", "prerender", "preview"].iter().any(|known| word.eq_ignore_ascii_case(known)))
}
