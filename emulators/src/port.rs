use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    time::Duration,
};

const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// One of loopback that nobody listens at now.
pub fn free() -> io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}

pub fn listens(address: SocketAddr) -> bool {
    TcpStream::connect_timeout(&address, ANSWER_WITHIN).is_ok()
}

/// Whether a GET of this path is answered by 200.
pub fn answers(address: SocketAddr, path: &str) -> bool {
    let asked = || -> io::Result<[u8; 12]> {
        let mut stream = TcpStream::connect_timeout(&address, ANSWER_WITHIN)?;
        stream.set_read_timeout(Some(ANSWER_WITHIN))?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut status = [0; 12];
        stream.read_exact(&mut status)?;
        Ok(status)
    };
    asked().is_ok_and(|status| status.ends_with(b" 200"))
}
