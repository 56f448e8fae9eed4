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
    /// By the `User-Agent` of its request; empty where it has none.
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
