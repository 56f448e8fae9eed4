//! Users of a strict ministack, made as root, whose signature it does not check.

use std::{
    fmt::Write as _,
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
};

/// What a user signs requests with.
#[derive(Clone, Debug)]
pub struct AccessKey {
    pub id: String,
    pub secret: String,
}

pub fn make(address: SocketAddr, name: &str, policy: &str) -> io::Result<AccessKey> {
    ask(address, &[("Action", "CreateUser"), ("UserName", name)])?;
    let put = [("Action", "PutUserPolicy"), ("UserName", name), ("PolicyName", "rights"), ("PolicyDocument", policy)];
    ask(address, &put)?;
    let key = ask(address, &[("Action", "CreateAccessKey"), ("UserName", name)])?;
    let part = |tag: &str| between(&key, &format!("<{tag}>"), &format!("</{tag}>"));
    match (part("AccessKeyId"), part("SecretAccessKey")) {
        (Some(id), Some(secret)) => Ok(AccessKey { id, secret }),
        _ => Err(io::Error::other(format!("no key in {key}"))),
    }
}

fn ask(address: SocketAddr, fields: &[(&str, &str)]) -> io::Result<String> {
    let mut form = "Version=2010-05-08".to_owned();
    for (name, value) in fields {
        form.push_str(&format!("&{name}={}", percent_encoded(value)));
    }
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "POST / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nAuthorization: AWS4-HMAC-SHA256 \
         Credential=test/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=none\r\n\r\n{form}",
        form.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 200") { Ok(answer) } else { Err(io::Error::other(answer)) }
}

fn between(text: &str, begin: &str, end: &str) -> Option<String> {
    Some(text.split_once(begin)?.1.split_once(end)?.0.to_owned())
}

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            // writing to a String cannot fail
            _ => drop(write!(encoded, "%{byte:02X}")),
        }
        encoded
    })
}
