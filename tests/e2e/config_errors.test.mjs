/** A bad config: `createAuth` throws at once an `AuthError` that names the key, and touches nothing. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';

/** [what, change of a good config (text of an expression), code, field, row] */
const BAD = [
  ['an unknown key', '({ ...good, redirectURI: "/x" })', 'config_unknown_key', 'redirectURI', 'R-005'],
  [
    'an unknown key of the provider',
    '({ ...good, provider: { ...good.provider, tenant: "x" } })',
    'config_unknown_key',
    'provider.tenant',
    'R-005',
  ],
  ['a client secret', '({ ...good, clientSecret: "s3cr3t-value" })', 'config_secret', 'clientSecret', 'R-004'],
  ['a client_secret', '({ ...good, client_secret: "s3cr3t-value" })', 'config_secret', 'client_secret', 'R-004'],
  [
    'a secret of the provider',
    '({ ...good, provider: { ...good.provider, secret: "s3cr3t-value" } })',
    'config_secret',
    'provider.secret',
    'R-004',
  ],
  ['no provider', '({ ...good, provider: undefined })', 'config_invalid', 'provider', 'R-005'],
  ['a provider that nobody knows', '({ ...good, provider: { id: "nobody" } })', null, 'provider.id', 'R-005'],
  ['no client', '({ ...good, clientId: undefined })', 'config_invalid', 'clientId', 'R-005'],
  ['an empty client', '({ ...good, clientId: "" })', 'config_invalid', 'clientId', 'R-005'],
  ['a client that is a number', '({ ...good, clientId: 7 })', 'config_invalid', 'clientId', 'R-005'],
  ['no redirect URI', '({ ...good, redirectUri: undefined })', 'config_invalid', 'redirectUri', 'R-008'],
  [
    'a redirect URI with a fragment',
    '({ ...good, redirectUri: "/callback#x" })',
    'config_invalid',
    'redirectUri',
    'R-008',
  ],
  [
    'a redirect URI of another origin',
    '({ ...good, redirectUri: "https://evil.example/callback" })',
    'config_invalid',
    'redirectUri',
    'R-008',
  ],
  [
    'a redirect URI without a scheme',
    '({ ...good, redirectUri: "//evil.example/callback" })',
    'config_invalid',
    'redirectUri',
    'R-008',
  ],
  [
    'a redirect URI with a query at DocSpace',
    '({ ...good, redirectUri: "/callback?a=1" })',
    'config_invalid',
    'redirectUri',
    'R-008',
  ],
  [
    'a portal over plain http',
    '({ ...good, provider: { id: "docspace", portal: "http://docs.example.com" } })',
    'config_invalid',
    'provider.portal',
    'R-002',
  ],
  [
    'a portal that is a script',
    '({ ...good, provider: { id: "docspace", portal: "javascript:alert(1)" } })',
    'config_invalid',
    'provider.portal',
    'R-003',
  ],
  [
    'a portal with a user',
    '({ ...good, provider: { id: "docspace", portal: "https://a:b@docs.example.com" } })',
    'config_invalid',
    'provider.portal',
    'R-003',
  ],
  [
    'an issuer over plain http',
    '({ ...good, provider: { id: "oidc", issuer: "http://id.example.com" } })',
    'config_invalid',
    'provider.issuer',
    'R-002',
  ],
  [
    'an issuer with a query',
    '({ ...good, provider: { id: "oidc", issuer: "https://id.example.com/?a=1" } })',
    'config_invalid',
    'provider.issuer',
    'R-081',
  ],
  [
    'an issuer with a fragment',
    '({ ...good, provider: { id: "oidc", issuer: "https://id.example.com/#a" } })',
    'config_invalid',
    'provider.issuer',
    'R-081',
  ],
  ['scopes that are a text', '({ ...good, scopes: "files:read" })', 'config_invalid', 'scopes', 'R-020'],
  ['a scope with a space', '({ ...good, scopes: ["files:read rooms:read"] })', 'config_invalid', 'scopes', 'R-020'],
  ['a scope with a quote', `({ ...good, scopes: ['a"b'] })`, 'config_invalid', 'scopes', 'R-020'],
  ['a scope that is a number', '({ ...good, scopes: [1] })', 'config_invalid', 'scopes', 'R-020'],
  ['a way to persist that nobody knows', '({ ...good, persist: "local" })', 'config_invalid', 'persist', 'R-005'],
  ['shareTabs that is a text', '({ ...good, shareTabs: "yes" })', 'config_invalid', 'shareTabs', 'R-005'],
  ['a deadline of nothing', '({ ...good, timeout: 0 })', 'config_invalid', 'timeout', 'R-042'],
  ['a deadline of a day', '({ ...good, timeout: 86400000 })', 'config_invalid', 'timeout', 'R-042'],
  ['a deadline that is no number', '({ ...good, timeout: NaN })', 'config_invalid', 'timeout', 'R-042'],
  ['a clock skew of an hour', '({ ...good, clockSkew: 3600 })', 'config_invalid', 'clockSkew', 'R-057'],
  [
    'allowed origins with a path',
    '({ ...good, allowedOrigins: ["https://api.example.com/v1"] })',
    'config_invalid',
    'allowedOrigins',
    'R-106',
  ],
  [
    'allowed origins with a star',
    '({ ...good, allowedOrigins: ["https://*.example.com"] })',
    'config_invalid',
    'allowedOrigins',
    'R-106',
  ],
  [
    'an API base over plain http',
    '({ ...good, provider: { id: "oidc", issuer: "https://id.example.com" }, apiBase: "http://api.example.com" })',
    'config_invalid',
    'apiBase',
    'R-002',
  ],
  ['a log hook that is no function', '({ ...good, onLog: "console" })', 'config_invalid', 'onLog', 'R-005'],
  [
    'a getter that throws',
    '({ ...good, get scopes() { throw new Error("getter"); } })',
    'config_invalid',
    null,
    'R-006',
  ],
  [
    'a proxy that throws',
    'new Proxy({}, { ownKeys() { throw new Error("keys"); }, get() { throw new Error("get"); } })',
    'config_invalid',
    null,
    'R-006',
  ],
  ['a cycle', '(() => { const cycle = { ...good }; cycle.provider = cycle; return cycle; })()', null, null, 'R-006'],
  ['a symbol', '({ ...good, clientId: Symbol("x") })', 'config_invalid', 'clientId', 'R-006'],
  ['a big integer', '({ ...good, timeout: 5000n })', 'config_invalid', 'timeout', 'R-006'],
  ['nothing', 'undefined', 'config_invalid', null, 'R-006'],
  ['null', 'null', 'config_invalid', null, 'R-006'],
  ['a text', '"docspace"', 'config_invalid', null, 'R-006'],
  ['a list', '[]', 'config_invalid', null, 'R-006'],
  ['a class', 'class {}', 'config_invalid', null, 'R-006'],
  ['ten megabytes', '({ ...good, clientId: "x".repeat(10_000_000) })', 'config_invalid', null, 'R-006'],
  ['a lone surrogate', '({ ...good, clientId: "\\ud800" })', 'config_invalid', 'clientId', 'R-006'],
];

