//! One instance for equal configs of a page, none for configs that could be mixed up (RFC 9700, 4.4).

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use super::auth::Inner;

thread_local! {
    static KNOWN: RefCell<Vec<Weak<Inner>>> = const { RefCell::new(Vec::new()) };
}

/// Those that somebody still holds.
pub(super) fn held() -> Vec<Rc<Inner>> {
    KNOWN.with_borrow_mut(|known| {
        known.retain(|one| one.strong_count() > 0);
        let held = known.iter().filter_map(Weak::upgrade);
        held.filter(|one| !one.face.disposed.get()).collect()
    })
}

/// Another one.
pub(super) fn add(one: &Rc<Inner>) {
    KNOWN.with_borrow_mut(|known| known.push(Rc::downgrade(one)));
}
