// A clock that a test can move: everything in this process that asks `Date` what time it is gets the moved time.

/** Replaces `Date`; gives the function that moves it on by so many milliseconds. */
export function movableClock() {
  const Real = globalThis.Date;
  let ahead = 0;
  globalThis.Date = class extends Real {
    constructor(...given) {
      super(...(given.length === 0 ? [Real.now() + ahead] : given));
    }

    static now() {
      return Real.now() + ahead;
    }
  };
  return (milliseconds) => {
    ahead += milliseconds;
  };
}
