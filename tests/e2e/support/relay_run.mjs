/** A full run of a relay, and all that providers may repeat to it; for the scan of its bytes (relay_bytes.test.mjs). */
import assert from 'node:assert/strict';
import { RelayCaller } from './relay_caller.mjs';

/** Signs in, calls, renews and signs out by each entry; gives the page that calls Docplanner. */
export async function everything(visit) {
  await visit.sandbox.switches({
    oidc: { refresh_tokens: 'always', access_token_format: 'jwt', auto_login: 'ada' },
    docspace: { auto_login: 'ada', auto_consent: true },
  });
  const guard = visit.oidc({ scopes: ['openid'] });
  const runs = [
    [visit.enadoc(), '/api/v3/libraries'],
    [visit.relayedDocspace(), '/api/2.0/people/@self'],
    [visit.relayedOidc(), null],
    [visit.relayedEntra(), null],
  ];
  for (const [config, path] of runs) {
    const page = await visit.tab({ config });
    await visit.arrive(page, '/');
    await visit.enter(page);
    if (path !== null) assert.equal((await visit.fetch(page, path)).status, 200, path);
    await visit.token(page, { fresh: true });
    await visit.token(page, { fresh: true });
    await visit.call(page, 'logout', { provider: false });
    await page.close();
  }
  const page = await visit.tab({ config: guard, guarded: visit.docplanner() });
  await visit.arrive(page, '/');
  await visit.enter(page, { resource: visit.entry('docplanner') });
  const facilities = await visit.fetch(page, '/api/v3/integration/facilities');
  assert.equal(facilities.status, 200, JSON.stringify(facilities));
  return page;
}

/** A provider that repeats what it was sent, in each of these ways. */
const REPEATED = {
  'the secret': () => 'sandbox-secret',
  'what Basic made of it': () => Buffer.from('demo-docspace-confidential:sandbox-secret').toString('base64'),
  'the secret in hex': () => Buffer.from('sandbox-secret').toString('hex'),
  'the code': ({ code }) => code,
  'the verifier': ({ verifier }) => verifier,
};

/** In each of these shapes. */
const SHAPES = [
  (words) => ({ error: 'invalid_grant', error_description: `not good: ${words}` }),
  (words) => ({ error_code: '000.507', message: `not good: ${words}` }),
  (words) => `<h1>${words}</h1>`,
];

export async function repeated(visit) {
  for (const section of ['enadoc', 'docspace']) {
    const faults = section === 'enadoc' ? ['token_fault', 'discovery_fault'] : ['token_fault'];
    const answering = (fault, body) =>
      visit.sandbox.switches({ [section]: { [fault]: body && { kind: 'custom', status: 400, body } } });
    for (const fault of faults) {
      for (const [name, words] of Object.entries(REPEATED)) {
        // Enadoc is never sent one.
        if (name === 'the verifier' && section === 'enadoc') continue;
        for (const shape of SHAPES) {
          const caller = RelayCaller[section](visit);
          const login = await caller.withCode();
          await answering(fault, shape(words(login)));
          assert.ok((await caller.redeem(login)).status >= 400);
          await answering(fault, null);
        }
      }
    }
    const caller = RelayCaller[section](visit);
    const login = await caller.withCode();
    await caller.redeem(login, { code_verifier: 'A'.repeat(43) });
    assert.equal((await caller.redeem(login)).status, 200);
    await caller.renew({ session: 'A'.repeat(43) });
    await caller.call('nothing', { body: 'sandbox-secret' });
    await answering('token_fault', SHAPES[0]('sandbox-secret'));
    assert.ok((await caller.renew()).status >= 400);
    await answering('token_fault', null);
  }
  const fault = { kind: 'custom', status: 400, body: 'http://enadoc.localhost/?sandbox-secret' };
  await visit.sandbox.switches({ enadoc: { authorization_url_fault: fault } });
  assert.ok((await RelayCaller.enadoc(visit).begin()).answer.status >= 400);
}

/** An API that shows the relay's own token to whoever asks. `behind`: who has seen it. */
export async function shown(visit, page, behind) {
  const [token] = behind.exchanges
    .filter(({ line }) => line.includes('/oauth/v2/token'))
    .flatMap(({ answer }) => members(answer, 'access_token'));
  const body = { shown: `Bearer ${token}` };
  await visit.sandbox.switches({ docplanner: { api_fault: { kind: 'custom', status: 200, body } } });
  const { status, error } = await visit.fetch(page, '/api/v3/integration/facilities');
  assert.ok(status >= 400 || error !== undefined, `${status}`);
}

/** The values of a member in a JSON answer. */
export function members(answer, name) {
  const found = answer.toString('latin1').matchAll(new RegExp(`"${name}"\\s*:\\s*"([^"]{10,})"`, 'g'));
  return [...found].map(([, value]) => value);
}
