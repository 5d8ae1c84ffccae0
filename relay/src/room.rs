//! Room for another cookie: logins that nobody came back from make way, whatever entry they are of.

use crate::error::Refusal;
use crate::gate::Caller;
use crate::seal::{Login, Purpose, Sealer};

/// Adds to the cookies that leave, until there is room for this one: logins that have ended, then the oldest. Only
/// those that this relay can open, and sessions never.
///
/// # Errors
/// [`crate::error::Code::CookiesTooLarge`]: there is no room all the same.
pub(crate) fn make(
    sealer: Sealer<'_>,
    caller: &Caller,
    (name, sealed): (&str, &str),
    leaving: &mut Vec<String>,
    now: u64,
) -> Result<(), Refusal> {
    let others = caller.cookies.logins().filter(|(own, _)| *own != name);
    let mut logins: Vec<(u64, String)> = others
        .filter(|(own, _)| !leaving.iter().any(|it| it == own))
        .filter_map(|(own, text)| Some((since(sealer, own, text, now)?.0, own.to_owned())))
        .collect();
    logins.sort();
    let mut oldest = logins.into_iter();
    while let Err(refusal) = caller.cookies.room_for(name, sealed, leaving) {
        let (_, next) = oldest.next().ok_or(refusal)?;
        leaving.push(next);
    }
    Ok(())
}

/// When a login was started, or 0 if it has ended, and the login.
pub(crate) fn since(sealer: Sealer<'_>, name: &str, text: &str, now: u64) -> Option<(u64, Login)> {
    let login = Login::from_bytes(&sealer.open(Purpose::Login, name, text)?)?;
    let since = if login.ends > now { login.started } else { 0 };
    Some((since, login))
}
