mod join;
mod parse;

use super::Url;

fn url(text: &str) -> Url {
    Url::parse(text).unwrap_or_else(|problem| panic!("{problem:?}: {text}"))
}
