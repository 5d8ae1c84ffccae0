/** Popups under every `Cross-Origin-Opener-Policy` of the app's pages and of the provider's. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';
import { gone, opener, pendingLogins } from './support/windows.mjs';

const POLICIES = [null, 'same-origin-allow-popups', 'same-origin'];

for (const own of POLICIES) {
  scene(`a popup of a page under ${own ?? 'no policy'}`, async (t, visit) => {
    visit.pagePolicy(own);
    await visit.sandbox.switches({ oidc: { auto_login: null } });
    const page = await opener(visit, { config: visit.oidc() });
    for (const [at, provider] of POLICIES.entries()) {
      await step(t, `at a provider under ${provider ?? 'no policy'}`, async (part) => {
        serves(
          part,
          'R-112',
          `the app under ${own ?? 'no policy'}, the provider under ${provider ?? 'none'}: signs in`,
        );
        await visit.sandbox.switches({ oidc: { coop: provider } });
        await visit.context.clearCookies();
        const popup = await visit.press(page);
        await popup.click('#user-ada');
        const { value, error } = await visit.next(page, 'pressed');
        assert.equal(error, undefined, error?.message);
        assert.equal(value.provider, 'oidc');
        await gone(popup);
        await visit.sandbox.exactly(at + 1, { method: 'POST', path: visit.path('oidc', 'token') });
        assert.deepEqual(await pendingLogins(page), []);
        await visit.call(page, 'logout');
      });
    }
  });
}
