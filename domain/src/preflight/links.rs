use super::{Code, Finding, Fix, finding::or_fine, html::Seen};
use crate::draft::Card;
use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr},
};

/// What stands where an editor forgot to put an address.
const UNFILLED: [&str; 4] = ["", "#", "http://", "https://"];

/// Every address once. `unsubscribe` is ours: it and all that lead to the same server are told by the address people
/// reach that server at.
pub fn links(seen: &Seen, unsubscribe: &str) -> Vec<Finding> {
    let addresses: BTreeSet<&str> = seen.anchors.iter().map(|anchor| anchor.href.as_str()).collect();
    let is_ours = |address: &str| place(address) != Place::None && origin(address) == origin(unsubscribe);
    let others = addresses.iter().filter(|address| !is_ours(address));
    let mut found: Vec<Finding> = others.filter_map(|address| link(address)).collect();
    if place(unsubscribe) == Place::Private {
        found.push(local(unsubscribe));
    }
    or_fine(found, || {
        let n = addresses.len();
        Finding::new(Code::LinksFine, (format!("{n} links lead somewhere"), format!("링크 {n}개를 확인했습니다")))
    })
}

/// Scheme, host and port; of an address without them the whole.
fn origin(address: &str) -> &str {
    let host = address.find("://").map_or(address.len(), |at| at + 3);
    let end = address[host..].find(['/', '?', '#']).map_or(address.len(), |at| host + at);
    &address[..end]
}

fn link(address: &str) -> Option<Finding> {
    if UNFILLED.contains(&address) {
        return Some(told(
            Code::LinkUnfilled,
            address,
            ("a link leads nowhere; give it an address", "주소가 없는 링크가 있습니다. 주소를 넣으세요"),
        ));
    }
    match place(address) {
        Place::Mail | Place::Public { is_secure: true } => None,
        Place::Public { is_secure: false } => Some(told(
            Code::LinkInsecure,
            address,
            ("this link is not https; browsers warn of it", "https가 아닌 링크입니다. 브라우저가 경고할 수 있습니다"),
        )),
        Place::Private => Some(told(
            Code::LinkUnreachable,
            address,
            (
                "this link leads into a private network: nobody outside can open it",
                "내부 네트워크 주소라 받는 사람이 열 수 없습니다",
            ),
        )),
        Place::None => Some(told(
            Code::LinkBroken,
            address,
            (
                "this is no whole address; write it with https:// in front",
                "완전한 주소가 아닙니다. https://부터 적으세요",
            ),
        )),
    }
}

fn told(code: Code, address: &str, says: (&str, &str)) -> Finding {
    Finding::new(code, says).about(address).mended_by(Fix::Card(Card::Content))
}

fn local(address: &str) -> Finding {
    Finding::new(
        Code::AddressLocal,
        (
            "links and pictures of this server lead to an address that only this network knows; \
             start Pabal with the public address it is reached at",
            "이 서버의 링크와 이미지가 내부에서만 열리는 주소로 되어 있습니다. 외부에서 접속하는 주소를 지정해 실행하세요",
        ),
    )
    .about(address)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Public {
        is_secure: bool,
    },
    Private,
    /// `mailto:`, `tel:`, `sms:`
    Mail,
    /// No address that works in a letter.
    None,
}

/// Where an address leads, by its looks alone.
pub(super) fn place(address: &str) -> Place {
    let Some((scheme, rest)) = address.split_once(':') else { return Place::None };
    let is_secure = match scheme.to_ascii_lowercase().as_str() {
        "https" => true,
        "http" => false,
        "mailto" | "tel" | "sms" if !rest.is_empty() => return Place::Mail,
        _ => return Place::None,
    };
    let Some(rest) = rest.strip_prefix("//") else { return Place::None };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(inner) => inner.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    match host {
        "" => Place::None,
        _ if address.contains(char::is_whitespace) => Place::None,
        _ if is_private(host) => Place::Private,
        _ if host.contains('.') || host.contains(':') => Place::Public { is_secure },
        _ => Place::None,
    }
}

fn is_private(host: &str) -> bool {
    if let Ok(address) = host.parse::<IpAddr>() {
        return match address {
            IpAddr::V4(address) => is_private_v4(address),
            IpAddr::V6(address) => {
                let first = address.segments()[0];
                address.is_loopback()
                    || address.is_unspecified()
                    || first & 0xfe00 == 0xfc00
                    || first & 0xffc0 == 0xfe80
            }
        };
    }
    let host = host.to_ascii_lowercase();
    host == "localhost" || [".localhost", ".local", ".internal", ".lan"].iter().any(|end| host.ends_with(end))
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    address.is_loopback() || address.is_private() || address.is_link_local() || address.is_unspecified()
}
