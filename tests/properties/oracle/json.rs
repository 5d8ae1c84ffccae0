//! Judges `core::json` by `serde_json`: what we accept, it accepts and reads alike; what we refuse
//! and it accepts has one of the reasons that we state.

use docgate::core::json::{MAX_DEPTH, MAX_VALUES, Value, parse, write};
use serde_json::Value as Theirs;

/// Whether both mean the same.
pub(crate) fn alike(ours: &Value, theirs: &Theirs) -> bool {
    match (ours, theirs) {
        (Value::Null, Theirs::Null) => true,
        (Value::Bool(ours), Theirs::Bool(theirs)) => ours == theirs,
        // -0 is a float there.
        (Value::Integer(0), Theirs::Number(theirs)) => theirs.as_f64() == Some(0.0),
        (Value::Integer(ours), Theirs::Number(theirs)) => theirs.as_i64() == Some(*ours),
        (Value::Decimal(ours), Theirs::Number(theirs)) => {
            let (ours, theirs) = (ours.parse::<f64>().unwrap(), theirs.as_f64().unwrap());
            // It rounds the last bits its own way.
            ours.is_finite() && (ours - theirs).abs() <= ours.abs() * 1e-14
        }
        (Value::String(ours), Theirs::String(theirs)) => ours == theirs,
        (Value::Array(ours), Theirs::Array(theirs)) => {
            ours.len() == theirs.len()
                && ours
                    .iter()
                    .zip(theirs)
                    .all(|(ours, theirs)| alike(ours, theirs))
        }
        (Value::Object(ours), Theirs::Object(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().all(|(name, value)| {
                    theirs.get(name).is_some_and(|theirs| alike(value, theirs))
                })
        }
        _ => false,
    }
}

/// Why we refuse a text that `serde_json` has read; found without our reader.
fn stated_reason(text: &str, theirs: &Theirs) -> Option<&'static str> {
    let bare = without_strings(text);
    let (mut depth, mut deepest) = (0usize, 0usize);
    for byte in bare.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    let number =
        |word: &&str| word.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    let mut numbers = bare
        .split(['[', ']', '{', '}', ',', ':', ' ', '\n', '\t', '\r'])
        .filter(number);
    if deepest > MAX_DEPTH {
        Some("too deep")
    } else if bare.matches(':').count() > members(theirs) {
        Some("a name twice")
    } else if bare.matches([',', '[', '{']).count() + 1 > MAX_VALUES {
        Some("too many values")
    } else if numbers.any(out_of_range) {
        Some("a number out of range")
    } else {
        None
    }
}

fn out_of_range(number: &str) -> bool {
    match number.split_once(['e', 'E']) {
        None if number.contains('.') => false,
        None => number.parse::<i64>().is_err(),
        Some((_, exponent)) => {
            let beyond = exponent
                .parse::<i64>()
                .map_or(true, |exponent| exponent.abs() > 308);
            beyond || number.parse::<f64>().unwrap().abs() >= 1.7e308
        }
    }
}

/// A JSON text with every string emptied.
fn without_strings(text: &str) -> String {
    let mut bare = String::new();
    let (mut inside, mut escaped) = (false, false);
    for character in text.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => inside = !inside,
            _ if !inside => bare.push(character),
            _ => {}
        }
    }
    bare
}

fn members(theirs: &Theirs) -> usize {
    match theirs {
        Theirs::Array(items) => items.iter().map(members).sum(),
        Theirs::Object(object) => object.len() + object.values().map(members).sum::<usize>(),
        _ => 0,
    }
}

/// Both verdicts on a text, and nothing but stated differences between them.
pub(crate) fn judge(text: &[u8]) -> Result<(), String> {
    match (parse(text), serde_json::from_slice::<Theirs>(text)) {
        (Ok(ours), Ok(theirs)) if alike(&ours, &theirs) => {
            let again = parse(write(&ours).as_bytes());
            if again == Ok(ours) {
                Ok(())
            } else {
                Err("not read again as it was written".to_owned())
            }
        }
        (Ok(_), Ok(theirs)) => Err(format!("read differently: {theirs}")),
        (Ok(_), Err(problem)) => Err(format!("accepted, though {problem}")),
        (Err(_), Err(_)) => Ok(()),
        (Err(_), Ok(theirs)) => match stated_reason(std::str::from_utf8(text).unwrap(), &theirs) {
            Some(_) => Ok(()),
            None => Err("refused without a stated reason".to_owned()),
        },
    }
}