scene('every bad config is refused at once, by an AuthError that names the key', async (t, visit) => {
  const page = await visit.tab({});
  await visit.load(page, visit.app);
  const before = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, location.href]));
  const mark = await visit.sandbox.mark();
  for (const [what, expression, code, field, row] of BAD) {
    await step(t, what, async (part) => {
      serves(part, row, `${what}: a typed error that names the key`);
      const seen = await page.evaluate(`(() => {
        const good = ${JSON.stringify(visit.docspace())};
        try {
          const auth = createAuth(${expression});
          auth.dispose();
          return { accepted: true };
        } catch (error) {
          return plain(error);
        }
      })()`);
      assert.equal(seen.accepted, undefined, 'it was accepted');
      assert.equal(seen.name, 'AuthError');
      assert.ok(seen.isError && seen.isAuthError);
      if (code === null) assert.match(seen.code, /^(config_invalid|not_supported|config_unknown_key)$/);
      else assert.equal(seen.code, code);
      if (field !== null) assert.ok([field, field.split('.').at(-1)].includes(seen.field), seen.field);
      assert.ok(!JSON.stringify(seen).includes('s3cr3t-value'), 'the secret is not repeated');
      if (code === 'config_secret') assert.match(seen.message, /relay/);
    });
  }
  assert.equal(
    await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, location.href])),
    before,
  );
  await visit.sandbox.nothingAfter(mark);
  const alive = await page.evaluate((config) => window.make(config).snapshot().status, visit.docspace());
  assert.equal(alive, 'loading');
});

