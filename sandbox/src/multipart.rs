//! `multipart/form-data` (RFC 7578), as far as its fields go: files are passed over.

use crate::{form::Parameters, http::Request};

/// The fields of a multipart body; none for any other type of body.
pub(crate) fn fields(request: &Request) -> Parameters {
    let boundary = request.header("content-type").and_then(boundary);
    let Some(boundary) = boundary else {
        return Parameters::default();
    };
    let text = String::from_utf8_lossy(&request.body);
    // What stands before the first delimiter is nobody's.
    let delimiter = format!("--{boundary}");
    let parts = text.split(&delimiter).skip(1);
    Parameters::of(parts.filter_map(field).collect())
}

/// The boundary that a content type names.
fn boundary(content_type: &str) -> Option<String> {
    let mut parts = content_type.split(';').map(str::trim);
    if !parts.next()?.eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let named = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then_some(value)
    })?;
    let text = named.trim_matches('"');
    (!text.is_empty()).then(|| text.to_string())
}

/// Name and value of a part, unless it is a file.
fn field(part: &str) -> Option<(String, String)> {
    let (head, body) = part.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let disposition = lines.find(|line| {
        line.to_ascii_lowercase()
            .starts_with("content-disposition:")
    })?;
    let mut parameters = disposition.split(';').skip(1).filter_map(|parameter| {
        let (name, value) = parameter.trim().split_once('=')?;
        Some((name, value.trim_matches('"')))
    });
    let is_file = parameters.clone().any(|(name, _)| name == "filename");
    let (_, name) = parameters.find(|(name, _)| *name == "name")?;
    let value = body.strip_suffix("\r\n").unwrap_or(body);
    (!is_file).then(|| (name.to_string(), value.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_are_read_and_files_are_not() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n2\r\n\
                    --x\r\ncontent-disposition: form-data; name=b\r\nContent-Type: text/plain\r\n\r\n\r\n\
                    --x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.txt\"\r\n\r\nlong\r\n--x--\r\n";
        let request = |kind: &str| Request {
            headers: vec![("content-type".to_string(), kind.to_string())],
            body: body.as_bytes().to_vec(),
            ..Request::default()
        };
        let read = |kind: &str| fields(&request(kind)).to_json();
        let both = json!({"a": "1\r\n2", "b": ""});
        assert_eq!(read("multipart/form-data; boundary=x"), both);
        assert_eq!(
            read("Multipart/Form-Data; charset=utf-8; boundary=\"x\""),
            both
        );
        assert_eq!(read("multipart/form-data"), json!({}));
        assert_eq!(read("text/plain; boundary=x"), json!({}));
    }
}
