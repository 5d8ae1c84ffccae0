/** What docgate does in jsdom: a page without anybody, and an address to sign in at. */
const assert = require('node:assert/strict');

exports.inADocument = async ({ createAuth, isAuthError }) => {
  const left = [];
  const auth = createAuth({
    provider: { id: 'docspace', portal: 'https://docs.example.com' },
    clientId: 'demo-docspace',
    redirectUri: '/callback',
    scopes: ['files:read'],
    navigate: (url) => left.push(url),
  });
  const seen = [];
  auth.subscribe((event) => seen.push(event.type));
  const outcome = await auth.ready();
  assert.equal(outcome.status, 'signed-out', outcome.error?.message);
  assert.equal(auth.snapshot().status, 'signed-out');
  await assert.rejects(auth.getAccessToken(), (error) => isAuthError(error) && error.code === 'login_required');
  const url = new URL(await auth.loginUrl({ returnTo: '/rooms' }));
  assert.equal(url.origin, 'https://docs.example.com');
  assert.equal(url.searchParams.get('redirect_uri'), `${location.origin}/callback`);
  assert.equal(url.searchParams.get('code_challenge_method'), 'S256');
  const foreign = await auth.complete(`${location.origin}/callback?code=1&state=unknown`);
  assert.equal(foreign.error?.code, 'pending_login_missing');
  auth.dispose();
};