scene('createAuth touches no storage, no network, no address', async (_t, visit) => {
  const page = await visit.tab({});
  const query = '?code=AAAAAAAAAAAAAAAA&state=BBBBBBBBBBBBBBBB';
  await visit.load(page, `${visit.app}/callback/docspace${query}`);
  const mark = await visit.sandbox.mark();
  const seen = await page.evaluate((config) => {
    const before = JSON.stringify([{ ...sessionStorage }, { ...localStorage }]);
    const auth = window.createAuth(config);
    return {
      status: auth.snapshot().status,
      session: auth.session,
      address: location.search,
      same: before === JSON.stringify([{ ...sessionStorage }, { ...localStorage }]),
    };
  }, visit.docspace());
  assert.deepEqual(seen, { status: 'loading', session: null, address: query, same: true });
  await visit.sandbox.nothingAfter(mark);
});

scene('what is changed in the config after createAuth has no effect', async (t, visit) => {
  serves(t, 'R-005', 'the config is read once');
  const page = await visit.tab({});
  await visit.load(page, visit.app);
  const url = await page.evaluate(async (config) => {
    const auth = window.createAuth(config);
    config.provider.portal = 'https://evil.example';
    config.clientId = 'evil';
    config.scopes.push('evil');
    return await auth.loginUrl();
  }, visit.docspace());
  const { origin, searchParams } = new URL(url);
  assert.equal(origin, visit.portal);
  assert.equal(searchParams.get('client_id'), 'demo-docspace');
  assert.ok(!searchParams.get('scope').includes('evil'));
});

scene('bad options are refused the same way, and nothing is opened', async (_t, visit) => {
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/start');
  const mark = await visit.sandbox.mark();
  const cases = [
    [{ returnto: '/x' }, 'config_unknown_key', 'returnto'],
    [{ scopes: 'x' }, 'config_invalid', 'scopes'],
    [{ maxAge: -1 }, 'config_invalid', 'maxAge'],
    [{ maxAge: '60' }, 'config_invalid', 'maxAge'],
    [{ prompt: 7 }, 'config_invalid', 'prompt'],
    [{ appState: 'x'.repeat(5000) }, 'config_invalid', 'appState'],
    [{ extraParams: { a: 1 } }, 'config_invalid', 'extraParams'],
    [{ extraParams: ['a'] }, 'config_invalid', 'extraParams'],
  ];
  for (const [options, code, field] of cases) {
    const { error } = await visit.call(page, 'login', { retry: true, ...options });
    assert.equal(error?.code, code, JSON.stringify(options).slice(0, 60));
    assert.ok(error.field.startsWith(field), error.field);
  }
  assert.equal(page.url(), `${visit.app}/start`);
  await visit.sandbox.nothingAfter(mark);
});

scene('after dispose() every call says so', async (_t, visit) => {
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/start');
  const codes = await page.evaluate(async () => {
    const { auth } = window;
    auth.dispose();
    auth.dispose();
    const calls = [
      () => auth.login(),
      () => auth.getAccessToken(),
      () => auth.fetch('/x'),
      () => auth.logout(),
      () => auth.loginUrl(),
    ];
    return await Promise.all(calls.map(async (call) => (await window.settled(call)).error?.code));
  });
  assert.deepEqual(new Set(codes), new Set(['disposed']));
});
