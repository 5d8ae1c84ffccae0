/** What a page makes of DocSpace under some switches: a login, a call of the API, the end of the token; each in a few words. */
import assert from 'node:assert/strict';
import { walkDocSpace } from './docspace_walk.mjs';

/** What is on besides the row's own switches. */
export const HANDS_FREE = { auto_login: 'ada', auto_consent: true };
const ROUTE = '/api/2.0/people/@self';

/** The cells of one row: `{ login, call, expiry }`. */
export async function cells(visit, page, row) {
  const { config, switches } = row;
  await visit.sandbox.reset();
  await visit.sandbox.switches({ docspace: { ...HANDS_FREE, ...switches } });
  await begin(visit, page, config);
  const login = await signIn(visit, page, row.press);
  if (!login.startsWith('signed-in')) {
    // The other two cells are about a session of before.
    await visit.sandbox.reset();
    await visit.sandbox.switches({ docspace: HANDS_FREE });
    assert.match(await signIn(visit, page), /^signed-in/, 'undisturbed');
    await visit.sandbox.switches({ docspace: switches });
  }
  const call = await ask(page, row.route);
  await visit.sandbox.expire('access');
  const mark = await visit.sandbox.mark();
  const after = await ask(page, row.route);
  const token = await page.evaluate(async () => {
    const { error } = await window.settled(async () => void (await window.auth.getAccessToken()));
    return error === undefined ? 'still a token' : (error.code ?? error.name);
  });
  const reloaded = told(await begin(visit, page, config, { fresh: false }));
  const later = (await visit.sandbox.requests({ path: /authorize$|token$/ })).filter(({ number }) => number > mark);
  assert.deepEqual(later, [], 'no login by itself');
  return { login, call, expiry: `${after}; ${token}; ${reloaded}` };
}

/** A new document with an instance for `config`, and what `ready()` says. `fresh`: nothing is left of the row before. */
async function begin(visit, page, config, { fresh = true } = {}) {
  if (fresh && page.url().startsWith(visit.app)) {
    await page.evaluate(() => {
      sessionStorage.clear();
      localStorage.clear();
    });
  }
  await visit.load(page);
  return await page.evaluate(async (given) => {
    window.auth = window.make(given);
    return window.plain(await window.auth.ready());
  }, config);
}

async function signIn(visit, page, presses) {
  const url = await visit.loginUrl(page, { retry: true });
  const { callback, stays } = await walkDocSpace(visit.providerPort, url, presses);
  if (stays !== undefined) {
    const { status } = await page.evaluate(() => window.auth.snapshot());
    return `${stays}; ${status}`;
  }
  const mark = await visit.sandbox.mark();
  const { value: outcome, error } = await visit.call(page, 'complete', callback.href);
  assert.equal(error, undefined, `complete() rejected: ${error?.message}`);
  const sent = await visit.sandbox.requests({ path: '/oauth2/token' });
  const number = sent.filter((entry) => entry.number > mark).length;
  assert.ok(number <= 1, `the code was sent ${number} times`);
  return told(outcome);
}

/** A call of the API, and what the snapshot says afterwards. */
async function ask(page, route = ROUTE) {
  return await page.evaluate(async (path) => {
    const { value, error } = await window.settled(async () => (await window.auth.fetch(path)).status);
    const { status } = window.auth.snapshot();
    return `${value ?? error.code ?? error.name}, ${status}`;
  }, route);
}

function told({ status, session, reason, error }) {
  if (status === 'failed') return `failed: ${[error.code, error.field].filter(Boolean).join(' ')}`;
  if (status === 'signed-out') return reason ? `signed-out, ${reason}` : status;
  const missing = session.missingScopes.length > 0 ? `, without ${session.missingScopes.join(' ')}` : '';
  return `${status}${missing}`;
}
