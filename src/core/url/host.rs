//! The host of an address in its one plain form, or refused.

use crate::core::names::number;

/// A host in small letters, as the URL standard writes it.
pub(super) fn normal(host: &str) -> Option<String> {
    match host.strip_prefix('[') {
        Some(rest) => ipv6(rest.strip_suffix(']')?),
        None => name_or_ipv4(host),
    }
}

/// Whether a host in its normal form is this very computer (RFC 6761 section 6.3, RFC 8252
/// section 7.3).
pub(super) fn is_loopback(host: &str) -> bool {
    // Whatever ends in a number is an address, so `127.example.com` has a letter here.
    let address = host
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    (address && host.starts_with("127."))
        || host == "[::1]"
        || host == "localhost"
        || host.ends_with(".localhost")
}

fn name_or_ipv4(host: &str) -> Option<String> {
    let host = host.to_ascii_lowercase();
    let plain = host.len() <= 253 && host.split('.').all(is_label);
    let last = host.rsplit('.').next().unwrap_or_default();
    (plain && (!is_number(last) || is_ipv4(&host))).then_some(host)
}

fn is_label(label: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    // Punycode that ends in a hyphen stands for plain ASCII: a mask for another name.
    let masked = label.starts_with("xn--") && label.ends_with('-');
    !label.is_empty() && label.len() <= 63 && label.bytes().all(allowed) && !masked
}

/// Whether a host that ends in this label is read as an IPv4 address.
fn is_number(label: &str) -> bool {
    match label.strip_prefix("0x") {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => label.bytes().all(|byte| byte.is_ascii_digit()),
    }
}

/// Four decimal numbers without leading zeros.
fn is_ipv4(host: &str) -> bool {
    let plain = |part: &str| {
        (part == "0" || !part.starts_with('0')) && number(part).is_some_and(|part| part <= 255)
    };
    host.split('.').count() == 4 && host.split('.').all(plain)
}

/// An IPv6 address in the form of RFC 5952, in brackets. Neither zones nor dotted ends are read.
fn ipv6(text: &str) -> Option<String> {
    let mut groups = Vec::new();
    // By bytes: the search for a text inside a text is a kilobyte of wasm.
    match text.as_bytes().windows(2).position(|pair| pair == b"::") {
        None => read_groups(text, &mut groups)?,
        Some(at) => {
            let mut tail = Vec::new();
            read_groups(text.get(..at)?, &mut groups)?;
            read_groups(text.get(at + 2..)?, &mut tail)?;
            let zeros = 8usize.checked_sub(groups.len() + tail.len())?;
            // `::` stands for one group at least.
            groups.resize(groups.len() + zeros, 0);
            groups.append(&mut tail);
            if zeros == 0 {
                return None;
            }
        }
    }
    (groups.len() == 8).then(|| write_groups(&groups))
}

fn read_groups(text: &str, groups: &mut Vec<u16>) -> Option<()> {
    if text.is_empty() {
        return Some(());
    }
    for group in text.split(':') {
        let plain =
            (1..=4).contains(&group.len()) && group.bytes().all(|byte| byte.is_ascii_hexdigit());
        groups.push(u16::from_str_radix(group, 16).ok().filter(|_| plain)?);
    }
    Some(())
}

fn write_groups(groups: &[u16]) -> String {
    let zeros = longest_zeros(groups);
    let mut text = String::from("[");
    for (at, group) in groups.iter().enumerate() {
        if zeros.contains(&at) {
            if at == zeros.start {
                text.push_str(if at == 0 { "::" } else { ":" });
            }
            continue;
        }
        let mut begun = false;
        for shift in [12, 8, 4, 0] {
            let digit = u32::from(group >> shift & 15);
            begun |= digit != 0 || shift == 0;
            if begun {
                text.extend(char::from_digit(digit, 16));
            }
        }
        if at < 7 {
            text.push(':');
        }
    }
    text.push(']');
    text
}

/// The first of the longest runs of two or more zeros.
fn longest_zeros(groups: &[u16]) -> std::ops::Range<usize> {
    let mut longest = 0..0;
    let mut start = 0;
    for (at, group) in groups.iter().enumerate() {
        if *group != 0 {
            start = at + 1;
        } else if at - start >= 1 && at + 1 - start > longest.len() {
            longest = start..at + 1;
        }
    }
    longest
}
