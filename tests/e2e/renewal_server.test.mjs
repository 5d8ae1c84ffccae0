/**
 * The judge of the renewal tests is judged first: the real server rotates refresh tokens, ends the family when a spent
 * one comes again, and its gate and log do what they say. Without a browser.
 */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { startOidcProvider } from '../../tools/serve/oidc_provider.mjs';
import './support/ending.mjs';
import { ProviderControl, reuses } from './support/provider_control.mjs';
import { walk } from './support/provider_walk.mjs';
import { exchange } from './support/sandbox_control.mjs';

const app = 'http://app.localhost';
let provider;
let control;

before(async () => {
  provider = await startOidcProvider({ apps: [app], accessTokenSeconds: 60 });
  control = new ProviderControl(provider.port);
});

after(() => provider.stop());

const form = (fields) => ({
  method: 'POST',
  host: new URL(provider.issuer).host,
  path: '/token',
  headers: { 'content-type': 'application/x-www-form-urlencoded', origin: app },
  body: new URLSearchParams({ client_id: 'demo-oidc', ...fields }).toString(),
});

const token = async (fields) => {
  const { status, body } = await exchange(provider.port, form(fields));
  return { status, ...JSON.parse(body) };
};

const refresh = (refreshToken) => token({ grant_type: 'refresh_token', refresh_token: refreshToken });

async function signIn(user = 'ada') {
  const verifier = randomBytes(32).toString('base64url');
  const redirect = `${app}/callback/oidc`;
  const url = new URL('/auth', provider.issuer);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: 'demo-oidc',
    redirect_uri: redirect,
    scope: 'openid',
    state: 'any',
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  }).toString();
  const callback = await walk(provider.port, url, user);
  const tokens = await token({
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code'),
    redirect_uri: redirect,
    code_verifier: verifier,
  });
  assert.equal(tokens.status, 200, JSON.stringify(tokens));
  await control.forget();
  return tokens;
}

const userinfo = async (accessToken) =>
  (
    await exchange(provider.port, {
      host: new URL(provider.issuer).host,
      path: '/me',
      headers: { authorization: `Bearer ${accessToken}` },
    })
  ).status;

test('a spent refresh token that comes again ends its family, and the log says so without a value', async () => {
  const first = await signIn();
  const second = await refresh(first.refresh_token);
  assert.equal(second.status, 200);
  assert.notEqual(second.refresh_token, first.refresh_token);
  assert.equal(await userinfo(second.access_token), 200);
  assert.equal((await refresh(first.refresh_token)).error, 'invalid_grant');
  // The newest of the family is dead too, and so is its access token.
  assert.equal((await refresh(second.refresh_token)).error, 'invalid_grant');
  assert.equal(await userinfo(second.access_token), 401);
  const log = await control.tokenRequests();
  assert.deepEqual(
    log.map(({ grant, status, error, reused }) => [grant, status, error, reused]),
    [
      ['refresh_token', 200, null, false],
      ['refresh_token', 400, 'invalid_grant', true],
      ['refresh_token', 400, 'invalid_grant', false],
    ],
  );
  assert.equal(reuses(log), 1);
  for (const { access_token, refresh_token } of [first, second]) {
    for (const value of [access_token, refresh_token]) assert.ok(!JSON.stringify(log).includes(value));
  }
});

/** A renewal whose client goes away while it is held there. */
async function abandoned(where, refreshToken) {
  await control.hold(where);
  const { host, headers, body, ...rest } = form({ grant_type: 'refresh_token', refresh_token: refreshToken });
  const outgoing = request({ ...rest, host: '127.0.0.1', port: provider.port, headers: { ...headers, host } });
  outgoing.on('error', () => {});
  outgoing.end(body);
  await control.waiting(where);
  outgoing.destroy();
  await control.until(({ lost }) => lost, 'that lost its client');
}

test('held before and given up: never handled, the refresh token is as good as it was', async () => {
  const { refresh_token: refreshToken } = await signIn();
  await abandoned('before', refreshToken);
  assert.equal((await refresh(refreshToken)).status, 200);
  const log = await control.renewals();
  assert.equal(log.length, 1);
  assert.equal(reuses(log), 0);
});

test('held after and given up: rotated, the next sending is a reuse', async () => {
  const { refresh_token: refreshToken } = await signIn();
  await abandoned('after', refreshToken);
  assert.equal((await refresh(refreshToken)).error, 'invalid_grant');
  assert.equal(reuses(await control.renewals()), 1);
});

test('held and released: answered as ever', async () => {
  const { refresh_token: refreshToken } = await signIn();
  for (const where of ['before', 'after']) {
    const { refresh_token: own } = await signIn();
    await control.hold(where);
    const answer = refresh(own);
    await control.waiting(where);
    await control.release();
    assert.equal((await answer).status, 200, where);
  }
  assert.equal((await refresh(refreshToken)).status, 200);
});

test('the clock of the server can be moved: an access token ends, its refresh token does not', async () => {
  const tokens = await signIn();
  assert.equal(await userinfo(tokens.access_token), 200);
  await control.advance(120);
  assert.equal(await userinfo(tokens.access_token), 401);
  assert.equal((await refresh(tokens.refresh_token)).status, 200);
});
