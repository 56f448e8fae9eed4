//! A name server on loopback with a zone of our own: A, CNAME, MX and TXT over UDP.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};
use tokio::{net::UdpSocket, task::JoinHandle};

/// Type, name, value; an MX as `10 mail.shop.example`.
type Records = Vec<(u16, String, String)>;

const A: u16 = 1;
const CNAME: u16 = 5;
const MX: u16 = 15;
const TXT: u16 = 16;

pub struct DnsDouble {
    pub address: SocketAddr,
    zone: Arc<Mutex<Records>>,
    listener: JoinHandle<()>,
}

impl DnsDouble {
    pub async fn start(records: &[(&str, &str, &str)]) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let zone: Arc<Mutex<Records>> = Arc::default();
        let of_all = zone.clone();
        let listener = tokio::spawn(async move {
            let mut octets = [0; 1500];
            while let Ok((length, from)) = socket.recv_from(&mut octets).await {
                let answer = answer(&octets[..length], &of_all.lock().unwrap());
                socket.send_to(&answer, from).await.unwrap();
            }
        });
        let double = Self { address, zone, listener };
        double.publish(records);
        double
    }

    pub fn publish(&self, records: &[(&str, &str, &str)]) {
        let kind = |kind: &str| match kind {
            "A" => A,
            "CNAME" => CNAME,
            "MX" => MX,
            "TXT" => TXT,
            other => panic!("the double has no {other}"),
        };
        let records = records.iter().map(|(of, name, value)| (kind(of), (*name).to_owned(), (*value).to_owned()));
        self.zone.lock().unwrap().extend(records);
    }
}

impl Drop for DnsDouble {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

fn answer(query: &[u8], zone: &Records) -> Vec<u8> {
    let (name, end) = name_at(query, 12);
    let kind = u16::from_be_bytes([query[end], query[end + 1]]);
    let mut found = Vec::new();
    let mut wanted = name.clone();
    loop {
        found.extend(zone.iter().filter(|(of, at, _)| *of == kind && *at == wanted));
        match zone.iter().find(|(of, at, _)| *of == CNAME && *at == wanted && kind != CNAME) {
            Some(alias) => {
                found.push(alias);
                wanted.clone_from(&alias.2);
            }
            None => break,
        }
    }
    let exists = zone.iter().any(|(_, at, _)| *at == name || at.ends_with(&format!(".{name}")));
    let refusal = if exists { 0 } else { 3 };
    let mut answer = query[..2].to_vec();
    answer.extend([0x85, 0x80 | refusal, 0, 1, 0, found.len() as u8, 0, 0, 0, 0]);
    answer.extend(&query[12..end + 4]);
    for (of, at, value) in found {
        answer.extend(encoded(at));
        answer.extend(of.to_be_bytes());
        answer.extend([0, 1, 0, 0, 0, 1]);
        let value = octets(*of, value);
        answer.extend((value.len() as u16).to_be_bytes());
        answer.extend(value);
    }
    answer
}

fn octets(kind: u16, value: &str) -> Vec<u8> {
    match kind {
        A => value.split('.').map(|octet| octet.parse().unwrap()).collect(),
        MX => {
            let (preference, host) = value.split_once(' ').unwrap();
            [&preference.parse::<u16>().unwrap().to_be_bytes()[..], &encoded(host)].concat()
        }
        TXT => value.as_bytes().chunks(255).flat_map(|part| [&[part.len() as u8], part].concat()).collect(),
        _ => encoded(value),
    }
}

fn name_at(query: &[u8], mut at: usize) -> (String, usize) {
    let mut labels = Vec::new();
    while query[at] != 0 {
        let length = usize::from(query[at]);
        labels.push(String::from_utf8_lossy(&query[at + 1..=at + length]).to_ascii_lowercase());
        at += length + 1;
    }
    (labels.join("."), at + 1)
}

fn encoded(name: &str) -> Vec<u8> {
    let labels = name.split('.').filter(|label| !label.is_empty());
    let mut octets: Vec<u8> = labels.flat_map(|label| [&[label.len() as u8], label.as_bytes()].concat()).collect();
    octets.push(0);
    octets
}
