mod members;
mod texts;
mod writing;

use super::{Malformed, Object, Value, parse};

fn read(text: &str) -> Value {
    parse(text.as_bytes()).unwrap_or_else(|_| panic!("refused: {text}"))
}

fn object(text: &str) -> Object {
    read(text).into_object().unwrap()
}

fn refused(text: &str) -> bool {
    parse(text.as_bytes()) == Err(Malformed)
}
