/**
 * Inside of an app's own web view nobody is sent to a provider, as far as it can be told, and what looks similar
 * and is the system's browser is let in. A shell that navigates itself signs in as docs/wrapped-apps.md says.
 */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';

const VIEWS = {
  'Android WebView':
    'Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36',
  'WKWebView on iOS':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  'WKWebView on macOS': 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)',
  Electron:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) our-app/1.0.0 Chrome/126.0.0.0 Electron/31.0.0 Safari/537.36',
};

const BROWSERS = {
  'Chrome on Android, Custom Tabs included':
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
  'Safari on iOS, in-app authentication included':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Chrome on iOS':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0.0.0 Mobile/15E148 Safari/604.1',
  'Safari on macOS':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  'Firefox on macOS': 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:128.0) Gecko/20100101 Firefox/128.0',
};

/** Every browser of a table has a page of its own. */
const TABLE = { timeout: 180_000 };

/** A page of the app that says that it is in this browser. */
async function pageIn(visit, userAgent, plan = { config: visit.oidc() }, extra = {}) {
  const page = await visit.tab(plan);
  await page.addInitScript(
    ([name, more]) => {
      Object.defineProperty(navigator, 'userAgent', { get: () => name });
      for (const [key, value] of Object.entries(more.navigator ?? {})) Object.defineProperty(navigator, key, { value });
      for (const key of more.globals ?? []) window[key] = {};
    },
    [userAgent, extra],
  );
  await visit.arrive(page, '/rooms/1');
  return page;
}

/** What a login from a click comes to; nothing has left for the provider where it is refused. */
async function refused(visit, page, options = {}) {
  const { error } = await visit.call(page, 'login', options);
  assert.equal(error?.code, 'embedded_browser', JSON.stringify(error));
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  assert.equal((await visit.sandbox.requests({ method: 'GET', path: visit.path('oidc', 'authorize') })).length, 0);
}

scene(
  'a login in the web view of an app is refused before anything is opened',
  async (t, visit) => {
    for (const [what, userAgent] of Object.entries(VIEWS)) {
      await step(t, what, async (part) => {
        const page = await pageIn(visit, userAgent);
        for (const display of ['redirect', 'popup', 'iframe']) await refused(visit, page, { display });
        serves(
          part,
          'R-167',
          `${what}: embedded_browser for redirect, popup and frame, and no request to the provider`,
        );
      });
    }
    await step(t, 'Tauri, by its global object', async (part) => {
      const page = await pageIn(visit, BROWSERS['Safari on macOS'], undefined, { globals: ['__TAURI_INTERNALS__'] });
      await refused(visit, page);
      serves(part, 'R-167', 'Tauri: embedded_browser');
    });
  },
  TABLE,
);

scene(
  "the system's browser is let in",
  async (t, visit) => {
    for (const [what, userAgent] of Object.entries(BROWSERS)) {
      await step(t, what, async () => {
        const page = await pageIn(visit, userAgent);
        assert.equal((await visit.signIn(page)).status, 'signed-in');
        await visit.call(page, 'logout', { provider: false });
      });
    }
    await step(t, 'a page on the home screen of iOS', async (part) => {
      const page = await pageIn(visit, VIEWS['WKWebView on iOS'], undefined, { navigator: { standalone: true } });
      assert.equal((await visit.signIn(page)).status, 'signed-in');
      serves(part, 'R-167', "the system's browsers and a page on the home screen sign in");
    });
  },
  TABLE,
);

scene('a shell signs in with loginUrl() and complete(), and the page has its session', async (t, visit) => {
  const page = await pageIn(visit, VIEWS['Android WebView']);
  const callback = await visit.callback(page);
  const { value } = await visit.call(page, 'complete', callback.href);
  assert.equal(value.status, 'signed-in', JSON.stringify(value.error));
  const { value: session } = await visit.call(page, 'login');
  assert.equal(session.user.id, value.session.user.id, 'login() resolves with the session that is there');
  const { error } = await visit.call(page, 'login', { prompt: 'login' });
  assert.equal(error.code, 'embedded_browser', 'and leaves for no other');
  serves(t, 'R-167', 'loginUrl() and complete() work in a web view, where login() would leave it');
});

scene('with `navigate` the shell is handed the address', async (t, visit) => {
  const page = await pageIn(visit, VIEWS.Electron, { config: visit.oidc(), keepNavigation: false });
  await page.evaluate(() => {
    window.navigations = [];
    void window.auth.login({ retry: true }).catch(() => undefined);
  });
  await page.waitForFunction(() => window.navigations.length === 1);
  const [address] = await page.evaluate(() => window.navigations);
  assert.equal(new URL(address).pathname, visit.path('oidc', 'authorize'));
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  serves(t, 'R-167', 'a shell that navigates itself gets the address, and the view stays');
});
