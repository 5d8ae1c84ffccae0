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
  const process = await launchBrowser({
    args: [`--remote-debugging-port=${port}`],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  // Without Playwright's defaults, which this connection can leave out for the browser's own context alone.
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
  return {
    newContext: async () => browser.contexts()[0],
    async close() {
      await browser.close();
      await process.close();
    },
  };
}

/** Puts a tab in the background to sleep: no task of its page runs until the function that this gives is called. */
export async function freeze(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  return async () => {
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await session.detach();
  };
}

/** Kills the process that runs `page`, in the middle of whatever it does. The page is of no use afterwards. */
export async function kill(page) {
  const crashed = page.waitForEvent('crash');
  const session = await page.context().newCDPSession(page);
  // There is nobody left to answer.
  session.send('Page.crash').catch(() => {});
  await crashed;
}
