/**
 * The modules of the OpenID Foundation's client plans, played against the sandbox and named after them. The pass rule of
 * the negative ones is the suite's own: after the bad step nothing reaches the server any more.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { claim, scene } from './scene.mjs';

/** Where a module's login comes back to. */
export const PLACE = '/rooms/1';

/** Who signs in: Ada's `sub`. */
export const ADA = '5c1a8b0e-0f0d-4a53-9c66-0c1d2b9a1101';

/**
 * One module as a scene. `body(t, visit)` plays it and gives what was seen: `accepted`, or `refused: ` and the error. That
 * goes into docs/conformance.md once the scene has passed.
 */
export function module(name, what, body, options) {
  scene(
    `${name}: ${what}`,
    async (t, visit) => {
      const seen = await body(t, visit);
      assert.match(seen, /^(accepted|refused: [a-z_]+( \[[\w-]+\])?)$/);
      claim(t, () => writeDown(t, name, seen));
    },
    options,
  );
}

function writeDown(t, name, seen) {
  if (process.env.DOCGATE_MODULES === undefined) return;
  const file = basename(t.filePath ?? process.argv[1] ?? '');
  appendFileSync(process.env.DOCGATE_MODULES, `${name}\t${seen}\t${file}\n`);
}

/** A client as the plans want it: a refresh token comes along, so that there is more to leak. */
export const client = (visit, changes = {}) =>
  visit.oidc({
    scopes: ['openid', 'profile', 'email'],
    apiBase: `${visit.issuer}/api/`,
    ...changes,
  });

/** Tells the server how to behave; RS256 unless told, as the suite does. */
export const serve = (visit, oidc = {}) =>
  visit.sandbox.switches({ oidc: { id_token_alg: 'RS256', refresh_tokens: 'always', ...oidc } });

/** A login from the start: the page, and what `ready()` found on the way back. */
export async function attempt(visit, { oidc, config, login } = {}) {
  await serve(visit, oidc);
  const page = await visit.tab({ config: client(visit, config) });
  await visit.arrive(page, PLACE);
  visit.taken(page, 'event');
  const outcome = await visit.signIn(page, { returnTo: PLACE, ...login });
  return { page, outcome };
}

/**
 * From now on the request for a token arrives after the one for the keys, which are sent together: what the keys answer
 * is what there was before the token was signed.
 */
export async function keysFirst(visit) {
  const path = visit.path('oidc', 'jwks');
  let seen = (await visit.sandbox.requests({ path })).length;
  await visit.context.route(`${visit.issuer}/token`, async (route) => {
    for (let now = seen; now === seen; now = (await visit.sandbox.requests({ path })).length) await pause(20);
    seen = (await visit.sandbox.requests({ path })).length;
    await route.continue();
  });
}

/** How often each endpoint was asked so far. */
export async function asked(visit) {
  const counts = { token: 0, jwks: 0, userinfo: 0, revoke: 0, api: 0 };
  for (const { path } of await visit.sandbox.requests({ double: 'oidc' })) {
    const [name] = path.split('/').slice(3);
    if (name in counts) counts[name] += 1;
  }
  return counts;
}

/** A login that succeeds: in the session, in the address bar, and in one exchange. */
export async function accepts(visit, how = {}) {
  const { page, outcome } = await attempt(visit, how);
  assert.equal(outcome.status, 'signed-in', `${outcome.error?.code} [${outcome.error?.field}]`);
  assert.equal(outcome.via, 'callback');
  assert.equal(outcome.returnTo, PLACE);
  assert.equal(outcome.session.user.id, ADA);
  assert.equal(page.url(), `${visit.app}${PLACE}`);
  const { token, jwks, ...rest } = await asked(visit);
  assert.equal(token, 1);
  assert.equal(jwks, how.jwks ?? 1);
  assert.deepEqual(rest, { userinfo: 0, revoke: 0, api: 0 });
  return { page, session: outcome.session };
}

