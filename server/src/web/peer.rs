//! Who asks. A proxy that was named says whom it speaks for (`X-Forwarded-For`); of anybody else that is hearsay.

use axum::{
    extract::{ConnectInfo, Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};
use std::{
    net::{IpAddr, SocketAddr},
    str::FromStr,
    sync::Arc,
};

/// Addresses with the same beginning: `10.0.0.0/8`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

const NOT_A_NETWORK: &str = "write an address or a network such as 10.0.0.0/8 or fd00::/8";

impl FromStr for Network {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        let (address, bits) = text.trim().split_once('/').map_or((text.trim(), None), |(a, bits)| (a, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| NOT_A_NETWORK)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| NOT_A_NETWORK)?;
        if bits > most { Err(NOT_A_NETWORK) } else { Ok(Self { address, bits }) }
    }
}

impl Network {
    fn holds(self, other: IpAddr) -> bool {
        match (self.address, other) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                (own.to_bits() ^ other.to_bits()).checked_shr(32 - self.bits).unwrap_or(0) == 0
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                (own.to_bits() ^ other.to_bits()).checked_shr(128 - self.bits).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

/// From here on whoever asks is the peer.
pub async fn told_by_proxies(State(trusted): State<Arc<[Network]>>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() {
        let asking = asking(&trusted, peer.ip().to_canonical(), request.headers());
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(asking, peer.port())));
    }
    next.run(request).await
}

/// The last address that no proxy of ours has: what stands before it anybody may have written.
fn asking(trusted: &[Network], peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.holds(address));
    let said = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let said: Vec<&str> = said.flat_map(|value| value.split(',')).collect();
    let mut known = peer;
    for address in said.into_iter().rev() {
        let Some(before) = address.trim().parse::<IpAddr>().ok().filter(|_| is_trusted(known)) else { break };
        known = before.to_canonical();
    }
    known
}

#[cfg(test)]
mod tests {
    use super::{Network, asking};
    use axum::http::{HeaderMap, HeaderName};

    #[test]
    fn only_named_proxies_are_believed_about_who_asks() {
        let trusted: Vec<Network> = ["127.0.0.0/8", "::1", "10.1.0.0/16"].map(|text| text.parse().unwrap()).to_vec();
        let table: [(&str, &[&str], &str); 10] = [
            ("203.0.113.7", &[], "203.0.113.7"),
            ("203.0.113.7", &["198.51.100.1"], "203.0.113.7"),
            ("10.2.0.3", &["198.51.100.1"], "10.2.0.3"),
            ("127.0.0.1", &[], "127.0.0.1"),
            ("127.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", &["1.2.3.4, 198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", &["1.2.3.4", "198.51.100.1, 10.1.0.9"], "198.51.100.1"),
            ("::1", &["2001:db8::7"], "2001:db8::7"),
            ("127.0.0.1", &["nonsense"], "127.0.0.1"),
            ("127.0.0.1", &["198.51.100.1, nonsense"], "127.0.0.1"),
        ];
        for (peer, said, expected) in table {
            let name = || HeaderName::from_static("x-forwarded-for");
            let mut headers = HeaderMap::new();
            said.iter().for_each(|said| _ = headers.append(name(), said.parse().unwrap()));
            let found = asking(&trusted, peer.parse().unwrap(), &headers);
            assert_eq!(found.to_string(), expected, "{peer} {said:?}");
        }
        for nonsense in ["", "10.0.0.0/33", "::/129", "proxy", "10.0.0.0/x"] {
            assert!(nonsense.parse::<Network>().is_err(), "{nonsense}");
        }
        assert!("0.0.0.0/0".parse::<Network>().unwrap().holds("203.0.113.7".parse().unwrap()));
    }
}
