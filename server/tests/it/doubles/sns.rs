//! SNS with an authority of its own: it signs messages, and serves the certificate over TLS. A proxy stands where the network
//! would be, so that the program asks for `sns.us-east-1.amazonaws.com` itself, with all its checks.

use base64::{Engine, prelude::BASE64_STANDARD};
use num_bigint::BigUint;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256,
};
use ring::{
    digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest},
    signature::RsaKeyPair,
};
use rustls::{
    ServerConfig,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer, pem::PemObject},
};
use serde_json::{Map, Value, json};
use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;

pub const HOST: &str = "sns.us-east-1.amazonaws.com";
pub const TOPIC: &str = "arn:aws:sns:us-east-1:123456789012:ses-reports";
const KEY: &str = include_str!("sns_key.pem");

pub struct SnsDouble {
    /// `HTTPS_PROXY` of whoever is to meet it.
    pub proxy: SocketAddr,
    /// `SSL_CERT_FILE` of them.
    pub authority: PathBuf,
    /// Request lines: certificates and confirmations asked for.
    pub asked: Arc<Mutex<Vec<String>>>,
    /// What the certificate's address answers with, before its body.
    pub head: Arc<Mutex<String>>,
    listener: JoinHandle<()>,
}

impl Drop for SnsDouble {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

impl SnsDouble {
    /// The authority's certificate is written into the folder.
    pub async fn start(folder: &Path) -> Self {
        let key = || KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
        let mut of_authority = CertificateParams::new(Vec::new()).unwrap();
        of_authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        of_authority.distinguished_name.push(DnType::CommonName, "test authority");
        let authority_key = key();
        let authority_certificate = of_authority.self_signed(&authority_key).unwrap();
        let issuer = Issuer::new(of_authority, authority_key);
        let tls_key = key();
        let tls = CertificateParams::new(vec![HOST.to_owned()]).unwrap().signed_by(&tls_key, &issuer).unwrap();
        let signing_key = KeyPair::from_pem_and_sign_algo(KEY, &PKCS_RSA_SHA256).unwrap();
        let mut signing = CertificateParams::new(Vec::new()).unwrap();
        signing.distinguished_name.push(DnType::CommonName, "sns.amazonaws.com");
        let pem = signing.signed_by(&signing_key, &issuer).unwrap().pem();
        let path = folder.join("authority.pem");
        fs::write(&path, authority_certificate.pem()).unwrap();

        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(tls_key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![tls.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = listener.local_addr().unwrap();
        let (asked, head) = (Arc::<Mutex<Vec<String>>>::default(), Arc::new(Mutex::new("HTTP/1.1 200 OK".to_owned())));
        let (of_all, heads) = (asked.clone(), head.clone());
        let listener = tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                let head = heads.lock().unwrap().clone();
                tokio::spawn(serve(tcp, acceptor.clone(), of_all.clone(), head, pem.clone()));
            }
        });
        Self { proxy, authority: path, asked, head, listener }
    }

    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn serve(tcp: TcpStream, acceptor: TlsAcceptor, asked: Arc<Mutex<Vec<String>>>, head: String, pem: String) {
    let mut tcp = BufReader::new(tcp);
    let connect = head_of(&mut tcp).await;
    if connect != format!("CONNECT {HOST}:443 HTTP/1.1") {
        asked.lock().unwrap().push(connect);
        return;
    }
    tcp.get_mut().write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.unwrap();
    let Ok(tls) = acceptor.accept(tcp.into_inner()).await else { return };
    let mut tls = BufReader::new(tls);
    let line = head_of(&mut tls).await;
    asked.lock().unwrap().push(line);
    let answer = format!("{head}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{pem}", pem.len());
    let _ = tls.get_mut().write_all(answer.as_bytes()).await;
    let _ = tls.get_mut().shutdown().await;
}

/// The first line of a request, whose other lines are read too.
async fn head_of<R: AsyncReadExt + Unpin>(from: &mut BufReader<R>) -> String {
    let mut first = String::new();
    let _ = from.read_line(&mut first).await;
    let mut line = String::new();
    while matches!(from.read_line(&mut line).await, Ok(n) if n > 2) {
        line.clear();
    }
    first.trim_end().to_owned()
}

/// A message of SNS, not signed yet.
pub fn notification(message: &str) -> Map<String, Value> {
    fields(json!({"Type": "Notification", "MessageId": uuid(), "TopicArn": TOPIC, "Message": message,
        "Timestamp": now(), "SignatureVersion": "2", "SigningCertURL": format!("https://{HOST}/SimpleNotificationService-test.pem")}))
}

pub fn invitation(subscribe_url: &str) -> Map<String, Value> {
    let mut fields = notification("You have chosen to subscribe to the topic.");
    fields.insert("Type".into(), "SubscriptionConfirmation".into());
    fields.insert("Token".into(), "0123456789".into());
    fields.insert("SubscribeURL".into(), subscribe_url.into());
    fields
}

fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        other => panic!("{other} has no fields"),
    }
}