/** UserInfo with the access token in the header and nowhere else; gives the claims. */
export async function readsUserInfo(visit, page) {
  const { value: token } = await visit.call(page, 'getAccessToken');
  const { value: claims, error } = await visit.call(page, 'fetchProfile');
  assert.equal(error, undefined, `${error?.code} [${error?.field}]`);
  assert.equal(claims.sub, ADA);
  const sent = await visit.sandbox.requests({ path: visit.path('oidc', 'userinfo') });
  assertBearer(sent.at(-1), token);
  return claims;
}

/** The request carries the token in its `Authorization` header, and nowhere else. */
export function assertBearer(request, token) {
  assert.equal(request.authorization.scheme, 'Bearer');
  assert.equal(request.authorization.token_hash, hash(token));
  assert.ok(!JSON.stringify([request.query, request.form, request.json]).includes(token));
  assert.equal(request.query.access_token, undefined);
}

/**
 * A login that is refused with this error, and everything that must not follow. `token` and `jwks`: how often these were
 * asked before that. `at`: what the address bar shows. Gives what {@link module} writes down.
 */
export async function refuses(visit, { code, field, token = 1, jwks = 1, at = PLACE, ...how }) {
  const { page, outcome } = await attempt(visit, how);
  assert.equal(outcome.status, 'failed', 'the answer was accepted');
  const { error } = outcome;
  assert.ok(error.isAuthError);
  assert.deepEqual([error.code, error.field], [code, field]);
  assert.equal(page.url(), `${visit.app}${at}`);
  const events = visit.taken(page, 'event').map(({ type }) => type);
  assert.ok(!events.includes('signed-in'), events.join());
  await assertNobody(visit, page);
  assert.deepEqual(await asked(visit), { token, jwks, userinfo: 0, revoke: 0, api: 0 });
  return refusal(error);
}

/** A refusal as {@link module} writes it down. */
export const refusal = ({ code, field }) => `refused: ${code}${field === undefined ? '' : ` [${field}]`}`;

/**
 * Nobody is signed in, now and after a reload: no session, nothing that looks like a token in any store;
 * every call is refused; and the provider hears nothing of all this.
 */
export async function assertNobody(visit, page) {
  const mark = await visit.sandbox.mark();
  const stay = page.url();
  for (let round = 0; round < 2; round += 1) {
    const seen = await page.evaluate(() => [window.auth.session, window.auth.snapshot().status]);
    assert.deepEqual(seen, [null, 'signed-out']);
    assert.deepEqual(await tokensStored(visit, page), [], 'something of the refused answer is kept');
    for (const [name, ...values] of [['getAccessToken'], ['getIdToken'], ['fetchProfile'], ['fetch', 'me']]) {
      const { value, error } = await visit.call(page, name, ...values);
      assert.equal(error?.code, 'login_required', `${name}(): ${JSON.stringify(value ?? error)}`);
    }
    if (round === 0) assert.equal((await visit.arrive(page, stay)).status, 'signed-out');
  }
  assert.equal(page.url(), stay);
  await visit.sandbox.nothingAfter(mark);
}

/**
 * What the stores of the page hold of the codes and tokens that the server has issued, and whatever has the form or the
 * name of a token.
 */
export async function tokensStored(visit, page) {
  const stored = await page.evaluate(async () =>
    JSON.stringify([
      { ...sessionStorage },
      { ...localStorage },
      document.cookie,
      window.name,
      history.state,
      await caches.keys(),
      await indexedDB.databases(),
    ]),
  );
  const { grants } = (await visit.sandbox.state()).oidc.state;
  const issued = new Set(
    grants.flatMap(({ code, access_tokens, refresh_tokens }) =>
      [code, ...access_tokens, ...refresh_tokens].map(({ hash }) => hash),
    ),
  );
  const pieces = stored.split(/[^\w.~-]+/).filter((piece) => issued.has(hash(piece)));
  // The beginning of a JWT: three letters of it are in many a hash.
  return [...pieces, ...(stored.match(/eyJ[\w-]+\.[\w-]|access_token|refresh_token|id_token/g) ?? [])];
}

const hash = (text) => createHash('sha256').update(text).digest('hex');
