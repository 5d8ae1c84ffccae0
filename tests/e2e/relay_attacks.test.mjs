/**
 * Hostile callers of a relay: each request differs in one thing from a genuine one, is refused, and sends
 * nothing to the provider. The genuine one works afterwards, so that nothing else was the reason.
 */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { RelayCaller } from './support/relay_caller.mjs';
import { relayScene, serves, step } from './support/relay_scene.mjs';

/** In all of them a code is at stake that Enadoc would give tokens for. Each: what is sent, what is answered. */
const REDEMPTIONS = {
  'no cookie': [(thief) => thief.cookies.clear(), {}, 400, 'invalid_grant', 'R-140'],
  'another verifier': [null, { form: { code_verifier: 'A'.repeat(43) } }, 400, 'invalid_grant', 'R-141'],
  'no verifier': [null, { form: { code_verifier: '' } }, 400, 'invalid_request', 'R-141'],
  'another state': [null, { form: { state: 'B'.repeat(43) } }, 400, 'invalid_grant', 'R-140'],
  'another redirect URI': [null, { form: { redirect_uri: 'http://evil.localhost/' } }, 400, 'invalid_grant', 'R-140'],
  'another client': [null, { form: { client_id: 'demo-oidc' } }, 400, 'invalid_client', 'R-140'],
  'a client secret of its own': [null, { form: { client_secret: 'x' } }, 400, 'invalid_request', 'R-140'],
  'a grant for machines': [
    null,
    { form: { grant_type: 'client_credentials' } },
    400,
    'unsupported_grant_type',
    'R-140',
  ],
  'an altered cookie': [
    (thief) => {
      for (const [name, value] of thief.cookies) {
        const end = value.endsWith('AA') ? 'BB' : 'AA';
        thief.cookies.set(name, value.slice(0, -2) + end);
      }
    },
    {},
    400,
    'invalid_grant',
    'R-144',
  ],
  'another origin': [null, { headers: { origin: 'http://evil.localhost' } }, 403, 'origin_not_allowed', 'R-143'],
  'no origin': [null, { headers: { origin: null } }, 403, 'origin_not_allowed', 'R-143'],
  'an origin of text': [null, { headers: { origin: 'null' } }, 403, 'origin_not_allowed', 'R-143'],
  'another site': [null, { headers: { 'sec-fetch-site': 'cross-site' } }, 403, 'cross_site', 'R-143'],
  'no header of the SDK': [null, { headers: { 'docgate-relay': null } }, 403, 'header_missing', 'R-143'],
  'another host': [null, { host: 'rebound.example' }, 421, 'host_not_allowed', 'R-143'],
  'the host by its number': [null, { host: '127.0.0.1' }, 421, 'host_not_allowed', 'R-143'],
  'an unknown entry': [null, { entry: 'nobody' }, 404, 'entry_unknown', 'R-142'],
  'an address for an entry': [null, { entry: 'http:%2F%2Fevil.localhost' }, 404, 'entry_unknown', 'R-142'],
  'text that is no form': [null, { headers: { 'content-type': 'text/plain' } }, 400, 'invalid_request', 'R-143'],
  'GET in place of POST': [null, { method: 'GET', body: undefined }, 405, 'method_not_allowed', 'R-143'],
  'PUT in place of POST': [null, { method: 'PUT' }, 405, 'method_not_allowed', 'R-143'],
  'a body without end': [null, { form: { padding: 'x'.repeat(20_000) } }, 413, 'body_too_large', 'R-147'],
};

