//! Where a request comes from, as far as it names no person: enough to count by and to show later that it was made.

use axum::extract::ConnectInfo;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// `203.0.113.0/24` or `2001:db8:1::/48`.
pub fn network(ConnectInfo(peer): &ConnectInfo<SocketAddr>) -> String {
    match peer.ip().to_canonical() {
        IpAddr::V4(ip) => format!("{}/24", Ipv4Addr::from_bits(ip.to_bits() & 0xffff_ff00)),
        IpAddr::V6(ip) => format!("{}/48", Ipv6Addr::from_bits(ip.to_bits() & !(u128::MAX >> 48))),
    }
}

#[cfg(test)]
mod tests {
    use super::network;
    use axum::extract::ConnectInfo;

    #[test]
    fn a_network_names_no_person() {
        let of = |peer: &str| network(&ConnectInfo(peer.parse().unwrap()));
        assert_eq!(of("203.0.113.7:80"), "203.0.113.0/24");
        assert_eq!(of("[2001:db8:1:2::3]:80"), "2001:db8:1::/48");
        assert_eq!(of("[::ffff:203.0.113.7]:80"), "203.0.113.0/24");
    }
}
