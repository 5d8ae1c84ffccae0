//! Judges `core::challenge` by a reader that works the other way round: it cuts the header at the
//! commas outside of quotes first and then asks of each piece what it can be.

use docgate::core::challenge::{Demand, MAX_CHALLENGES, MAX_LENGTH, MAX_PARAMETERS, demand, read};
use docgate::core::claims_request;

/// Scheme, token68, parameters.
pub(crate) type Plain = (String, Option<String>, Vec<(String, String)>);

/// What ours reads, as plain values.
pub(crate) fn ours(header: &str) -> Vec<Plain> {
    let challenges = read(header);
    let plain = challenges.iter().map(|challenge| {
        let parameters = challenge.parameters();
        (
            challenge.scheme().to_owned(),
            challenge.token68().map(String::from),
            parameters
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        )
    });
    plain.collect()
}

/// Both readings of a header are one, and what is demanded stands in it.
pub(crate) fn judge(header: &str) -> Result<(), String> {
    let (ours, theirs) = (ours(header), theirs(header));
    if ours != theirs {
        return Err(format!("read as {ours:?}, not as {theirs:?}"));
    }
    let bearer = |error: &str| {
        theirs.iter().any(|(scheme, _, parameters)| {
            let says = |name: &str, value: &str| {
                let mut all = parameters.iter();
                all.any(|(own, told)| own.eq_ignore_ascii_case(name) && told == value)
            };
            scheme.eq_ignore_ascii_case("bearer") && says("error", error)
        })
    };
    let founded = match demand(header) {
        None => true,
        Some(Demand::Claims { claims, .. }) => {
            bearer("insufficient_claims")
                && serde_json::from_str::<serde_json::Value>(&claims).is_ok_and(|it| it.is_object())
                && claims_request::check(&claims) == Some(claims)
        }
        Some(Demand::StepUp { acr_values, .. }) => {
            bearer("insufficient_user_authentication")
                && acr_values.is_none_or(|it| !it.is_empty() && !it.contains(char::is_control))
        }
        Some(Demand::Scope(_)) => bearer("insufficient_scope"),
    };
    if founded {
        Ok(())
    } else {
        Err("demands what the header does not say".to_owned())
    }
}

fn theirs(header: &str) -> Vec<Plain> {
    let mut found: Vec<Plain> = Vec::new();
    if header.len() > MAX_LENGTH {
        return found;
    }
    for piece in pieces(header) {
        let piece = piece.trim_matches(BLANK);
        if piece.is_empty() {
            continue;
        }
        let known = match (parameter(piece), found.last_mut()) {
            (Some(pair), Some((_, None, parameters))) => {
                parameters.push(pair);
                true
            }
            (Some(_), _) => false,
            (None, _) => match beginning(piece) {
                Some((challenge, whole)) => {
                    found.push(challenge);
                    whole
                }
                None => false,
            },
        };
        if found.len() > MAX_CHALLENGES || found.iter().any(|it| it.2.len() > MAX_PARAMETERS) {
            return Vec::new();
        }
        if !known {
            found.pop();
            break;
        }
    }
    found.retain(|(_, _, parameters)| {
        let names: std::collections::BTreeSet<String> = parameters
            .iter()
            .map(|(name, _)| name.to_ascii_lowercase())
            .collect();
        names.len() == parameters.len()
    });
    found
}

const BLANK: [char; 2] = [' ', '\t'];

/// The text between commas that stand in no quotes.
fn pieces(header: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let (mut inside, mut escaped) = (false, false);
    for character in header.chars() {
        if character == ',' && !inside {
            pieces.push(String::new());
            continue;
        }
        pieces.last_mut().unwrap().push(character);
        match character {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => inside = !inside,
            _ => {}
        }
    }
    pieces
}

/// The scheme and what comes with it; whether all of it could be read.
fn beginning(piece: &str) -> Option<(Plain, bool)> {
    let Some((scheme, rest)) = piece.split_once(BLANK) else {
        return is_token(piece).then(|| ((piece.to_owned(), None, Vec::new()), true));
    };
    let rest = rest.trim_matches(BLANK);
    if !is_token(scheme) || rest.starts_with('=') {
        return None;
    }
    let mut challenge = (scheme.to_owned(), None, Vec::new());
    let mut whole = true;
    if let Some(pair) = parameter(rest) {
        challenge.2.push(pair);
    } else if is_token68(rest) {
        challenge.1 = Some(rest.to_owned());
    } else {
        whole = false;
    }
    Some((challenge, whole))
}

fn parameter(piece: &str) -> Option<(String, String)> {
    let (name, value) = piece.split_once('=')?;
    let (name, value) = (name.trim_end_matches(BLANK), value.trim_matches(BLANK));
    let value = if is_token(value) {
        value.to_owned()
    } else {
        unquoted(value.strip_prefix('"')?)?
    };
    is_token(name).then(|| (name.to_owned(), value))
}

/// What stands before the closing quote, which must be the last character.
fn unquoted(text: &str) -> Option<String> {
    let mut value = String::new();
    let mut characters = text.chars();
    loop {
        let character = match characters.next()? {
            '"' => return characters.as_str().is_empty().then_some(value),
            '\\' => characters.next()?,
            character => character,
        };
        if character != '\t' && character.is_ascii_control() {
            return None;
        }
        value.push(character);
    }
}

fn is_token(text: &str) -> bool {
    let separator = |character: char| "\"(),/:;<=>?@[\\]{}".contains(character);
    let fits = |character: char| character.is_ascii_graphic() && !separator(character);
    !text.is_empty() && text.chars().all(fits)
}

fn is_token68(text: &str) -> bool {
    let bare = text.trim_end_matches('=');
    let fits = |character: char| character.is_ascii_alphanumeric() || "-._~+/".contains(character);
    !bare.is_empty() && bare.chars().all(fits)
}
