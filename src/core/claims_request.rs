//! The `claims` request parameter: which claims a token shall have (OpenID Connect Core 1.0,
//! section 5.5). An app names some, a capability is one (`xms_cc`), and an API's challenge brings
//! more, so that several have to become one.

use super::json::{self, Object, Value};

/// The longest request, in bytes of its text.
pub const MAX_LENGTH: usize = 8 * 1024;

/// The members that list claims.
const LISTS: &[&str] = &["access_token", "id_token", "userinfo"];
/// What a client can do, as Entra asks for it. A list that both sides add to.
const CAPABILITIES: &str = "xms_cc";

/// The text of one request as we write it. `None` where it is none.
pub fn check(text: &str) -> Option<String> {
    write(read(text)?)
}

/// Both requests in one; where both name the same claim, the second decides how. Capabilities are
/// united. `None` where one of them is none, or both together are too long.
pub fn merge(first: &str, second: &str) -> Option<String> {
    let mut merged = read(first)?;
    for (name, more) in read(second)?.iter() {
        let both = match (merged.value(name), more) {
            (Some(Value::Object(own)), Value::Object(more)) if LISTS.contains(&name) => {
                Value::Object(claims(own, more))
            }
            _ => more.clone(),
        };
        merged.push(name, both);
    }
    write(merged)
}

/// One list of claims with another's claims.
fn claims(own: &Object, more: &Object) -> Object {
    let mut claims = own.clone();
    for (name, how) in more.iter() {
        let united = match own.value(name) {
            Some(own) if name == CAPABILITIES => united(own, how),
            _ => None,
        };
        claims.push(name, united.unwrap_or_else(|| how.clone()));
    }
    claims
}

/// The second with the values of both, where both have some.
fn united(own: &Value, more: &Value) -> Option<Value> {
    let mut values = own.as_object()?.strings("values").ok()?;
    let more = more.as_object()?;
    for value in more.strings("values").ok()? {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let values: Vec<Value> = values.into_iter().map(Value::from).collect();
    Some(Value::Object(more.clone().with("values", values)))
}

/// An object whose lists are objects of objects or of `null`. Other members are kept: a server
/// ignores what it does not know.
fn read(text: &str) -> Option<Object> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    let request = json::parse(text.as_bytes()).ok()?.into_object()?;
    let is_claim = |how: &Value| how.is_null() || how.as_object().is_some();
    let is_list = |list: &Value| {
        let list = list.as_object();
        list.is_some_and(|list| list.iter().all(|(_, how)| is_claim(how)))
    };
    let formed = LISTS
        .iter()
        .filter_map(|name| request.value(name))
        .all(is_list);
    formed.then_some(request)
}

/// No longer than what is read, so that it can be merged again.
fn write(request: Object) -> Option<String> {
    let text = json::write(&Value::Object(request));
    (text.len() <= MAX_LENGTH).then_some(text)
}
