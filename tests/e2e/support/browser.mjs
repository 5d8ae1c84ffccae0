/** The one browser of a test process. Each test gets a context of its own: storage, cookies and permissions apart. */
import { chromium } from 'playwright-core';

/** `args`: further switches; `ignoreDefaultArgs`: those of Playwright's that are left out. */
export function launchBrowser({ args = [], ignoreDefaultArgs } = {}) {
  return chromium.launch({
    executablePath: process.env.DOCGATE_CHROMIUM ?? '/usr/bin/chromium',
    ignoreDefaultArgs,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // A name that is not loopback for the browser, so that its pages are insecure ones.
      '--host-resolver-rules=MAP insecure.test 127.0.0.1',
      ...args,
    ],
  });
}
