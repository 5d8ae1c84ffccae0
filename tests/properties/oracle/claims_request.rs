//! Judges `core::claims_request` by the same rules over `serde_json`.

use docgate::core::claims_request::{MAX_LENGTH, check, merge};
use docgate::core::json;
use serde_json::{Map, Value as Theirs};

use super::json::alike;

const LISTS: [&str; 3] = ["access_token", "id_token", "userinfo"];

/// Both verdicts on two texts, and nothing but stated differences between them.
pub(crate) fn judge(first: &str, second: &str) -> Result<(), String> {
    let theirs = request(first).zip(request(second));
    let merged = match (merge(first, second), theirs) {
        (None, None) => return Ok(()),
        (None, Some((own, more))) => {
            let length = |request: &Map<String, Theirs>| {
                // Each byte may have to be escaped.
                serde_json::to_string(request).unwrap().len() * 6
            };
            let strange = [first, second]
                .iter()
                .any(|text| json::parse(text.as_bytes()).is_err());
            return if strange || length(&own) + length(&more) > MAX_LENGTH {
                Ok(())
            } else {
                Err("refused without a stated reason".to_owned())
            };
        }
        (Some(merged), None) => return Err(format!("accepted: {merged}")),
        (Some(merged), Some((own, more))) => {
            let expected = Theirs::Object(united(own, more));
            let read = json::parse(merged.as_bytes()).map_err(|_| "no JSON".to_owned())?;
            if !alike(&read, &expected) {
                return Err(format!("merged to {merged}, not to {expected}"));
            }
            merged
        }
    };
    if merged.len() > MAX_LENGTH {
        return Err("longer than what is read".to_owned());
    }
    if check(&merged).as_ref() != Some(&merged) {
        return Err(format!("not read as it was written: {merged}"));
    }
    // The second is in it already.
    if merge(&merged, second).as_ref() != Some(&merged) {
        return Err(format!("another text after the second time: {merged}"));
    }
    Ok(())
}

fn request(text: &str) -> Option<Map<String, Theirs>> {
    let Theirs::Object(request) = serde_json::from_str(text).ok()? else {
        return None;
    };
    let is_list = |list: &Theirs| match list {
        Theirs::Object(list) => list.values().all(|how| how.is_null() || how.is_object()),
        _ => false,
    };
    let formed = LISTS
        .iter()
        .filter_map(|name| request.get(*name))
        .all(is_list);
    (text.len() <= MAX_LENGTH && formed).then_some(request)
}

fn united(mut own: Map<String, Theirs>, more: Map<String, Theirs>) -> Map<String, Theirs> {
    for (name, more) in more {
        let list = LISTS.contains(&name.as_str());
        match (own.get_mut(&name), more) {
            (Some(Theirs::Object(own)), Theirs::Object(more)) if list => {
                for (claim, mut how) in more {
                    if claim == "xms_cc" {
                        add_values(own.get(&claim), &mut how);
                    }
                    own.insert(claim, how);
                }
            }
            (_, more) => {
                own.insert(name, more);
            }
        }
    }
    own
}

/// Puts the values of the first before those of the second.
fn add_values(own: Option<&Theirs>, more: &mut Theirs) {
    let strings = |how: Option<&Theirs>| -> Option<Vec<String>> {
        serde_json::from_value(how?.get("values")?.clone()).ok()
    };
    if let (Some(mut own), Some(new)) = (strings(own), strings(Some(more))) {
        own.extend(
            new.into_iter()
                .filter(|value| !own.contains(value))
                .collect::<Vec<_>>(),
        );
        more["values"] = own.into();
    }
}
