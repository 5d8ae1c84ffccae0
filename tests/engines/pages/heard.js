/**
 * Runs before everything else of a page: what the app tells is kept for the driver, violations of the policy are told,
 * and the page's clock can be moved. A driver's scripts have globals of their own, so nothing of this can come from it.
 */

/** Another one in each document, so that the driver knows a page from the one before it. */
window.documentId = `${Math.random()}`;
window.told = [];
window.tell = (text) => window.told.push(JSON.parse(text));

addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
  const what = encodeURIComponent(`${violatedDirective} ${blockedURI} ${sample}`);
  // To the page server, which hears also of what happens in a page that is left.
  navigator.sendBeacon(`/engines/violation?${what}`);
});

/** Only `Date`: timers go on as they do. How far it is ahead survives a load. */
{
  const Real = Date;
  let ahead = Number(sessionStorage.getItem('test:ahead') ?? 0);
  globalThis.Date = class extends Real {
    constructor(...given) {
      super(...(given.length === 0 ? [Real.now() + ahead] : given));
    }

    static now() {
      return Real.now() + ahead;
    }
  };
  window.setAhead = (milliseconds) => {
    ahead = milliseconds;
    sessionStorage.setItem('test:ahead', String(milliseconds));
  };
}
