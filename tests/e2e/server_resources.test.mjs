/**
 * Tokens for several APIs from one login at the real server, by RFC 8707: each is for its own audience, each is renewed for
 * itself, and what the person was never asked for is refused by the server's word.
 */
import assert from 'node:assert/strict';
import { reuses } from './support/provider_control.mjs';
import { providerScene, serves } from './support/provider_scene.mjs';
import { accessToken, takenApart, userInfoStatus } from './support/provider_tokens.mjs';

const FILES = 'https://files.example.test/';
const MAIL = 'https://mail.example.test/';
const UNKNOWN = 'https://nobody.example.test/';

const audience = (token) => takenApart(token).claims.aud;

async function signedIn(visit, options = {}) {
  const page = await visit.tab({ config: visit.oidc({ clientId: 'two-resources', scopes: ['openid', 'read'] }) });
  await visit.arrive(page, '/rooms/1');
  const outcome = await visit.clickIn(page, 'ada', options);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  await visit.control.forget();
  return page;
}

providerScene('two resources from one login: each token for its own audience, asked for once', async (t, visit) => {
  serves(t, 'R-136', 'resource at the real server: a token for that audience, by the refresh token');
  serves(t, 'R-093', 'three tokens of one session, none of them in the place of another');
  const page = await signedIn(visit);
  const own = await accessToken(visit, page);
  assert.equal(await userInfoStatus(visit, own), 200, 'the own one is for UserInfo');
  for (let round = 1; round <= 2; round += 1) {
    for (const resource of [FILES, MAIL]) {
      const token = await accessToken(visit, page, { resource });
      assert.equal(audience(token), resource, `round ${round}`);
      assert.equal(takenApart(token).claims.sub, 'ada');
      assert.equal(await userInfoStatus(visit, token), 401, 'good for nothing else');
    }
    assert.equal(await accessToken(visit, page), own, 'the own one stays');
  }
  assert.equal((await visit.control.renewals()).length, 2, 'one request for each resource');

  // Other tabs, and a reload, have all of them.
  const other = await visit.tab({ config: visit.oidc({ clientId: 'two-resources', scopes: ['openid', 'read'] }) });
  assert.equal((await visit.arrive(other, '/rooms/2')).via, 'tab');
  await page.reload();
  await visit.outcome(page);
  for (const tab of [page, other]) {
    const held = [];
    for (const resource of [FILES, MAIL]) held.push(audience(await accessToken(visit, tab, { resource })));
    assert.deepEqual(held, [FILES, MAIL]);
  }
  assert.equal((await visit.control.renewals()).length, 2);
});

providerScene('many calls at once for three tokens: nobody gets the token of another', async (t, visit) => {
  serves(t, 'R-093', '60 calls at once for three tokens: three requests, every token for its own audience');
  const page = await signedIn(visit);
  await visit.later([page]);
  const answers = await page.evaluate(
    async (resources) => {
      const calls = Array.from({ length: 60 }, (_, at) => resources[at % resources.length]);
      return await Promise.all(
        calls.map(async (resource) => {
          const { value, error } = await window.settled(window.auth.getAccessToken(resource ? { resource } : {}));
          return { resource, value, code: error?.code };
        }),
      );
    },
    [null, FILES, MAIL],
  );
  for (const { resource, value, code } of answers) {
    assert.equal(code, undefined);
    if (resource !== null) assert.equal(audience(value), resource);
    else assert.ok(!value.startsWith('eyJ'), 'the own one is none of an API');
  }
  assert.equal((await visit.control.renewals()).length, 3);
});

providerScene('a login for one resource: its token is that one, renewed as that one', async (t, visit) => {
  serves(t, 'R-136', 'resource in the authorization, the token and the refresh request: one audience throughout');
  const page = await signedIn(visit, { resource: FILES });
  const own = await accessToken(visit, page);
  assert.equal(audience(own), FILES);
  assert.equal(await accessToken(visit, page, { resource: FILES }), own);
  assert.deepEqual(await visit.control.renewals(), []);
  await visit.later([page]);
  const next = await accessToken(visit, page);
  assert.notEqual(next, own);
  assert.equal(audience(next), FILES);
});

for (const [what, resource] of Object.entries({ 'beyond the login': MAIL, 'that nobody knows': UNKNOWN })) {
  providerScene(`a resource ${what}: invalid_target, and what the server spent is lost cleanly`, async (t, visit) => {
    serves(t, 'R-136', `invalid_target for a resource ${what}: scope_refused, the session goes on`);
    serves(t, 'R-089', 'a server that rotates before it refuses: one login-required at the next renewal');
    const page = await signedIn(visit, { resource: FILES });
    const own = await accessToken(visit, page);
    visit.taken(page, 'event');
    const { error } = await visit.call(page, 'getAccessToken', { resource });
    assert.deepEqual([error?.code, error?.error], ['scope_refused', 'invalid_target']);
    assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in');
    assert.equal(await accessToken(visit, page), own);
    // This server looks at the resource after it has rotated the refresh token, and tells nobody the new one.
    await visit.later([page]);
    assert.equal((await visit.call(page, 'getAccessToken')).error?.code, 'login_required');
    assert.equal(reuses(await visit.control.renewals()), 1);
    assert.deepEqual(
      visit.taken(page, 'event').map(({ type }) => type),
      ['login-required'],
    );
  });
}