relayScene('a code that Enadoc would redeem for anybody: each wrong request is refused', async (t, visit) => {
  const caller = RelayCaller.enadoc(visit);
  const login = await caller.withCode();
  for (const [name, [prepare, { form, ...options }, status, error, row]] of Object.entries(REDEMPTIONS)) {
    await step(t, name, async (part) => {
      const thief = caller.robbed();
      prepare?.(thief);
      const mark = await visit.sandbox.mark();
      const answer = await thief.redeem(login, form, options);
      assert.deepEqual([answer.status, answer.body.error], [status, error], JSON.stringify(answer.body));
      assert.deepEqual(Object.keys(answer.body), ['error', 'error_description']);
      assert.equal(answer.headers['cache-control'], 'no-store');
      assert.equal(answer.headers['set-cookie'], undefined);
      const reflected = answer.headers['access-control-allow-origin'];
      assert.ok(reflected === undefined || reflected === visit.app, reflected);
      await visit.sandbox.nothingAfter(mark);
      serves(part, row, `a redemption with ${name}: ${status}, nothing sent to the provider`);
      serves(part, 'A-44', `a redemption with ${name}: ${status}, nothing sent to the provider`);
    });
  }
  const before = caller.robbed();
  const answer = await caller.redeem(login);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  await step(t, 'a second redemption', async (part) => {
    const mark = await visit.sandbox.mark();
    // By the browser as it is now, and with the cookie that was taken from it.
    for (const again of [caller, before]) {
      const second = await again.redeem(login);
      assert.deepEqual([second.status, second.body.error], [400, 'invalid_grant']);
    }
    await visit.sandbox.nothingAfter(mark);
    serves(part, 'R-148', 'a second redemption from the same browser: refused, nothing sent');
    serves(part, 'A-44', 'a second redemption from the same browser: refused, nothing sent');
  });
});

relayScene('a login that is begun in one browser and opened in another', async (t, visit) => {
  const attacker = RelayCaller.enadoc(visit);
  const started = await attacker.withCode();
  // All that the attacker knows is handed to a page in the other person's browser; its cookie cannot be.
  const page = await visit.tab({ config: visit.enadoc() });
  await visit.arrive(page, '/');
  await visit.loginUrl(page);
  const mark = await visit.sandbox.mark();
  const answer = await page.evaluate(
    async ([url, form]) => {
      const response = await fetch(url, {
        method: 'POST',
        credentials: 'include',
        headers: { 'Docgate-Relay': '1' },
        body: new URLSearchParams(form),
      });
      return { status: response.status, body: await response.json() };
    },
    [`${visit.entry('enadoc')}/token`, attacker.redemption(started)],
  );
  assert.deepEqual([answer.status, answer.body.error], [400, 'invalid_grant']);
  await visit.sandbox.nothingAfter(mark);
  assert.equal((await attacker.redeem(started)).status, 200);
  serves(t, 'A-07', 'begun in one browser, redeemed in another: refused by the relay, nothing sent');
  serves(t, 'R-148', 'a session begins only in the browser that the login was begun in');
});

relayScene('two redemptions at once: one call to the provider', async (t, visit) => {
  const caller = RelayCaller.enadoc(visit);
  const login = await caller.withCode();
  const twins = Array.from({ length: 8 }, () => caller.robbed());
  const answers = await Promise.all(twins.map((twin) => twin.redeem(login)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400, 400, 400, 400, 400, 400, 400]);
  await visit.sandbox.exactly(1, { path: '/api/v3/token' });
  serves(t, 'R-148', 'eight redemptions at once: one goes to the provider');
});

relayScene(
  'a body that does not come: a typed answer, and nothing sent',
  async (t, visit) => {
    const caller = RelayCaller.enadoc(visit);
    const login = await caller.withCode();
    const mark = await visit.sandbox.mark();
    const cookie = [...caller.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const body = new URLSearchParams(caller.redemption(login)).toString();
    const head = [
      'POST /v1/enadoc/token HTTP/1.1',
      `Host: ${visit.relayHost}`,
      `Origin: ${visit.app}`,
      'Docgate-Relay: 1',
      'Sec-Fetch-Site: same-site',
      'Content-Type: application/x-www-form-urlencoded',
      `Cookie: ${cookie}`,
      `Content-Length: ${body.length}`,
    ];
    const answer = await new Promise((resolve, reject) => {
      const socket = connect(visit.relay.port, '127.0.0.1');
      let text = '';
      socket.on('data', (part) => {
        text += part;
        if (text.includes('\r\n\r\n')) socket.destroy();
      });
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
      // All but the last byte.
      socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, -1)}`);
    });
    assert.match(answer, /^HTTP\/1\.1 408 /);
    await visit.sandbox.nothingAfter(mark);
    assert.equal((await caller.redeem(login)).status, 200);
    serves(t, 'R-147', 'a body that stops short: 408 after the deadline, nothing sent to the provider');
    serves(t, 'A-44', 'a slow body: 408, nothing sent to the provider');
  },
  { changes: { limits: { body_seconds: 1 } } },
);
