/** A page over plain http that is not on loopback: refused, or plain OAuth by an explicit choice. */
import assert from 'node:assert/strict';
import { scene, serves } from './support/scene.mjs';

async function attempts(visit, configs) {
  const page = await visit.tab({});
  await visit.load(page, `http://insecure.test:${new URL(visit.app).port}/`);
  assert.equal(await page.evaluate(() => window.isSecureContext), false);
  return await page.evaluate(
    (all) =>
      all.map((config) => {
        try {
          const auth = window.createAuth(config);
          auth.dispose();
          return 'made';
        } catch (error) {
          return error.code;
        }
      }),
    configs,
  );
}

scene('an insecure page is refused when the app starts; plain OAuth only when it is asked for', async (t, visit) => {
  serves(t, 'R-010', 'plain http off loopback: insecure_context, and never OpenID Connect');
  serves(t, 'R-002', 'plain http endpoints from a page that is not on loopback: refused');
  const docspace = { ...visit.docspace(), provider: { id: 'docspace', portal: 'https://docs.example.com' } };
  const oidc = { ...visit.oidc(), provider: { id: 'oidc', issuer: 'https://id.example.com' } };
  const codes = await attempts(visit, [
    docspace,
    oidc,
    { ...docspace, insecureContext: 'allow-oauth' },
    { ...oidc, insecureContext: 'allow-oauth' },
    { ...visit.docspace(), insecureContext: 'allow-oauth' },
  ]);
  assert.deepEqual(codes.slice(0, 3), ['insecure_context', 'insecure_context', 'made']);
  assert.notEqual(codes[3], 'made', 'no OpenID Connect without a secure context');
  assert.notEqual(codes[4], 'made', 'no plain http endpoint from a page off loopback');
});
