/** Token endpoints that answer what no honest one does: a typed outcome within the deadline, and the next login works. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';

const TOKEN = 'token-of-the-hostile-server';
const good = { access_token: TOKEN, token_type: 'Bearer', expires_in: 3600, scope: 'files:read accounts.self:read' };
const json = (body, more = {}) => ({ kind: 'custom', body, ...more });
const text = (body, type = 'application/json', status = 200) => ({
  kind: 'custom',
  status,
  body,
  headers: { 'content-type': type },
});
const without = (name) => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));

/** [what, fault, the codes that fit, the row] */
const ANSWERS = [
  // Not the thing at all
  ['an HTML page', { kind: 'html' }, ['response_invalid'], 'R-044'],
  ['JSON as text/plain', text(JSON.stringify(good), 'text/plain'), ['response_invalid'], 'R-044'],
  ['JSON without a type', text(JSON.stringify(good), ''), ['response_invalid'], 'R-044'],
  ['nothing', { kind: 'empty' }, ['response_invalid'], 'R-043'],
  ['204', { kind: 'empty', status: 204 }, ['response_invalid', 'http_status'], 'R-043'],
  ['an empty 401', { kind: 'empty', status: 401 }, ['http_status', 'client_refused'], 'R-045'],
  ['an empty 400', { kind: 'empty', status: 400 }, ['http_status'], 'R-045'],
  ['an empty 429', { kind: 'empty', status: 429 }, ['rate_limited'], 'R-054'],
  ['503 in HTML', { kind: 'html', status: 503 }, ['http_status'], 'R-045'],
  ['500 with a problem', { kind: 'problem' }, ['http_status'], 'R-045'],
  ['403 invalid_code', json({ error: 'invalid_code' }, { status: 403 }), ['token_refused'], 'R-045'],
  ['400 invalid_grant', json({ error: 'invalid_grant' }, { status: 400 }), ['grant_refused'], 'R-045'],
  ['401 invalid_client', json({ error: 'invalid_client' }, { status: 401 }), ['client_refused'], 'R-045'],
  ['200 with an error', json({ error: 'invalid_grant' }), ['grant_refused'], 'A-29'],
  [
    '200 with an error and a token',
    json({ ...good, error: 'server_error' }),
    ['token_refused', 'response_invalid'],
    'A-29',
  ],
  ['a connection that is cut', { kind: 'close' }, ['network'], 'A-28'],
  ['an answer that is cut in the middle', { kind: 'cut' }, ['network', 'response_invalid'], 'A-28'],
  ['an answer without CORS', { ...json(good), cors: false }, ['network'], 'R-041'],

  // JSON that is not an object, or not JSON
  ['a list', text('[]'), ['response_invalid'], 'R-043'],
  ['a text', text('"token"'), ['response_invalid'], 'R-043'],
  ['null', text('null'), ['response_invalid'], 'R-043'],
  ['a number', text('42'), ['response_invalid'], 'R-043'],
  ['half an object', text('{"access_token":"'), ['response_invalid'], 'R-046'],
  ['two objects', text('{}{}'), ['response_invalid'], 'R-046'],
  [
    'a repeated member',
    text(`{"access_token":"${TOKEN}","access_token":"other","token_type":"Bearer"}`),
    ['response_invalid'],
    'R-046',
  ],
  ['a hundred thousand brackets', text('['.repeat(100_000)), ['response_invalid'], 'R-046'],
  [
    'a lone surrogate',
    text(`{"access_token":"${TOKEN}","token_type":"Bearer","scope":"\\ud800"}`),
    ['response_invalid'],
    'R-046',
  ],
  [
    'a number out of range',
    text(`{"access_token":"${TOKEN}","token_type":"Bearer","expires_in":1e400}`),
    ['response_invalid'],
    'R-046',
  ],
  ['UTF-16', text('\u0000{\u0000"'), ['response_invalid'], 'A-28'],

  // The type of the token
  ['no token type', json(without('token_type')), ['response_invalid', 'token_type_unsupported'], 'R-047'],
  ['the type mac', json({ ...good, token_type: 'mac' }), ['token_type_unsupported'], 'R-047'],
  ['the type DPoP', json({ ...good, token_type: 'DPoP' }), ['token_type_unsupported'], 'R-047'],
  ['the type N_A', json({ ...good, token_type: 'N_A' }), ['token_type_unsupported'], 'R-047'],
  ['a type that is a number', json({ ...good, token_type: 5 }), ['response_invalid'], 'R-047'],

  // The token
  ['no token', json(without('access_token')), ['response_invalid'], 'R-043'],
  ['a token that is empty', json({ ...good, access_token: '' }), ['response_invalid', 'token_unusable'], 'R-049'],
  ['a token that is a number', json({ ...good, access_token: 5 }), ['response_invalid'], 'R-049'],
  ['a token that is an object', json({ ...good, access_token: {} }), ['response_invalid'], 'R-049'],
  ['a token that is null', json({ ...good, access_token: null }), ['response_invalid'], 'R-049'],
  [
    'a token with a line break',
    json({ ...good, access_token: 'a\r\nX-Evil: 1' }),
    ['response_invalid', 'token_unusable'],
    'R-049',
  ],
  ['a token with a space', json({ ...good, access_token: 'a b' }), ['response_invalid', 'token_unusable'], 'R-049'],
  ['a token with an umlaut', json({ ...good, access_token: 'ä' }), ['response_invalid', 'token_unusable'], 'R-049'],
  [
    'a token of 100 kB',
    json({ ...good, access_token: 'a'.repeat(100_000) }),
    ['response_invalid', 'token_unusable', 'response_too_large'],
    'R-049',
  ],
  ['a refresh token that is a list', json({ ...good, refresh_token: ['x'] }), ['response_invalid'], 'R-049'],
  ['an ID token that is a number', json({ ...good, id_token: 1 }), ['response_invalid', 'id_token_invalid'], 'R-049'],

  // How long
  ['a life of -1', json({ ...good, expires_in: -1 }), ['response_invalid'], 'R-048'],
  ['a life of 0', json({ ...good, expires_in: 0 }), ['response_invalid'], 'R-048'],
  ['a life in quotes', json({ ...good, expires_in: '3600' }), ['response_invalid'], 'R-048'],
  ['a life of 3600.5', json({ ...good, expires_in: 3600.5 }), ['response_invalid'], 'R-048'],
  ['a life that is a list', json({ ...good, expires_in: [3600] }), ['response_invalid'], 'R-048'],
  ['a life that is true', json({ ...good, expires_in: true }), ['response_invalid'], 'R-048'],

  // For what
  ['a scope that is a list', json({ ...good, scope: ['files:read'] }), ['response_invalid'], 'R-050'],
  ['a scope with a quote', json({ ...good, scope: 'files:read "x"' }), ['response_invalid'], 'R-050'],
];

