//! Everything that left the relay towards pages and logs in this process, for the search for secrets.

use std::io::Write;
use std::sync::{Mutex, Once};

use super::Reply;

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static ANSWERS: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static START: Once = Once::new();

struct Sink;

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Every log line of every level is kept from now on.
pub fn start() {
    START.call_once(|| {
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(|| Sink)
            .finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
}

/// An answer that left.
pub fn outbound(reply: &Reply) {
    let mut answers = ANSWERS.lock().unwrap();
    answers.extend_from_slice(format!("{:?}\n{}\n", reply.headers, reply.text).as_bytes());
}

/// The log so far.
pub fn log() -> String {
    String::from_utf8(LOG.lock().unwrap().clone()).unwrap()
}

/// The answers so far.
pub fn answers() -> String {
    String::from_utf8(ANSWERS.lock().unwrap().clone()).unwrap()
}
