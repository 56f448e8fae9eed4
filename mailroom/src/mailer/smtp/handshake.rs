//! From a name to a connection that takes letters: TCP, TLS, EHLO, STARTTLS, AUTH.

use super::{
    Timeouts,
    address::{Login, Security, SmtpAddress},
    connection::{Connection, Extensions, Stream, wait},
    fault::handshake_fault,
    reply::{Replies, Reply},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::outcome::{Reason, SendFault};
use std::{error::Error, io, net::SocketAddr, sync::Arc};
use tokio::{io::AsyncWriteExt, net::TcpStream};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        self, ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName},
    },
};
use tokio_util::either::Either;

/// A server and all that is needed to speak with it.
pub struct Relay {
    pub address: SmtpAddress,
    timeouts: Timeouts,
    tls: TlsConnector,
    /// `None` where no certificate can be for such a name.
    server_name: Option<ServerName<'static>>,
}

impl Relay {
    pub fn new(
        address: SmtpAddress,
        extra_roots: &[CertificateDer<'static>],
        timeouts: Timeouts,
    ) -> Result<Self, rustls::Error> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        roots.add_parsable_certificates(extra_roots.iter().cloned());
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let server_name = ServerName::try_from(address.host.clone()).ok();
        Ok(Self { address, timeouts, tls: TlsConnector::from(Arc::new(config)), server_name })
    }

    /// Whatever fails here, no letter has left.
    pub async fn connect(&self) -> Result<Connection, SendFault> {
        let to = (self.address.host.as_str(), self.address.port);
        let tcp = wait(self.timeouts.connect, TcpStream::connect(to)).await.map_err(|e| self.unreachable(&e))?;
        tcp.set_nodelay(true).map_err(|e| self.unreachable(&e))?;
        let local = tcp.local_addr().map_err(|e| self.unreachable(&e))?;
        let is_loopback = tcp.peer_addr().is_ok_and(|peer| peer.ip().is_loopback());
        match self.address.security {
            Security::Implicit => {
                let mut talk = self.talk(self.encrypt(tcp).await?, local);
                talk.greeting().await?;
                talk.finish().await
            }
            Security::StartTls => {
                let mut talk = self.talk(Either::Left(tcp), local);
                talk.greeting().await?;
                let offers = talk.hello().await?;
                match (offers.starttls, is_loopback) {
                    (true, _) => self.talk(self.encrypt(talk.start_tls().await?).await?, local).finish().await,
                    (false, true) => talk.authenticated(offers).await,
                    (false, false) => Err(self.halt(
                        "no STARTTLS",
                        "offers no encryption, and letters and passwords go unencrypted to this machine only",
                    )),
                }
            }
        }
    }

    fn talk(&self, stream: Stream, local: SocketAddr) -> Talk<'_> {
        Talk { relay: self, stream, replies: Replies::default(), local }
    }

    async fn encrypt(&self, tcp: TcpStream) -> Result<Stream, SendFault> {
        let name =
            self.server_name.clone().ok_or_else(|| self.halt("tls", "has a name that no certificate can be for"))?;
        match wait(self.timeouts.connect, self.tls.connect(name, tcp)).await {
            Ok(stream) => Ok(Either::Right(Box::new(stream))),
            Err(e) if is_about_trust(&e) => {
                Err(self.halt("certificate", &format!("shows a certificate that is not trusted: {e}")))
            }
            Err(e) => Err(self.unreachable(&e)),
        }
    }

    fn unreachable(&self, error: &io::Error) -> SendFault {
        let code = if error.kind() == io::ErrorKind::TimedOut { "timeout" } else { "unreachable" };
        SendFault::Unreachable(Reason::new(
            code,
            format!("the SMTP server {} cannot be reached: {error}", self.address),
        ))
    }

    fn halt(&self, code: &str, what: &str) -> SendFault {
        SendFault::Halt(Reason::new(code, format!("the SMTP server {} {what}", self.address)))
    }
}

