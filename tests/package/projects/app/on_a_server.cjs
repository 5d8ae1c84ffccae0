/** What `createAuth` does where there is no page: nothing that fails, and every call that needs one says so. */
const assert = require('node:assert/strict');

const CALLS = [
  ['ready'],
  ['login'],
  ['loginUrl'],
  ['complete', '/callback?code=1&state=2'],
  ['getAccessToken'],
  ['getIdToken'],
  ['fetch', '/api/2.0/people/@self'],
  ['fetchProfile'],
  ['logout'],
];

exports.onAServer = async ({ createAuth, isAuthError }) => {
  const given = {
    provider: { id: 'docspace', portal: 'https://docs.example.com' },
    clientId: 'demo-docspace',
    redirectUri: '/callback',
    scopes: ['files:read'],
  };
  const auth = createAuth(given);
  const { snapshot, subscribe } = auth;
  assert.deepEqual(snapshot(), { status: 'loading', session: null, error: null });
  assert.equal(snapshot(), snapshot(), 'the same object while nothing changes');
  subscribe(() => assert.fail('nothing happens on a server'))();
  for (const [name, ...args] of CALLS) {
    await assert.rejects(auth[name](...args), (error) => isAuthError(error) && error.code === 'not_in_browser', name);
  }
  auth.dispose();
  assert.throws(
    () => createAuth({ ...given, colour: 'red' }),
    (error) => isAuthError(error) && error.code === 'config_unknown_key' && error.field === 'colour',
  );
};
