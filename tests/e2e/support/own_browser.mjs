/**
 * A browser whose tabs can sleep. Playwright tells every page that it is in front and switches the back-forward cache
 * off; here tabs in the background are hidden, can be frozen, and a page that is left goes into the cache.
 */
import { chromium } from 'playwright-core';
import { anyPort } from '../../../tools/serve/port.mjs';
import { launchBrowser } from './browser.mjs';

/** Starts it. `newContext()` gives its one context, whatever is asked for. */
export async function openOwnBrowser() {
  const port = await anyPort();
  const launched = await launchBrowser({
    args: [`--remote-debugging-port=${port}`],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  // Without Playwright's defaults, which this connection can leave out for the browser's own context alone.
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
  return {
    async newContext() {
      const [context] = browser.contexts();
      await context.addInitScript(() => {
        addEventListener('pageshow', ({ persisted }) => {
          window.thawed = persisted;
        });
      });
      return context;
    },
    async close() {
      await browser.close();
      await launched.close();
    },
  };
}

/**
 * Puts a tab in the background to sleep: no task of its page runs until the function that this gives is called. As a
 * browser does, not while a page of the origin holds a lock for itself alone; `anyway`: even then.
 */
export async function freeze(page, { anyway = false } = {}) {
  const idle = async () => {
    const { held, pending } = await navigator.locks.query();
    return ![...held, ...pending].some(({ mode }) => mode === 'exclusive');
  };
  if (!anyway) await page.waitForFunction(idle, null, { polling: 20 });
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  return async () => {
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await session.detach();
  };
}

/**
 * Back to the page of the app that was here before. `thawed`: it comes from the back-forward cache, as it was; else it was
 * loaded anew, and `reasons` is what the browser says kept it out of the cache.
 */
export async function back(page) {
  const left = page.url();
  // By the page and not by the driver, which waits for a load that a page from the cache never has.
  await page.evaluate(() => void setTimeout(() => history.back()));
  await page.waitForURL((url) => url.href !== left, { waitUntil: 'commit' });
  // A page in the background paints no frame.
  await page.waitForFunction(() => window.loaded && window.thawed !== undefined, null, { polling: 20 });
  return await page.evaluate(() => ({
    thawed: window.thawed,
    reasons: JSON.stringify(performance.getEntriesByType('navigation')[0]?.notRestoredReasons?.reasons ?? null),
  }));
}

/** Kills the process that runs `page`, in the middle of whatever it does. The page is of no use afterwards. */
export async function kill(page) {
  const crashed = page.waitForEvent('crash');
  const session = await page.context().newCDPSession(page);
  // There is nobody left to answer.
  session.send('Page.crash').catch(() => {});
  await crashed;
}
