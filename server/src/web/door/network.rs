//! Where a request comes from, as far as it names no person: enough to count by and to show later that it was made.

use axum::{extract::ConnectInfo, http::HeaderMap};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// `203.0.113.0/24` or `2001:db8:1::/48`.
pub fn network(ConnectInfo(peer): &ConnectInfo<SocketAddr>, headers: &HeaderMap) -> String {
    match client(peer.ip(), headers).to_canonical() {
        IpAddr::V4(ip) => format!("{}/24", Ipv4Addr::from_bits(ip.to_bits() & 0xffff_ff00)),
        IpAddr::V6(ip) => format!("{}/48", Ipv6Addr::from_bits(ip.to_bits() & !(u128::MAX >> 48))),
    }
}

/// A proxy on this machine or in this network is believed about who asked it; nobody else is.
fn client(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let is_near = match peer.to_canonical() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    };
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    let last = forwarded.and_then(|all| all.rsplit(',').next()).and_then(|ip| ip.trim().parse().ok());
    last.filter(|_| is_near).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::network;
    use axum::{extract::ConnectInfo, http::HeaderMap};

    #[test]
    fn a_network_names_no_person_and_only_a_near_proxy_is_believed() {
        let of = |peer: &str, forwarded: Option<&str>| {
            let headers = forwarded.map(|ips| ("x-forwarded-for".parse().unwrap(), ips.parse().unwrap()));
            network(&ConnectInfo(peer.parse().unwrap()), &HeaderMap::from_iter(headers))
        };
        assert_eq!(of("203.0.113.7:80", None), "203.0.113.0/24");
        assert_eq!(of("203.0.113.7:80", Some("198.51.100.9")), "203.0.113.0/24");
        assert_eq!(of("127.0.0.1:80", Some("10.9.9.9, 198.51.100.9")), "198.51.100.0/24");
        assert_eq!(of("127.0.0.1:80", Some("nonsense")), "127.0.0.0/24");
        assert_eq!(of("[2001:db8:1:2::3]:80", None), "2001:db8:1::/48");
    }
}
