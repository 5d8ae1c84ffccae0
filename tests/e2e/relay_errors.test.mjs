/** What is wrong between a page and its relay, each as a typed error in the page, and nothing upstream. */
import assert from 'node:assert/strict';
import { relaySecrets } from '../../tools/serve/relay_config.mjs';
import { relayScene, serves, step } from './support/relay_scene.mjs';

/** `login()` in the page, which was to stay where it is: the error. */
async function refusedLogin(visit, config, path = '/') {
  const page = await visit.tab({ config });
  await visit.arrive(page, path);
  const { error } = await visit.call(page, 'login', { retry: true });
  assert.equal(error?.isAuthError, true, JSON.stringify(error));
  const left = await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('docgate:login:')));
  assert.equal(new URL(page.url()).origin, visit.app);
  await page.close();
  return { error, left };
}

const nothing = async (visit, mark) => {
  for (const double of ['enadoc', 'enadoc-api', 'docspace', 'oidc']) await visit.sandbox.nothingAfter(mark, { double });
};

relayScene(
  'a page that the relay does not serve: which reason, in the error, and nothing upstream',
  async (t, visit) => {
    const other = (name) => `http://${visit.relayHost}/v1/${name}`;
    const cases = [
      [
        'an entry that there is not',
        visit.enadoc({ provider: { relay: other('nowhere') } }),
        ['network', undefined, undefined],
      ],
      ['another client id', visit.enadoc({ clientId: 'demo-enadoc-2' }), ['relay_refused', 'invalid_client', 400]],
      [
        'a redirect URI that is not listed',
        visit.enadoc({ redirectUri: '/callback/other' }),
        ['relay_refused', 'invalid_request', 400],
      ],
      [
        'an entry of API calls only',
        visit.enadoc({ provider: { relay: other('doccentrum') } }),
        ['relay_refused', 'entry_unknown', 404],
      ],
      [
        'the same for a portal',
        visit.relayedDocspace({ redirectUri: '/callback/other' }),
        ['relay_refused', 'invalid_request', 400],
      ],
    ];
    for (const [name, config, expected] of cases) {
      await step(t, name, async (part) => {
        const mark = await visit.sandbox.mark();
        const { error } = await refusedLogin(visit, config);
        assert.deepEqual([error.code, error.error, error.status], expected, JSON.stringify(error));
        if (expected[0] === 'relay_refused') assert.ok(error.errorDescription.length > 10);
        else assert.match(error.message, /relay/);
        await nothing(visit, mark);
        serves(part, 'A-44', `a login with ${name}: refused by the relay, nothing upstream`);
      });
    }
  },
);

relayScene(
  'an origin that is not on the list: no readable answer, and the error names the relay',
  async (t, visit) => {
    const mark = await visit.sandbox.mark();
    const { error } = await refusedLogin(visit, visit.enadoc());
    assert.equal(error.code, 'network', JSON.stringify(error));
    assert.match(error.message, /relay/);
    await nothing(visit, mark);
    serves(
      t,
      'R-143',
      'a page of an origin that is not listed gets no answer that it could read, and nothing goes upstream',
    );
  },
  {
    changes: {
      entries: {
        enadoc: { origins: ['http://other.localhost'], redirect_uris: ['http://other.localhost/callback/enadoc'] },
      },
    },
  },
);

relayScene('a page of another site, though its origin is listed: cross_site', async (t, visit) => {
  // The operator has listed it, as if it were of the same site.
  const port = Number(visit.relayHost.split(':')[1]);
  await visit.relay.stop();
  const entry = { origins: [visit.stranger], redirect_uris: [`${visit.stranger}/callback/enadoc`] };
  await visit.start({ port, changes: { entries: { enadoc: entry } } });
  const page = await visit.tab({ config: visit.enadoc() });
  await visit.arrive(page, `${visit.stranger}/`);
  const mark = await visit.sandbox.mark();
  const { error } = await visit.call(page, 'login', { retry: true });
  assert.deepEqual(
    [error.code, error.error, error.status],
    ['relay_refused', 'cross_site', 403],
    JSON.stringify(error),
  );
  assert.match(error.errorDescription, /site/);
  await nothing(visit, mark);
  serves(t, 'R-143', 'a page of another site is refused even if its origin is listed; nothing upstream');
});

relayScene('the relay is down: network, named; the session goes on and works once it is back', async (_t, visit) => {
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  const port = Number(visit.relayHost.split(':')[1]);
  const env = relaySecrets();
  await visit.relay.stop();
  const relay = await visit.start({ port, env });
  const page = await visit.signedIn(visit.relayedOidc());
  const before = await visit.token(page);
  const portal = await visit.fresh(visit.relayedDocspace());
  const callback = await visit.callback(portal);
  await relay.stop();

  const { error } = await refusedLogin(visit, visit.enadoc());
  assert.equal(error.code, 'network', JSON.stringify(error));
  assert.match(error.message, /relay/);
  const renewal = await visit.call(page, 'getAccessToken', { fresh: true });
  assert.equal(renewal.error?.code, 'network');
  assert.match(renewal.error.message, /relay/);
  assert.equal(await visit.token(page), before);
  const outcome = await visit.arrive(portal, callback.href);
  assert.deepEqual([outcome.status, outcome.error?.code], ['failed', 'network']);
  assert.match(outcome.error.message, /relay/);
  assert.doesNotMatch(outcome.error.message, /3\.2/, 'the portal was not asked');

  await visit.start({ port, env });
  // Ends the wait before the next try.
  await page.evaluate(() => void dispatchEvent(new Event('online')));
  assert.notEqual(await visit.token(page, { fresh: true }), before);
});