scene('every bad answer gives a typed outcome, and no session', async (t, visit) => {
  const page = await visit.tab({ config: visit.docspace({ timeout: 2000 }) });
  await visit.arrive(page);
  for (const [what, fault, codes, row] of ANSWERS) {
    await step(t, what, async (part) => {
      serves(part, row, `${what}: typed outcome, no session`);
      serves(part, 'A-28', `${what}: refused`);
      await visit.sandbox.switches({ docspace: { token_fault: fault } });
      const callback = await visit.callback(page, { retry: true });
      const mark = await visit.sandbox.mark();
      const { value: outcome, error } = await visit.call(page, 'complete', callback.href);
      assert.equal(error, undefined, `complete() rejected: ${error?.message}`);
      assert.equal(outcome.status, 'failed', JSON.stringify(outcome));
      assert.ok(codes.includes(outcome.error.code), `${outcome.error.code} [${outcome.error.field}]`);
      assert.ok(outcome.error.isAuthError);
      const sent = (await visit.sandbox.requests({ path: visit.path('docspace', 'token') })).filter(
        ({ number }) => number > mark,
      );
      assert.equal(sent.length, 1, 'the exchange is never repeated');
    });
  }
  const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  assert.ok(!stored.includes(TOKEN), 'nothing of a refused answer is kept');
  await visit.sandbox.switches({ docspace: { token_fault: null } });
  assert.equal((await visit.signIn(page, { retry: true })).status, 'signed-in');
});

