//! Tables of cases in `tests/fixtures`: tab-separated, `#` begins a comment.

use std::path::Path;

/// The rows of a table, each with this many columns.
pub(crate) fn rows(file: &str, columns: usize) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(file);
    let text = std::fs::read_to_string(&path).expect("the table can be read");
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with("# "))
        .map(|line| {
            let row: Vec<String> = line.split('\t').map(String::from).collect();
            assert_eq!(row.len(), columns, "{file}: {line}");
            row
        })
        .collect()
}

/// The bytes that a cell stands for: `\\`, `\r`, `\n`, `\t`, `\xNN`, and `⟦n×text⟧` for the text
/// n times.
pub(crate) fn bytes(cell: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = cell;
    while let Some(character) = rest.chars().next() {
        let after = &rest[character.len_utf8()..];
        rest = match character {
            '\\' => escape(after, &mut bytes),
            '⟦' => {
                let (count, after) = after.split_once('×').expect("n×");
                let (text, after) = after.split_once('⟧').expect("⟧");
                let text = self::bytes(text);
                bytes.extend(text.repeat(count.parse().expect("a number")));
                after
            }
            _ => {
                bytes.extend(character.to_string().bytes());
                after
            }
        };
    }
    bytes
}

/// The text that a cell stands for.
pub(crate) fn text(cell: &str) -> String {
    String::from_utf8(bytes(cell)).expect("UTF-8")
}

fn escape<'a>(after: &'a str, bytes: &mut Vec<u8>) -> &'a str {
    let (byte, length) = match &after[..1] {
        "\\" => (b'\\', 1),
        "r" => (b'\r', 1),
        "n" => (b'\n', 1),
        "t" => (b'\t', 1),
        "x" => (u8::from_str_radix(&after[1..3], 16).expect("two digits"), 3),
        other => panic!("no such escape: {other}"),
    };
    bytes.push(byte);
    &after[length..]
}
