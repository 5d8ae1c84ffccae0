//! Reading a table of the TOML file: every mistake is noted with its whole key, and reading goes on, so that
//! all of them are told at once.

use std::cell::RefCell;

use toml::{Table, Value};

/// What is wrong with the file, one sentence each, beginning with the key.
#[derive(Default)]
pub(super) struct Mistakes(RefCell<Vec<String>>);

impl Mistakes {
    /// Notes one.
    pub(super) fn note(&self, key: &str, sentence: &str) {
        self.0.borrow_mut().push(format!("{key}: {sentence}"));
    }

    /// All of them.
    pub(super) fn into_all(self) -> Vec<String> {
        self.0.into_inner()
    }
}

/// One table, and which of its keys were asked for.
pub(super) struct Keys<'a> {
    path: String,
    table: &'a Table,
    known: RefCell<Vec<&'a str>>,
    mistakes: &'a Mistakes,
}

impl<'a> Keys<'a> {
    /// The keys of a table at `path`.
    pub(super) fn new(path: String, table: &'a Table, mistakes: &'a Mistakes) -> Keys<'a> {
        Keys {
            path,
            table,
            known: RefCell::default(),
            mistakes,
        }
    }

    /// The whole name of a key.
    pub(super) fn path(&self, key: &str) -> String {
        match self.path.as_str() {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        }
    }

    /// Notes what is wrong with a key.
    pub(super) fn wrong(&self, key: &str, sentence: &str) {
        self.mistakes.note(&self.path(key), sentence);
    }

    /// Whether the key is there; it stays unknown if nobody reads it.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The names of all keys.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.table.keys().map(String::as_str)
    }

    /// The value of a key.
    pub(super) fn value(&self, key: &str) -> Option<&'a Value> {
        let (name, value) = self.table.get_key_value(key)?;
        self.known.borrow_mut().push(name);
        Some(value)
    }

    /// A text.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        let value = self.value(key)?;
        let text = value.as_str().filter(|text| !text.is_empty());
        if text.is_none() {
            self.wrong(key, "a text that is not empty");
        }
        text
    }

    /// A text that must be there.
    pub(super) fn required(&self, key: &str) -> Option<&'a str> {
        if !self.has(key) {
            self.wrong(key, "is missing");
        }
        self.text(key)
    }

    /// A list of texts, without repetition.
    pub(super) fn texts(&self, key: &str) -> Option<Vec<&'a str>> {
        let value = self.value(key)?;
        let list = value
            .as_array()
            .and_then(|list| list.iter().map(Value::as_str).collect::<Option<Vec<_>>>())
            .filter(|list| !list.is_empty() && list.iter().all(|text| !text.is_empty()));
        let Some(list) = list else {
            self.wrong(key, "a list of texts that is not empty");
            return None;
        };
        for (at, text) in list.iter().enumerate() {
            if list.iter().take(at).any(|before| before == text) {
                self.wrong(key, &format!("'{text}' is there twice"));
            }
        }
        Some(list)
    }

    /// A whole number within bounds.
    pub(super) fn number(&self, key: &str, usual: u64, least: u64, most: u64) -> u64 {
        let Some(value) = self.value(key) else {
            return usual;
        };
        let number = value.as_integer().and_then(|it| u64::try_from(it).ok());
        match number.filter(|number| (least..=most).contains(number)) {
            Some(number) => number,
            None => {
                self.wrong(key, &format!("a whole number from {least} to {most}"));
                usual
            }
        }
    }

    /// One of several words; the first is the usual one.
    pub(super) fn choice(&self, key: &str, words: &[&str]) -> usize {
        let Some(text) = self.text(key) else {
            return 0;
        };
        match words.iter().position(|word| *word == text) {
            Some(at) => at,
            None => {
                self.wrong(key, &format!("one of '{}'", words.join("', '")));
                0
            }
        }
    }

    /// A table.
    pub(super) fn table(&self, key: &str) -> Option<Keys<'a>> {
        let table = self.value(key)?.as_table();
        if table.is_none() {
            self.wrong(key, "a table");
        }
        Some(Keys::new(self.path(key), table?, self.mistakes))
    }

    /// A list of tables.
    pub(super) fn tables(&self, key: &str) -> Option<Vec<Keys<'a>>> {
        let list = self.value(key)?.as_array().map(|list| {
            let named = |(at, item): (usize, &'a Value)| {
                let path = format!("{}[{at}]", self.path(key));
                Some(Keys::new(path, item.as_table()?, self.mistakes))
            };
            list.iter()
                .enumerate()
                .map(named)
                .collect::<Option<Vec<_>>>()
        });
        let list = list.flatten().filter(|list| !list.is_empty());
        if list.is_none() {
            self.wrong(key, "a list of tables that is not empty");
        }
        list
    }

    /// Notes every key that nobody asked for.
    pub(super) fn finish(self) {
        for name in self.table.keys() {
            if !self.known.borrow().contains(&name.as_str()) {
                self.wrong(name, "is not a key of the relay's");
            }
        }
    }
}