scene('answers that are odd but within the standard are taken', async (t, visit) => {
  const page = await visit.tab({ config: visit.docspace({ timeout: 2000, shareTabs: false }) });
  await visit.arrive(page);
  const odd = [
    ['bearer in small letters', { token_type: 'bearer' }, 'R-047'],
    ['BEARER in capitals', { token_type: 'BEARER' }, 'R-047'],
    ['members that nobody knows', { iat: 1_700_000_000, __proto__x: {}, extra: [1] }, 'R-046'],
    ['a life of 400 years', { expires_in: 12_614_400_000 }, 'R-048'],
  ];
  for (const [what, set, row] of odd) {
    await step(t, what, async (part) => {
      serves(part, row, `${what}: accepted`);
      await visit.sandbox.switches({ docspace: { token_fault: { kind: 'merge', set } } });
      const callback = await visit.callback(page, { retry: true });
      const { value: outcome } = await visit.call(page, 'complete', callback.href);
      assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
    });
  }
  await step(t, 'no life at all is an unknown one', async (part) => {
    serves(part, 'R-048', 'absent expires_in: unknown, not infinite');
    await visit.sandbox.switches({ docspace: { token_fault: { kind: 'merge', remove: ['expires_in'] } } });
    const callback = await visit.callback(page, { retry: true });
    const { value: outcome } = await visit.call(page, 'complete', callback.href);
    assert.equal(outcome.status, 'signed-in');
    assert.ok(outcome.session.expiresAt === null || Number.isInteger(outcome.session.expiresAt));
  });
  await step(t, 'no scope means what was asked for', async (part) => {
    serves(part, 'R-050', 'absent scope: as requested');
    await visit.sandbox.switches({ docspace: { token_fault: { kind: 'merge', remove: ['scope'] } } });
    const callback = await visit.callback(page, { retry: true });
    const { value: outcome } = await visit.call(page, 'complete', callback.href);
    assert.deepEqual([...outcome.session.scopes].sort(), ['accounts.self:read', 'files:read']);
    assert.deepEqual(outcome.session.missingScopes, []);
  });
  await step(t, 'fewer scopes are told as missing', async (part) => {
    serves(part, 'R-050', 'fewer scopes: the rest is missing');
    await visit.sandbox.switches({ docspace: { token_fault: { kind: 'merge', set: { scope: 'files:read' } } } });
    const callback = await visit.callback(page, { retry: true });
    const { value: outcome } = await visit.call(page, 'complete', callback.href);
    assert.deepEqual(outcome.session.scopes, ['files:read']);
    assert.deepEqual(outcome.session.missingScopes, ['accounts.self:read']);
  });
});

/** [what, fault, code, deadline, the longest that it may take]; what is over the cap ends before the deadline. */
const LIMITS = [
  ['10 MB', { kind: 'large' }, 'response_too_large', 15_000, 10_000],
  ['a body without end', { kind: 'endless' }, 'response_too_large', 15_000, 10_000],
  ['one byte a second', { kind: 'slow' }, 'timeout', 2000, 8000],
  ['no answer at all', { kind: 'hang' }, 'timeout', 2000, 8000],
];

for (const [what, fault, code, timeout, within] of LIMITS) {
  scene(`a token endpoint that answers ${what}: ${code} within the deadline`, async (t, visit) => {
    serves(t, 'R-042', `${what}: ends at the deadline or the cap, body included`);
    serves(t, 'A-28', `${what}: cut`);
    const page = await visit.tab({ config: visit.docspace({ timeout }) });
    await visit.arrive(page, '/rooms/1');
    await visit.sandbox.switches({ docspace: { token_fault: fault } });
    const callback = await visit.callback(page, { returnTo: '/rooms/1' });
    const start = Date.now();
    await page.goto(callback.href);
    const outcome = await visit.outcome(page);
    const took = Date.now() - start;
    assert.equal(outcome.status, 'failed');
    assert.equal(outcome.error.code, code);
    assert.equal(outcome.returnTo, '/rooms/1');
    assert.ok(took < within, `took ${took} ms`);
    await visit.sandbox.switches({ docspace: { token_fault: null } });
    assert.equal((await visit.signIn(page)).status, 'signed-in');
  });
}

scene('a token endpoint that redirects to a hostile origin: nothing follows', async (t, visit) => {
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page);
  const to = `${visit.evil}/token`;
  for (const status of [302, 307, 308]) {
    await step(t, `with ${status}`, async (part) => {
      serves(part, 'R-041', `${status} from the token endpoint: an error, nothing is sent again`);
      serves(part, 'A-29', `${status} to a hostile origin: it receives nothing`);
      await visit.sandbox.switches({ docspace: { token_fault: { kind: 'redirect', status, to } } });
      const mark = await visit.sandbox.mark();
      const outcome = await visit.signIn(page);
      assert.equal(outcome.status, 'failed');
      assert.equal(outcome.error.code, 'network');
      await visit.sandbox.exactly(0, { double: 'evil' });
      const sent = await visit.sandbox.requests({ path: visit.path('docspace', 'token') });
      assert.equal(sent.filter(({ number }) => number > mark).length, 1);
    });
  }
});
