/** A page over plain http that is not on loopback: refused, or plain OAuth by an explicit choice. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
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
  serves(t, 'A-33', 'insecure_context names the cause, and OpenID Connect is never done without WebCrypto');
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

scene('an insecure page with the loud opt-in signs in', async (t, visit) => {
  const portal = 'https://docs.example.com';
  const codes = new Map();
  const part = (data) => Buffer.from(JSON.stringify(data)).toString('base64url');
  const claims = {
    sub: 'ada',
    tid: 1,
    aud: portal,
    iss: `${portal}/oauth2`,
    exp: Math.floor(Date.now() / 1000) + 3600,
  };
  await visit.context.route(`${portal}/**`, async (route) => {
    const request = route.request();
    const url = new URL(request.url());
    if (url.pathname === '/oauth2/authorize') {
      const back = new URL(url.searchParams.get('redirect_uri'));
      back.searchParams.set('code', 'the-code');
      back.searchParams.set('state', url.searchParams.get('state'));
      codes.set('the-code', url.searchParams.get('code_challenge'));
      return route.fulfill({ status: 302, headers: { location: back.href } });
    }
    const form = new URLSearchParams(request.postData() ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const right = url.pathname === '/oauth2/token' && codes.get(form.get('code')) === challenge;
    const token = `${part({ alg: 'none' })}.${part(claims)}.${part({})}`;
    return route.fulfill({
      status: right ? 200 : 400,
      headers: { 'access-control-allow-origin': '*', 'content-type': 'application/json' },
      body: JSON.stringify(
        right
          ? { access_token: token, token_type: 'Bearer', expires_in: 3600, scope: 'files:read' }
          : { error: 'invalid_grant' },
      ),
    });
  });
  const page = await visit.tab({});
  const config = {
    provider: { id: 'docspace', portal },
    clientId: 'demo',
    redirectUri: '/callback',
    scopes: ['files:read'],
    insecureContext: 'allow-oauth',
  };
  await page.addInitScript(
    (plan) => {
      if (location.hostname === 'insecure.test') window.plan = plan;
    },
    { config },
  );
  const home = `http://insecure.test:${new URL(visit.app).port}/rooms/1`;
  await page.goto(home);
  assert.equal((await visit.outcome(page)).status, 'signed-out');
  const outcome = await visit.signIn(page);
  assert.deepEqual([outcome.status, outcome.error], ['signed-in', undefined]);
  assert.deepEqual(await page.evaluate(() => [isSecureContext, location.href]), [false, home]);
  serves(t, 'A-33', 'an insecure page that has opted in: a login with PKCE works');
});
