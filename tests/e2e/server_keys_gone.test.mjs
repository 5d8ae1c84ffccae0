/**
 * The real server's keys cannot be had: nobody signs in without them, and nobody is signed out for want of them. A renewal
 * whose ID token cannot be checked keeps what it rotated, with the ID token before (OpenID Connect Core 1.0, section 12.2:
 * a renewal need not bring one).
 */
import assert from 'node:assert/strict';
import { reuses } from './support/provider_control.mjs';
import { providerScene, serves } from './support/provider_scene.mjs';
import { accessToken, assertNothingKept, idToken, isGenuine, refreshToken } from './support/provider_tokens.mjs';

const WITHOUT = {
  'cannot be reached': { route: (route) => route.abort(), code: 'network' },
  'answer 503': { route: (route) => answered(route, 503, '{}'), code: 'http_status' },
  'are no key set': { route: (route) => answered(route, 200, '{"keys":7}'), code: 'keys_invalid' },
};

function answered(route, status, body) {
  return route.fulfill({
    status,
    body,
    contentType: 'application/json',
    headers: { 'access-control-allow-origin': '*' },
  });
}

for (const [what, { route, code }] of Object.entries(WITHOUT)) {
  providerScene(
    `keys that ${what}: no sign-in; a renewal goes on, and is checked again when they are back`,
    async (t, visit) => {
      serves(t, 'R-061', `keys that ${what} at a login: ${code}, nothing is kept`);
      serves(t, 'R-087', `keys that ${what} at a renewal: the rotated refresh token is kept`);
      const page = await visit.tab({ config: visit.oidc() });
      await visit.arrive(page, '/rooms/1');
      await page.route('**/jwks', route);
      const callback = await visit.callback(page, { retry: true });
      const failed = await visit.arrive(page, callback.href);
      assert.equal(failed.status, 'failed');
      assert.equal(failed.error.code, code);
      await assertNothingKept(page);

      await page.unroute('**/jwks');
      await visit.enter(page);
      const first = {
        refresh: await refreshToken(page),
        id: await idToken(visit, page),
        access: await accessToken(visit, page),
      };
      await page.route('**/jwks', route);
      await visit.later([page]);
      visit.taken(page, 'event');
      assert.notEqual(await accessToken(visit, page), first.access);
      assert.notEqual(await refreshToken(page), first.refresh);
      assert.equal(await idToken(visit, page), first.id, 'the one that was checked');
      assert.deepEqual(
        visit.taken(page, 'event').map(({ type }) => type),
        ['renewed'],
      );

      await page.unroute('**/jwks');
      await visit.later([page]);
      await accessToken(visit, page);
      const last = await idToken(visit, page);
      assert.notEqual(last, first.id);
      assert.ok(await isGenuine(visit, last));
      assert.equal(reuses(await visit.control.renewals()), 0);
    },
  );
}