fn uuid() -> String {
    format!("{:032x}", rand::random::<u128>())
}

pub fn now() -> String {
    format!("{:.3}", jiff::Timestamp::now())
}

/// As SNS would sign it, in the version the message names.
pub fn signed(mut message: Map<String, Value>) -> Map<String, Value> {
    const NOTE: [&str; 6] = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
    const SUBSCRIPTION: [&str; 7] = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
    let names: &[&str] = if message["Type"] == "Notification" { &NOTE } else { &SUBSCRIPTION };
    let lines = names.iter().filter_map(|name| Some(format!("{name}\n{}\n", message.get(*name)?.as_str()?)));
    let text: String = lines.collect();
    let signature = BASE64_STANDARD.encode(sign(text.as_bytes(), &message["SignatureVersion"]));
    message.insert("Signature".into(), signature.into());
    message
}

/// PKCS #1 v1.5 by hand: nobody signs with SHA-1 any more, but SNS still does.
fn sign(text: &[u8], version: &Value) -> Vec<u8> {
    const SHA1_PREFIX: &[u8] =
        &[0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14];
    const SHA256_PREFIX: &[u8] = &[
        0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04,
        0x20,
    ];
    let (prefix, hash) = match version.as_str() {
        Some("1") => (SHA1_PREFIX, digest(&SHA1_FOR_LEGACY_USE_ONLY, text)),
        _ => (SHA256_PREFIX, digest(&SHA256, text)),
    };
    let (modulus, exponent) = private_key();
    let octets = 256;
    let mut padded = vec![0xff; octets];
    let tail = [prefix, hash.as_ref()].concat();
    (padded[0], padded[1]) = (0, 1);
    padded[octets - tail.len() - 1] = 0;
    padded[octets - tail.len()..].copy_from_slice(&tail);
    let signature = BigUint::from_bytes_be(&padded).modpow(&exponent, &modulus).to_bytes_be();
    [vec![0; octets - signature.len()], signature].concat()
}

/// Modulus and private exponent.
fn private_key() -> (BigUint, BigUint) {
    let der = PrivatePkcs8KeyDer::from_pem_slice(KEY.as_bytes()).unwrap();
    RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).expect("an RSA key");
    let outer = parts(parts(der.secret_pkcs8_der())[0]);
    let numbers = parts(parts(outer[2])[0]);
    (BigUint::from_bytes_be(numbers[1]), BigUint::from_bytes_be(numbers[3]))
}

/// The contents of the DER values that stand one after another.
fn parts(mut der: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    while der.len() > 2 {
        let (length, head) = match der[1] {
            short @ 0..=0x7f => (usize::from(short), 2),
            long => {
                let octets = usize::from(long & 0x7f);
                let length = der[2..2 + octets].iter().fold(0, |length, octet| length << 8 | usize::from(*octet));
                (length, 2 + octets)
            }
        };
        parts.push(&der[head..head + length]);
        der = &der[head + length..];
    }
    parts
}
