/** Pages that are polluted, and servers whose every text is an attack: data stays data. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';

scene('polluted prototypes change no config, no option and no answer', async (t, visit) => {
  serves(t, 'R-005', 'inherited properties are ignored');
  serves(t, 'A-21', 'Object.prototype polluted before load: own properties only');
  const page = await visit.tab({ config: visit.docspace() });
  await page.addInitScript(() => {
    const inherited = {
      client_secret: 'x',
      clientSecret: 'x',
      redirectUri: 'https://evil.example/',
      redirect_uri: 'https://evil.example/',
      issuer: 'https://evil.example',
      portal: 'https://evil.example',
      apiBase: 'https://evil.example',
      allowedOrigins: ['https://evil.example'],
      returnTo: '//evil.example',
      scopes: ['everything'],
      extraParams: { evil: '1' },
      prompt: 'none',
      display: 'popup',
      timeout: -1,
      navigate: 'x',
      error: 'access_denied',
      guard: {},
      confirm: true,
      relay: 'https://evil.example/v1/x',
      token: 'x',
      access_token: 'polluted',
      retry: true,
      unknownKey: 1,
    };
    for (const [name, value] of Object.entries(inherited)) {
      Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true, enumerable: true });
    }
  });
  await visit.arrive(page, '/rooms/1');
  const url = await visit.loginUrl(page);
  assert.equal(url.origin, visit.portal);
  assert.equal(url.searchParams.get('redirect_uri'), `${visit.app}/callback/docspace`);
  assert.equal(url.searchParams.get('evil'), null);
  assert.equal(url.searchParams.get('prompt'), null);
  assert.equal(url.searchParams.get('scope'), 'accounts.self:read files:read');
  const outcome = await visit.signIn(page);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error?.code));
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  assert.equal((await visit.call(page, 'fetch', 'https://evil.example/')).error.code, 'origin_not_allowed');
  await visit.call(page, 'logout');
  let windows = 0;
  visit.context.on('page', () => {
    windows += 1;
  });
  await page.evaluate(() =>
    setTimeout(() => void window.settled(window.auth.login({ returnTo: '/rooms/2', retry: true }))),
  );
  assert.equal((await visit.outcome(page)).status, 'signed-in', 'by this page');
  assert.equal(page.url(), `${visit.app}/rooms/2`);
  assert.equal(windows, 0, 'and by no window');
});

scene('__proto__ and constructor in answers pollute nothing', async (t, visit) => {
  serves(t, 'A-21', '__proto__ in token answer, metadata and appState: no pollution');
  const hostile = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
  await visit.sandbox.switches({
    oidc: {
      metadata: { set: { constructor: { prototype: { polluted: 1 } }, prototype: 1 } },
      id_token: { set: { constructor: { prototype: { polluted: 1 } }, toString: 'x', hasOwnProperty: 1 } },
    },
  });
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page);
  const callback = await visit.authorize(
    new URL(await page.evaluate((text) => window.auth.loginUrl({ appState: JSON.parse(text) }), hostile)),
  );
  const outcome = await visit.arrive(page, callback.href);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  const seen = await page.evaluate(async () => {
    const again = await window.auth.ready();
    return {
      polluted: [{}.polluted, [].polluted, again.polluted, again.appState?.polluted, again.session.claims.polluted].map(
        (value) => value ?? null,
      ),
      names: Object.keys(again.session.claims).includes('toString'),
      proto:
        Object.getPrototypeOf(again.session.claims) === Object.prototype ||
        Object.getPrototypeOf(again.session.claims) === null,
    };
  });
  assert.deepEqual(seen.polluted, [null, null, null, null, null]);
  assert.equal(seen.proto, true);
});

const MARKUP = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "'-alert(1)-'",
  'javascript:alert(1)',
  '{{constructor.constructor("alert(1)")()}}',
  '${alert(1)}',
  '\u202eevil',
  'line\r\nX-Header: 1',
  'a\u0000b',
  '%3Cscript%3Ealert(1)%3C/script%3E',
  '<a href="javascript:alert(1)">x</a>',
  'x'.repeat(3000),
];

scene('texts of the server are data: cut, without control characters, never markup, never opened', async (t, visit) => {
  serves(t, 'R-030', 'error, error_description and error_uri of hostile content: data of an error');
  serves(t, 'A-42', 'markup in every text of the server: document unchanged, no violation of Trusted Types');
  const page = await visit.tab({ config: visit.docspace() });
  page.on('dialog', () => assert.fail('a dialog opened'));
  await visit.arrive(page);
  const before = await page.evaluate(() => document.documentElement.outerHTML);
  for (const text of MARKUP) {
    const query = new URLSearchParams({ error: text, error_description: text, error_uri: text, state: 'unknown' });
    const outcome = await visit.arrive(page, `/callback/docspace?${query}`);
    assert.equal(outcome.status, 'failed');
    const { error, errorDescription, errorUri, message } = outcome.error;
    for (const value of [error, errorDescription, errorUri]) {
      if (value === undefined) continue;
      assert.ok(value.length <= 2048, `${value.length} characters`);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      assert.doesNotMatch(value, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
    assert.ok(!message.includes(text.slice(0, 12)), 'messages are constant text');
    assert.equal(await page.evaluate(() => document.documentElement.outerHTML), before);
    assert.equal(page.context().pages().length, 1);
  }
});

scene('markup in names and claims reaches the app as text', async (t, visit) => {
  serves(t, 'A-42', 'markup in claims: given as text, nothing runs');
  const evil = '<img src=x onerror=alert(1)>';
  await visit.sandbox.switches({ oidc: { id_token: { set: { name: evil, picture: 'javascript:alert(1)' } } } });
  const page = await visit.tab({ config: visit.oidc() });
  page.on('dialog', () => assert.fail('a dialog opened'));
  await visit.arrive(page);
  const { session } = await visit.signIn(page);
  assert.equal(session.user.name, evil);
  assert.equal(session.claims.picture, 'javascript:alert(1)');
});

const RESERVED = [
  'client_id',
  'redirect_uri',
  'response_type',
  'response_mode',
  'state',
  'nonce',
  'scope',
  'code_challenge',
  'code_challenge_method',
  'code_verifier',
  'client_secret',
  'request',
  'request_uri',
  'dpop_jkt',
  'resource',
  'CLIENT_ID',
  'client_id ',
  'cl\u0131ent_id',
];

scene('further parameters never replace docgate’s own', async (t, visit) => {
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page);
  const honest = await visit.loginUrl(page);
  for (const name of RESERVED) {
    await step(t, name, async (part) => {
      serves(part, 'R-007', `extraParams.${name.trim()}: refused, or without effect`);
      serves(part, 'A-45', `${name.trim()} injected through extraParams`);
      const { value, error } = await visit.call(page, 'loginUrl', { extraParams: { [name]: 'evil' }, retry: true });
      if (error) {
        assert.match(error.code, /^config_/);
        assert.ok([name, 'extraParams'].includes(error.field), error.field);
        return;
      }
      const url = new URL(value);
      for (const own of ['client_id', 'redirect_uri', 'response_type', 'scope']) {
        assert.deepEqual(url.searchParams.getAll(own), honest.searchParams.getAll(own));
      }
      for (const own of ['state', 'nonce', 'code_challenge', 'code_challenge_method']) {
        assert.equal(url.searchParams.getAll(own).length, 1);
        assert.notEqual(url.searchParams.get(own), 'evil');
      }
    });
  }
});

scene('values of options cannot add parameters', async (t, visit) => {
  serves(t, 'A-45', 'ampersands, fragments and equals signs in loginHint, returnTo and others stay inside their value');
  serves(t, 'R-007', 'values are encoded, reserved names stay single');
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page);
  const inject = 'x&client_id=evil&redirect_uri=https://evil.example/#&state=evil';
  const honest = [...(await visit.loginUrl(page)).searchParams.keys()];
  const url = await visit.loginUrl(page, {
    loginHint: inject,
    uiLocales: inject,
    acrValues: inject,
    returnTo: `/${inject}`,
    appState: inject,
    extraParams: { mine: inject },
    retry: true,
  });
  assert.equal(url.searchParams.get('login_hint'), inject);
  assert.equal(url.searchParams.get('mine'), inject);
  assert.deepEqual(url.searchParams.getAll('client_id'), ['demo-oidc']);
  assert.deepEqual(url.searchParams.getAll('redirect_uri'), [`${visit.app}/callback/oidc`]);
  assert.equal(url.hash, '');
  const names = [...url.searchParams.keys()];
  assert.equal(new Set(names).size, names.length);
  for (const name of honest) assert.ok(names.includes(name));
});

scene('callback addresses of any shape: an error or nothing, in bounded time, and no trap', async (t, visit) => {
  serves(
    t,
    'R-032',
    'broken escapes, invalid UTF-8, null bytes, lone surrogates, a megabyte: within the limit, no trap',
  );
  serves(t, 'A-46', 'junk callbacks: no growing cost');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page);
  const mark = await visit.sandbox.mark();
  const seen = await page.evaluate(async () => {
    const base = `${location.origin}/callback/docspace`;
    const shapes = [
      '?code=%',
      '?code=%zz&state=%',
      '?state=%ff%fe&code=x',
      '?code=%00&state=%00',
      '?code=\ud800&state=\udfff',
      `?code=${'a'.repeat(1_000_000)}&state=b`,
      `?${'code=a&'.repeat(20_000)}state=b`,
      `?state=${'%41'.repeat(100_000)}&code=1`,
      '?code&state',
      '?=&=',
      '?&&&&',
      '?code=a#state=b',
      '#code=a&state=b',
      '?code=a;state=b',
      '?CODE=a&STATE=b',
      '?code[]=a&state[]=b',
      '?code=a&state=b&iss=',
      '?error=&state=',
      `?error=${'<'.repeat(100_000)}&state=x`,
      '?code=%F0%9F%98%80&state=%E2%80%AE',
      '?code=+&state=+',
      '?state=dg1r',
      '?state=dg1r&code=',
      '?error&error&error',
    ];
    const slow = [];
    const codes = new Set();
    for (const shape of shapes) {
      const start = performance.now();
      const { value, error } = await window.settled(window.auth.complete(base + shape));
      const took = performance.now() - start;
      if (took > 2000) slow.push(`${shape.slice(0, 30)}: ${took}`);
      codes.add(error?.code ?? value.error?.code ?? value.status);
    }
    return { slow, codes: [...codes], alive: window.auth.snapshot().status };
  });
  assert.deepEqual(seen.slow, []);
  assert.ok(!seen.codes.includes('internal_error'), seen.codes.join());
  assert.ok(!seen.codes.includes('signed-in'));
  assert.equal(seen.alive, 'signed-out');
  await visit.sandbox.nothingAfter(mark);
});

scene('what is patched after docgate was loaded sees no verifier, code or refresh token', async (t, visit) => {
  serves(t, 'A-22', 'fetch, JSON, Promise and URLSearchParams poisoned after load: the exchange passes them by');
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page);
  const callback = await visit.callback(page);
  const seen = await page.evaluate(async (href) => {
    const caught = [];
    const note = (values) => {
      for (const value of values) if (typeof value === 'string') caught[caught.length] = value;
    };
    const spy = (owner, name) => {
      const genuine = owner[name];
      owner[name] = function spied(...values) {
        note(values);
        return genuine.apply(this, values);
      };
    };
    const genuineFetch = window.fetch;
    window.fetch = function spied(...values) {
      caught[caught.length] = 'fetch was called';
      for (const value of values) {
        if (value instanceof Request) {
          void value
            .clone()
            .text()
            .then((text) => {
              caught[caught.length] = text;
            });
        }
      }
      return genuineFetch.apply(this, values);
    };
    spy(JSON, 'parse');
    spy(JSON, 'stringify');
    spy(URLSearchParams.prototype, 'append');
    spy(Headers.prototype, 'set');
    spy(String.prototype, 'split');
    spy(Array.prototype, 'push');
    const outcome = await window.auth.complete(href);
    return { status: outcome.status, caught: caught.join('\n') };
  }, callback.href);
  assert.equal(seen.status, 'signed-in');
  const [{ form }] = await visit.sandbox.exactly(1, { path: visit.path('oidc', 'token') });
  assert.ok(!seen.caught.includes('fetch was called'), 'a late patch of fetch was asked');
  assert.ok(!seen.caught.includes(form.code_verifier), 'the verifier passed a patched function');
});
