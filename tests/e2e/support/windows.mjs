/** What the tests of logins in windows and frames have in common. */

/** A page, at `at`, whose button starts a login with `display`; windows that it opens run the same app. */
export async function opener(visit, { config, display = 'popup', at = '/' }) {
  await visit.planAll({ config });
  const page = await visit.tab({ config, press: { display } });
  await visit.arrive(page, at);
  return page;
}

/** Resolves when the window is closed. */
export async function gone(popup) {
  if (!popup.isClosed()) await popup.waitForEvent('close');
}

/** The keys of this tab's pending logins. */
export function pendingLogins(page) {
  return page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('docgate:login:')));
}

/** The state that an authorization page was opened with. */
export function stateOf(popup) {
  return new URL(popup.url()).searchParams.get('state');
}

/** From now on time passes in the pages only when the test says so: `page.clock.runFor()`. */
export async function holdTime(visit) {
  const now = Date.now();
  await visit.context.clock.install({ time: now });
  await visit.context.clock.pauseAt(now + 1000);
}

/** The page comes to the front, and `milliseconds` pass. */
export async function comeBack(page, milliseconds) {
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await page.clock.runFor(milliseconds);
}