fn is_about_trust(error: &io::Error) -> bool {
    let tls = error.get_ref().and_then(|inner| (inner as &(dyn Error + 'static)).downcast_ref::<rustls::Error>());
    matches!(tls, Some(rustls::Error::InvalidCertificate(_)))
}

/// A conversation that has not come to letters yet.
struct Talk<'a> {
    relay: &'a Relay,
    stream: Stream,
    replies: Replies,
    local: SocketAddr,
}

impl Talk<'_> {
    async fn greeting(&mut self) -> Result<(), SendFault> {
        self.reply(220).await.map(drop)
    }

    /// EHLO after TLS again: what was offered in plain text is void (RFC 3207, 4.2).
    async fn finish(mut self) -> Result<Connection, SendFault> {
        let offers = self.hello().await?;
        self.authenticated(offers).await
    }

    async fn hello(&mut self) -> Result<Extensions, SendFault> {
        // no certain name of our own, so the address literal (RFC 5321, 4.1.4)
        let literal = match self.local {
            SocketAddr::V4(local) => format!("[{}]", local.ip()),
            SocketAddr::V6(local) => format!("[IPv6:{}]", local.ip()),
        };
        self.command(&format!("EHLO {literal}"), 250).await.map(|reply| extensions(&reply.text))
    }

    async fn start_tls(mut self) -> Result<TcpStream, SendFault> {
        self.command("STARTTLS", 220).await?;
        if self.replies.has_more() {
            return Err(self.relay.halt("tls", "sent more in plain text after it had agreed to TLS"));
        }
        match self.stream {
            Either::Left(tcp) => Ok(tcp),
            Either::Right(_) => Err(self.relay.halt("tls", "is encrypted already")),
        }
    }

    async fn authenticated(mut self, offers: Extensions) -> Result<Connection, SendFault> {
        if let Some(Login { user, password }) = &self.relay.address.login {
            if offers.auth_plain {
                let secret = BASE64_STANDARD.encode(format!("\0{user}\0{password}"));
                self.command(&format!("AUTH PLAIN {secret}"), 235).await?;
            } else if offers.auth_login {
                self.command("AUTH LOGIN", 334).await?;
                self.command(&BASE64_STANDARD.encode(user), 334).await?;
                self.command(&BASE64_STANDARD.encode(password), 235).await?;
            } else {
                let what = "takes neither AUTH PLAIN nor AUTH LOGIN; leave user and password out if it needs none";
                return Err(self.relay.halt("no AUTH", what));
            }
        }
        Ok(Connection::new(self.stream, self.replies, offers, self.relay.timeouts))
    }

    async fn command(&mut self, command: &str, expected: u16) -> Result<Reply, SendFault> {
        let stream = &mut self.stream;
        let written = wait(self.relay.timeouts.command, async {
            stream.write_all(format!("{command}\r\n").as_bytes()).await?;
            stream.flush().await
        });
        written.await.map_err(|e| self.relay.unreachable(&e))?;
        self.reply(expected).await
    }

    async fn reply(&mut self, expected: u16) -> Result<Reply, SendFault> {
        let code = wait(self.relay.timeouts.command, self.replies.next(&mut self.stream)).await;
        let code = code.map_err(|e| self.relay.unreachable(&e))?;
        let reply = self.replies.last(code);
        if code == expected { Ok(reply) } else { Err(handshake_fault(&reply)) }
    }
}

/// The lines after the first of an EHLO reply.
fn extensions(text: &str) -> Extensions {
    let mut offers = Extensions::default();
    for line in text.lines().skip(1) {
        let line = line.to_ascii_uppercase();
        let mut words = line.split([' ', '=']);
        match words.next() {
            Some("PIPELINING") => offers.pipelining = true,
            Some("STARTTLS") => offers.starttls = true,
            Some("8BITMIME") => offers.eight_bit = true,
            Some("SIZE") => offers.size = Some(words.next().and_then(|n| n.parse().ok()).unwrap_or(0)),
            Some("AUTH") => {
                for mechanism in words {
                    offers.auth_plain |= mechanism == "PLAIN";
                    offers.auth_login |= mechanism == "LOGIN";
                }
            }
            Some(_) | None => {}
        }
    }
    offers
}

#[cfg(test)]
mod tests {
    use super::{Extensions, extensions};

    #[test]
    fn what_a_server_offers_is_read() {
        let text =
            "mail.example.com\nPIPELINING\nSIZE 10240000\nSTARTTLS\nauth LOGIN PLAIN\nAUTH=CRAM-MD5\n8BITMIME\nDSN";
        let all = Extensions {
            pipelining: true,
            starttls: true,
            eight_bit: true,
            size: Some(10_240_000),
            auth_plain: true,
            auth_login: true,
        };
        assert_eq!(extensions(text), all);
        assert_eq!(extensions("PIPELINING"), Extensions::default());
        assert_eq!(extensions("x\nSIZE").size, Some(0));
        assert!(extensions("x\nAUTH=LOGIN").auth_login);
    }
}
