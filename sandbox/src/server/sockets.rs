//! The listening sockets: 127.0.0.1, and `[::1]` at the same port where the machine has it. Browsers may try either.

use std::{
    io::{self, ErrorKind},
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
};

use tokio::net::{TcpListener, TcpStream};

/// How often a free port is looked for that is free in both families.
const TRIES: u32 = 20;

/// One or two listening sockets at one port.
#[derive(Debug)]
pub struct Sockets {
    port: u16,
    v4: TcpListener,
    v6: Option<TcpListener>,
}

impl Sockets {
    /// Binds a port; 0 picks one.
    ///
    /// # Errors
    ///
    /// One line that names the port and the reason.
    pub async fn bind(port: u16) -> Result<Self, String> {
        let mut tries = if port == 0 { TRIES } else { 1 };
        loop {
            tries -= 1;
            match Self::try_bind(port).await {
                Ok(sockets) => return Ok(sockets),
                Err(error) if error.kind() == ErrorKind::AddrInUse && tries > 0 => {}
                Err(error) if error.kind() == ErrorKind::AddrInUse => {
                    return Err(format!("port {port} is in use"));
                }
                Err(error) => return Err(format!("port {port} on loopback: {error}")),
            }
        }
    }

    async fn try_bind(port: u16) -> io::Result<Self> {
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let port = v4.local_addr()?.port();
        let v6 = match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
            Ok(listener) => Some(listener),
            // Somebody else there would get half of the browser's requests.
            Err(error) if error.kind() == ErrorKind::AddrInUse => return Err(error),
            Err(_) => None,
        };
        Ok(Self { port, v4, v6 })
    }

    /// The port that was bound.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The next connection, of either family.
    pub(super) async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        match &self.v6 {
            None => self.v4.accept().await,
            Some(v6) => tokio::select! {
                accepted = self.v4.accept() => accepted,
                accepted = v6.accept() => accepted,
            },
        }
    }
}
