/** The ID token of a renewal at Entra: of the same sign-in, or the session is over; and what a renewal keeps. */
import assert from 'node:assert/strict';
import { CONTOSO, claimsOf, entraScene, FABRIKAM, serves, step } from './support/entra_scene.mjs';

const BENT = {
  'another sub': { set: { sub: 'someone-else' } },
  'no sub': { remove: ['sub'] },
  'another tenant in tid': { set: { tid: FABRIKAM } },
  'another tenant in iss': { set: { iss: `{origin}/${FABRIKAM}/v2.0` } },
  'another tenant in both': { set: { iss: `{origin}/${FABRIKAM}/v2.0`, tid: FABRIKAM } },
  'another audience': { set: { aud: 'demo-entra-web' } },
  'another nonce': { set: { nonce: 'not-the-one-of-the-login' } },
  'a signature of nobody': { signature: 'corrupt' },
  'no signature': { signature: 'none' },
  'the algorithm of a shared secret': { signature: 'hs256' },
};

entraScene(
  'a renewed ID token of another sign-in ends the session, and nothing of the answer is kept',
  async (t, visit) => {
    const page = await visit.fresh(visit.entra({ provider: { tenant: 'common' } }));
    for (const [name, refreshed_id_token] of Object.entries(BENT)) {
      await step(t, name, async (part) => {
        serves(part, 'R-088', `renewed with ${name}: the session is over, the new tokens are dropped`);
        serves(part, 'A-25', `renewed with ${name}: no token is given out or stored`);
        await visit.sandbox.switches({ entra: { refreshed_id_token: null } });
        await visit.enter(page);
        const before = await visit.token(page);
        await visit.sandbox.switches({ entra: { refreshed_id_token } });
        const { value, error } = await visit.call(page, 'getAccessToken', { fresh: true });
        assert.equal(error?.code, 'login_required', `${value}`);
        assert.equal((await visit.call(page, 'snapshot')).value.status, 'expired');
        const stored = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
        for (const token of visit.secrets.of('access token')) assert.ok(!stored.includes(token), 'a token was kept');
        for (const token of visit.secrets.of('refresh token')) assert.ok(!stored.includes(token), 'a token was kept');
        assert.equal((await visit.call(page, 'getIdToken')).error?.code, 'login_required');
        assert.ok(before.length > 0);
      });
    }
  },
);

entraScene('a renewal without an ID token: the session goes on with the one it has', async (t, visit) => {
  serves(t, 'R-088', 'no ID token in the answer of a renewal: the session goes on');
  const page = await visit.signedIn(visit.entra());
  const { value: first } = await visit.call(page, 'getIdToken');
  await visit.sandbox.switches({ entra: { token_fault: { kind: 'merge', remove: ['id_token'], times: 1 } } });
  const bare = await visit.token(page, { fresh: true });
  assert.equal((await visit.call(page, 'getIdToken')).value, first);
  assert.notEqual(await visit.token(page, { fresh: true }), bare);
  const { value: newest } = await visit.call(page, 'getIdToken');
  assert.notEqual(newest, first);
  assert.deepEqual([claimsOf(newest).sub, claimsOf(newest).tid], [claimsOf(first).sub, CONTOSO]);
});

entraScene("another resource's answer has no say in who is signed in", async (t, visit) => {
  serves(t, 'R-093', "an ID token beside another resource's access token changes neither person nor ID token");
  await visit.sandbox.switches({ entra: { admin_consent: true } });
  const page = await visit.signedIn(visit.entra());
  const { value: idToken } = await visit.call(page, 'getIdToken');
  const { value: before } = await visit.call(page, 'snapshot');
  const set = { id_token: idToken.replace(/\.[^.]+$/, '.AAAA') };
  await visit.sandbox.switches({ entra: { token_fault: { kind: 'merge', set } } });
  const token = await visit.token(page, { scopes: ['api://demo-api/Files.Read'] });
  assert.equal(claimsOf(token).aud, 'api://demo-api');
  assert.equal((await visit.call(page, 'getIdToken')).value, idToken);
  assert.deepEqual((await visit.call(page, 'snapshot')).value.session.user, before.session.user);
});

entraScene('keys that change between two renewals: fetched again, and the session goes on', async (_t, visit) => {
  const page = await visit.signedIn(visit.entra());
  await visit.token(page, { fresh: true });
  await visit.sandbox.rotateKeys(false);
  assert.equal(typeof (await visit.token(page, { fresh: true })), 'string');
  await page.reload();
  assert.equal((await visit.outcome(page)).status, 'signed-in');
  assert.equal(typeof (await visit.token(page, { fresh: true })), 'string');
});
