//! Rust source as tokens: enough to judge names, paths, attributes and texts, without comments.

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// A name or keyword, or a number.
    Word(String),
    /// The content of a string literal, escapes as written.
    Text(String),
    /// Any other character.
    Mark(char),
}

impl Token {
    pub(crate) fn is(&self, word: &str) -> bool {
        matches!(self, Token::Word(own) if own == word)
    }

    pub(crate) fn word(&self) -> Option<&str> {
        match self {
            Token::Word(word) => Some(word),
            _ => None,
        }
    }
}

/// The tokens of a source text. Comments, lifetimes and character literals are left out.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let characters: Vec<char> = source.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let next = characters.get(at + 1).copied();
        match characters[at] {
            '/' if next == Some('/') => at = end_of_line(&characters, at),
            '/' if next == Some('*') => at = end_of_block_comment(&characters, at),
            '"' => at = text(&characters, at, &mut tokens),
            '\'' => at = end_of_quote(&characters, at),
            first if first.is_alphanumeric() || first == '_' => {
                let start = at;
                while at < characters.len()
                    && (characters[at].is_alphanumeric() || characters[at] == '_')
                {
                    at += 1;
                }
                let word: String = characters[start..at].iter().collect();
                let quote = characters[at..].iter().position(|mark| *mark != '#');
                let raw = word.ends_with('r') && word.len() <= 2;
                match quote.map(|hashes| (hashes, characters[at + hashes])) {
                    Some((hashes, '"')) if raw => {
                        at = raw_text(&characters, at + hashes, hashes, &mut tokens)
                    }
                    // `r#name` is a name.
                    Some((1, _)) if word == "r" => {}
                    _ => tokens.push(Token::Word(word)),
                }
            }
            mark if mark.is_whitespace() => at += 1,
            mark => {
                tokens.push(Token::Mark(mark));
                at += 1;
            }
        }
    }
    tokens
}

fn end_of_line(characters: &[char], at: usize) -> usize {
    characters[at..]
        .iter()
        .position(|mark| *mark == '\n')
        .map_or(characters.len(), |length| at + length)
}

fn end_of_block_comment(characters: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at < characters.len() {
        match (characters[at], characters.get(at + 1)) {
            ('/', Some('*')) => {
                depth += 1;
                at += 2;
            }
            ('*', Some('/')) => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    break;
                }
            }
            _ => at += 1,
        }
    }
    at
}

fn text(characters: &[char], start: usize, tokens: &mut Vec<Token>) -> usize {
    let mut at = start + 1;
    while at < characters.len() && characters[at] != '"' {
        at += if characters[at] == '\\' { 2 } else { 1 };
    }
    tokens.push(Token::Text(
        characters[start + 1..at.min(characters.len())]
            .iter()
            .collect(),
    ));
    at + 1
}

fn raw_text(characters: &[char], quote: usize, hashes: usize, tokens: &mut Vec<Token>) -> usize {
    let closes = |at: usize| {
        characters[at] == '"'
            && characters[at + 1..]
                .iter()
                .take(hashes)
                .filter(|mark| **mark == '#')
                .count()
                == hashes
    };
    let mut at = quote + 1;
    while at < characters.len() && !closes(at) {
        at += 1;
    }
    tokens.push(Token::Text(
        characters[quote + 1..at.min(characters.len())]
            .iter()
            .collect(),
    ));
    at + 1 + hashes
}

/// The end of a character literal, or of the mark that begins a lifetime.
fn end_of_quote(characters: &[char], at: usize) -> usize {
    match (characters.get(at + 1), characters.get(at + 2)) {
        (Some('\\'), _) => characters[at + 3..]
            .iter()
            .position(|mark| *mark == '\'')
            .map_or(characters.len(), |length| at + 4 + length),
        (Some(_), Some('\'')) => at + 3,
        _ => {
            let name = |mark: &char| mark.is_alphanumeric() || *mark == '_';
            at + 1
                + characters[at + 1..]
                    .iter()
                    .take_while(|mark| name(mark))
                    .count()
        }
    }
}

/// The place after the bracket that closes the one at `open`.
pub(crate) fn after_group(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token {
            Token::Mark('(' | '[' | '{') => depth += 1,
            Token::Mark(')' | ']' | '}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

/// The place of the bracket that opens the attribute at `at`, if there is an attribute.
pub(crate) fn attribute(tokens: &[Token], at: usize) -> Option<usize> {
    let inner = usize::from(tokens.get(at + 1) == Some(&Token::Mark('!')));
    let open = at + 1 + inner;
    (tokens.get(at) == Some(&Token::Mark('#')) && tokens.get(open) == Some(&Token::Mark('[')))
        .then_some(open)
}

/// The tokens without the items that are there for tests only; so is what the feature `trap` adds.
pub(crate) fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(open) = attribute(tokens, at) {
            let end = after_group(tokens, open);
            let inside = &tokens[open..end];
            let has = |word| inside.iter().any(|token| token.is(word));
            let trap = inside.contains(&Token::Text("trap".to_owned()));
            if has("cfg") && (has("test") || trap) && !has("not") {
                at = after_item(tokens, end);
                continue;
            }
        }
        kept.push(tokens[at].clone());
        at += 1;
    }
    kept
}

/// The place after the item that begins at `at`, with its attributes.
fn after_item(tokens: &[Token], mut at: usize) -> usize {
    while at < tokens.len() {
        match tokens[at] {
            Token::Mark(';') => return at + 1,
            Token::Mark('{') => return after_group(tokens, at),
            Token::Mark('(' | '[') => at = after_group(tokens, at),
            _ => at += 1,
        }
    }
    at
}

/// Every path that begins with one of the given words, groups taken apart: `a::{b, c::d}` is `a::b`
/// and `a::c::d`.
pub(crate) fn paths(tokens: &[Token], beginnings: &[&str]) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let begins = token.word().is_some_and(|word| beginnings.contains(&word));
        let inside_a_path = at >= 2 && tokens[at - 2..at] == [Token::Mark(':'), Token::Mark(':')];
        if begins && !inside_a_path {
            path(tokens, at, Vec::new(), &mut paths);
        }
    }
    paths
}

/// Reads one path, and gives back the place after it.
fn path(
    tokens: &[Token],
    mut at: usize,
    mut read: Vec<String>,
    paths: &mut Vec<Vec<String>>,
) -> usize {
    let separator = [Token::Mark(':'), Token::Mark(':')];
    loop {
        match tokens.get(at) {
            Some(Token::Word(word)) => read.push(word.clone()),
            Some(Token::Mark('*')) => read.push("*".to_owned()),
            Some(Token::Mark('{')) => {
                let end = after_group(tokens, at) - 1;
                at += 1;
                while at < end {
                    at = path(tokens, at, read.clone(), paths).max(at + 1);
                    while at < end && tokens[at] != Token::Mark(',') {
                        at += 1;
                    }
                    at += 1;
                }
                return end + 1;
            }
            _ => break,
        }
        at += 1;
        if tokens.get(at..at + 2) != Some(&separator) {
            break;
        }
        at += 2;
    }
    paths.push(read);
    at
}
