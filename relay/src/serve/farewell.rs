//! What a connection gets that is one too many: an answer at once, so that a load balancer can try another relay.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::OwnedSemaphorePermit,
    time::timeout,
};

/// So many are told at once; the rest is closed without a word.
pub(super) const AT_ONCE: usize = 64;

const PATIENCE: Duration = Duration::from_secs(1);

const ANSWER: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\n\
content-type: application/json\r\n\
content-length: 88\r\n\
cache-control: no-store\r\n\
x-content-type-options: nosniff\r\n\
referrer-policy: no-referrer\r\n\
retry-after: 1\r\n\
connection: close\r\n\
\r\n\
{\"error\":\"overloaded\",\"error_description\":\"The relay has too much to do at the moment.\"}";

/// Says 503 and closes.
pub(super) async fn overloaded(mut stream: TcpStream, _place: OwnedSemaphorePermit) {
    let told = async {
        stream.write_all(ANSWER).await?;
        stream.shutdown().await?;
        // Closing with unread bytes would be a reset, and the answer would be lost with it.
        let mut ignored = [0; 1024];
        while stream.read(&mut ignored).await? > 0 {}
        Ok::<_, std::io::Error>(())
    };
    let _ = timeout(PATIENCE, told).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn it_is_the_answer_of_the_table() {
        let text = std::str::from_utf8(ANSWER).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("content-length: {}\r\n", body.len())));
        let expected = format!(
            r#"{{"error":"{}","error_description":"{}"}}"#,
            Code::Overloaded.as_str(),
            Code::Overloaded.sentence()
        );
        assert_eq!(body, expected);
    }
}
