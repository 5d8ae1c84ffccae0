/**
 * Renewal at the real server: the refresh token rotates, a new ID token of the same sign-in takes the place of the old one
 * (R-087, R-088; OpenID Connect Core 1.0, section 12.2), and what was revoked or spent is dead there.
 */
import assert from 'node:assert/strict';
import { LIFE, providerScene, serves } from './support/provider_scene.mjs';
import {
  accessToken,
  idToken,
  isGenuine,
  refreshToken,
  replayed,
  takenApart,
  userInfoStatus,
} from './support/provider_tokens.mjs';

const token = async (visit, page) => ({
  access: await accessToken(visit, page),
  refresh: await refreshToken(page),
  id: await idToken(visit, page),
});

providerScene('three renewals: tokens rotate, each ID token is newer and of the same sign-in', async (t, visit) => {
  serves(t, 'R-088', 'iss, sub, aud, auth_time and nonce stay, iat is new, the signature is verified');
  serves(t, 'R-087', 'the rotated refresh token takes the place of the one before, with its access token');
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  await visit.enter(page, { maxAge: 3600 });
  const held = [await token(visit, page)];
  for (let round = 1; round <= 3; round += 1) {
    await visit.later([page]);
    held.push(await token(visit, page));
    const [before, now] = held.slice(-2);
    for (const kind of ['access', 'refresh', 'id']) assert.notEqual(before[kind], now[kind], `${kind} ${round}`);
    assert.ok(await isGenuine(visit, now.id));
    const [then, next] = [before, now].map(({ id }) => takenApart(id).claims);
    for (const name of ['iss', 'sub', 'aud', 'nonce', 'auth_time']) {
      assert.ok(then[name] !== undefined, `the server says no ${name}`);
      assert.equal(next[name], then[name], name);
    }
    assert.ok(next.iat >= then.iat + LIFE, 'a new token, not the old one again');
    assert.equal(await userInfoStatus(visit, now.access), 200);
  }
  assert.equal((await visit.control.renewals()).length, 3);
  // Another tab, and a reload, have the newest of all.
  const other = await visit.tab({ config: visit.oidc() });
  assert.equal((await visit.arrive(other, '/rooms/2')).via, 'tab');
  await page.reload();
  await visit.outcome(page);
  for (const tab of [page, other]) assert.deepEqual(await token(visit, tab), held.at(-1));
});

providerScene('a spent refresh token is refused at the server, and takes the session with it', async (t, visit) => {
  serves(t, 'R-089', 'the server ends the family of a replayed refresh token: one login-required');
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  await visit.enter(page);
  const spent = await refreshToken(page);
  await visit.later([page]);
  await accessToken(visit, page);
  assert.notEqual(await refreshToken(page), spent);
  visit.taken(page, 'event');
  assert.equal(await replayed(visit, spent), 'invalid_grant');
  await visit.later([page]);
  assert.equal((await visit.call(page, 'getAccessToken')).error?.code, 'login_required');
  assert.deepEqual(
    visit.taken(page, 'event').map(({ type }) => type),
    ['login-required'],
  );
  assert.equal(
    (await visit.call(page, 'getIdToken')).error?.code,
    'login_required',
    'no ID token of a session that is over',
  );
});
