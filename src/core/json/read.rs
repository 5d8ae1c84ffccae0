//! Reading the members of an object: the type is right, or the member is named.

use super::number::{Decimal, in_seconds};
use super::{Object, Value};

/// A member that is not as it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The member's name, as we asked for it.
    pub name: &'static str,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What can be wrong with a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It is not there.
    Missing,
    /// It has another type than it must have; `null` is a wrong type too.
    WrongType,
    /// It is a number outside of what makes sense.
    OutOfRange,
}

/// A getter that must find its member, from one that may.
fn required<T>(found: Result<Option<T>, Field>, name: &'static str) -> Result<T, Field> {
    found?.ok_or(Field {
        name,
        problem: Problem::Missing,
    })
}

impl Object {
    /// A string.
    ///
    /// # Errors
    /// The member is missing or something else.
    pub fn string(&self, name: &'static str) -> Result<&str, Field> {
        required(self.optional_string(name), name)
    }

    /// A string that may be absent.
    ///
    /// # Errors
    /// The member is something else.
    pub fn optional_string(&self, name: &'static str) -> Result<Option<&str>, Field> {
        self.typed(name, Value::as_str)
    }

    /// The first of several names that is there.
    ///
    /// # Errors
    /// One of the members is there and something else.
    pub fn aliased_string(&self, names: &[&'static str]) -> Result<Option<&str>, Field> {
        let mut first = None;
        for name in names {
            let found = self.optional_string(name)?;
            first = first.or(found);
        }
        Ok(first)
    }

    /// `true` or `false`.
    ///
    /// # Errors
    /// The member is missing or something else.
    pub fn boolean(&self, name: &'static str) -> Result<bool, Field> {
        required(self.optional_boolean(name), name)
    }

    /// `true` or `false`, or absent.
    ///
    /// # Errors
    /// The member is something else.
    pub fn optional_boolean(&self, name: &'static str) -> Result<Option<bool>, Field> {
        self.typed(name, Value::as_bool)
    }

    /// A whole number.
    ///
    /// # Errors
    /// The member is missing or something else.
    pub fn integer(&self, name: &'static str) -> Result<i64, Field> {
        required(self.optional_integer(name), name)
    }

    /// A whole number, or absent.
    ///
    /// # Errors
    /// The member is something else.
    pub fn optional_integer(&self, name: &'static str) -> Result<Option<i64>, Field> {
        self.typed(name, Value::as_integer)
    }

    /// A `NumericDate` (RFC 7519 section 2) or a number of seconds; a fraction is cut off.
    ///
    /// # Errors
    /// The member is missing, no number, negative or too large.
    pub fn seconds(&self, name: &'static str) -> Result<u64, Field> {
        required(self.optional_seconds(name), name)
    }

    /// A `NumericDate` or a number of seconds, or absent.
    ///
    /// # Errors
    /// The member is no number, negative or too large.
    pub fn optional_seconds(&self, name: &'static str) -> Result<Option<u64>, Field> {
        let seconds = match self.value(name) {
            None => return Ok(None),
            Some(Value::Integer(number)) => u64::try_from(*number).ok().and_then(in_seconds),
            Some(Value::Decimal(text)) => Decimal::read(text).seconds(),
            Some(_) => {
                return Err(Field {
                    name,
                    problem: Problem::WrongType,
                });
            }
        };
        seconds.map(Some).ok_or(Field {
            name,
            problem: Problem::OutOfRange,
        })
    }

    /// A list of strings.
    ///
    /// # Errors
    /// The member is missing or something else, or one of its items is.
    pub fn strings(&self, name: &'static str) -> Result<Vec<&str>, Field> {
        required(self.optional_strings(name), name)
    }

    /// A list of strings, or absent.
    ///
    /// # Errors
    /// The member is something else, or one of its items is.
    pub fn optional_strings(&self, name: &'static str) -> Result<Option<Vec<&str>>, Field> {
        self.typed(name, |value| {
            value.as_array()?.iter().map(Value::as_str).collect()
        })
    }

    /// An object.
    ///
    /// # Errors
    /// The member is missing or something else.
    pub fn object(&self, name: &'static str) -> Result<&Object, Field> {
        required(self.optional_object(name), name)
    }

    /// An object, or absent.
    ///
    /// # Errors
    /// The member is something else.
    pub fn optional_object(&self, name: &'static str) -> Result<Option<&Object>, Field> {
        self.typed(name, Value::as_object)
    }

    /// A list.
    ///
    /// # Errors
    /// The member is missing or something else.
    pub fn array(&self, name: &'static str) -> Result<&[Value], Field> {
        required(self.optional_array(name), name)
    }

    /// A list, or absent.
    ///
    /// # Errors
    /// The member is something else.
    pub fn optional_array(&self, name: &'static str) -> Result<Option<&[Value]>, Field> {
        self.typed(name, Value::as_array)
    }

    fn typed<'a, T>(
        &'a self,
        name: &'static str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Field> {
        match self.value(name) {
            None => Ok(None),
            Some(value) => read(value).map(Some).ok_or(Field {
                name,
                problem: Problem::WrongType,
            }),
        }
    }
}
