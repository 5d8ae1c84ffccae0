/**
 * Pages that are not the app's, in a browser that is signed in at the relay: of another site, and of the same site. What
 * a real browser sends for them, and that nothing of it reaches a provider.
 */
import assert from 'node:assert/strict';
import { relayScene, serves, step } from './support/relay_scene.mjs';

/** The app, signed in; and the place in the log from which on nothing may come. */
async function signedIn(visit) {
  const page = await visit.tab({ config: visit.enadoc() });
  await visit.arrive(page, '/');
  await visit.enter(page);
  return { page, mark: await visit.sandbox.mark() };
}

/** A page at `origin`, which has no plan. */
async function at(visit, origin) {
  const page = await visit.context.newPage();
  await page.goto(`${origin}/`);
  return page;
}

/** `fetch(...)` there: the status that the page can read, or that it can read nothing. */
const fetched = (page, url, init) =>
  page.evaluate(
    async ([address, options]) => {
      try {
        const response = await fetch(address, { credentials: 'include', ...options });
        return { type: response.type, status: response.status, text: await response.text() };
      } catch (error) {
        return { failed: error.name };
      }
    },
    [url, init],
  );

/** A form at `page` is sent to `url`; what the browser got for it. */
async function submitted(page, url, fields) {
  const arrived = page.waitForResponse((response) => response.url() === url);
  await page.evaluate(
    ([action, values]) => {
      const form = document.createElement('form');
      Object.assign(form, { method: 'POST', action });
      for (const [name, value] of Object.entries(values)) {
        const field = document.createElement('input');
        Object.assign(field, { type: 'hidden', name, value });
        form.append(field);
      }
      document.body.append(form);
      form.submit();
    },
    [url, fields],
  );
  const response = await arrived;
  return { status: response.status(), request: await response.request().allHeaders() };
}

const FORM = { grant_type: 'refresh_token', client_id: 'demo-enadoc', session: 'A'.repeat(43) };
const HEADERS = { 'Docgate-Relay': '1', 'content-type': 'application/x-www-form-urlencoded' };

const PAGES = {
  'another site': (visit) => visit.stranger,
  'the same site, not listed': (visit) => visit.app.replace('//', '//other.'),
};

for (const [where, origin] of Object.entries(PAGES)) {
  relayScene(`a page of ${where} calls the relay with the cookies of this browser`, async (t, visit) => {
    const { page, mark } = await signedIn(visit);
    const theirs = await at(visit, origin(visit));
    const [token, logout] = ['token', 'logout'].map((name) => `${visit.entry('enadoc')}/${name}`);
    const body = new URLSearchParams(FORM).toString();
    const attempts = {
      'with the header, by CORS': [token, { method: 'POST', headers: HEADERS, body }, { failed: 'TypeError' }],
      'without it, read or not': [token, { method: 'POST', body: FORM }, { failed: 'TypeError' }],
      'a sign-out': [logout, { method: 'POST', headers: HEADERS, body }, { failed: 'TypeError' }],
      'the API': [`${visit.entry('enadoc')}/api/api/v3/libraries`, { headers: HEADERS }, { failed: 'TypeError' }],
      'the API, by GET alone': [`${visit.entry('enadoc')}/api/api/v3/libraries`, {}, { failed: 'TypeError' }],
    };
    for (const [name, [url, init, expected]] of Object.entries(attempts)) {
      const given =
        typeof init.body === 'object' ? { ...init, body, headers: { 'content-type': HEADERS['content-type'] } } : init;
      await step(t, name, async (part) => {
        assert.deepEqual(await fetched(theirs, url, given), expected);
        serves(part, 'R-143', `a page of ${where}, ${name}: the browser lets nothing through`);
        serves(part, 'A-44', `a page of ${where}, ${name}: nothing reaches the provider`);
      });
    }
    await step(t, 'blindly, and by a form', async (part) => {
      const blind = await fetched(theirs, token, { method: 'POST', mode: 'no-cors', body });
      assert.ok(blind.type === 'opaque' || blind.failed === 'TypeError', JSON.stringify(blind));
      for (const url of [token, logout]) {
        const { status, request } = await submitted(await at(visit, origin(visit)), url, FORM);
        assert.equal(status, 403, url);
        assert.equal(request.origin, origin(visit));
        // On the same site the cookies come along: there it is the origin that refuses.
        assert.equal(/__Host-dg-s-/.test(request.cookie ?? ''), where !== 'another site', url);
      }
      serves(part, 'R-143', `a form of ${where}: refused by its origin`);
      serves(part, 'A-44', `a form of ${where} signs nobody out and renews nothing`);
    });
    await visit.sandbox.nothingAfter(mark);
    // Still signed in: nothing was cleared.
    assert.equal(typeof (await visit.token(page, { fresh: true })), 'string');
    assert.equal((await visit.fetch(page, '/api/v3/libraries')).status, 200);
  });
}

relayScene(
  'a page of another site that somebody has put on the list: told that it is on another site',
  async (t, visit) => {
    const { page, mark } = await signedIn(visit);
    const theirs = await at(visit, visit.stranger);
    const answer = await fetched(theirs, `${visit.entry('enadoc')}/token`, {
      method: 'POST',
      headers: HEADERS,
      body: new URLSearchParams(FORM).toString(),
    });
    assert.deepEqual([answer.status, JSON.parse(answer.text).error], [403, 'cross_site']);
    await visit.sandbox.nothingAfter(mark);
    assert.equal(typeof (await visit.token(page, { fresh: true })), 'string');
    serves(t, 'R-143', 'a listed page of another site: cross_site, by what the browser says of it');
  },
  { apps: ['app', 'stranger'] },
);

relayScene('GET and HEAD by a link or an image: refused, and nothing is signed out', async (t, visit) => {
  const { page, mark } = await signedIn(visit);
  const theirs = await at(visit, visit.stranger);
  for (const name of ['login', 'token', 'logout']) {
    const url = `${visit.entry('enadoc')}/${name}?${new URLSearchParams(FORM)}`;
    const response = await theirs.goto(url);
    assert.equal(response.status(), 403, name);
    assert.equal(response.headers()['x-content-type-options'], 'nosniff');
  }
  await visit.sandbox.nothingAfter(mark);
  assert.equal(typeof (await visit.token(page, { fresh: true })), 'string');
  serves(t, 'A-44', 'links to the relay from another site: 403, nothing happens');
});
