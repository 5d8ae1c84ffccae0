/** Metadata of a hostile or broken OpenID Connect server: refused before anything is opened or sent. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';

const ENDPOINTS = [
  ['authorization_endpoint', 'javascript:alert(document.domain)', 'R-003'],
  ['authorization_endpoint', 'data:text/html,x', 'R-003'],
  ['authorization_endpoint', 'blob:http://evil/x', 'R-003'],
  ['authorization_endpoint', 'file:///etc/passwd', 'R-003'],
  ['authorization_endpoint', 'http://evil.example/authorize', 'R-002'],
  ['authorization_endpoint', 'https://user:pass@evil.example/authorize', 'R-003'],
  ['authorization_endpoint', 'https://evil.example/authorize#fragment', 'R-003'],
  ['authorization_endpoint', '/relative', 'R-084'],
  ['authorization_endpoint', '', 'R-084'],
  ['authorization_endpoint', null, 'R-084'],
  ['authorization_endpoint', ['https://a.example'], 'R-084'],
  ['authorization_endpoint', 7, 'R-084'],
  ['token_endpoint', 'http://evil.example/token', 'R-002'],
  ['token_endpoint', 'javascript:alert(1)', 'R-003'],
  ['token_endpoint', 'https://user@evil.example/token', 'R-003'],
  ['token_endpoint', {}, 'R-084'],
  ['token_endpoint', null, 'R-084'],
  ['issuer', 'https://evil.example', 'R-080'],
  ['issuer', null, 'R-080'],
  ['issuer', ['{issuer}'], 'R-080'],
  ['issuer', '{issuer}/', 'R-080'],
  ['authorization_response_iss_parameter_supported', 'true', 'R-084'],
  ['response_types_supported', 'code', 'R-084'],
];

async function started(visit) {
  const page = await visit.tab({ config: visit.oidc({ timeout: 3000 }) });
  await visit.arrive(page, '/start');
  return page;
}

/** login() in the page: rejects, and the page stays. */
async function refused(visit, page, codes) {
  const mark = await visit.sandbox.mark();
  const { error, value } = await visit.call(page, 'login', { retry: true });
  assert.ok(error, `it went through: ${value}`);
  assert.ok(codes.includes(error.code), `${error.code} [${error.field}]`);
  assert.equal(page.url(), `${visit.app}/start`);
  await visit.sandbox.nothingAfter(mark, { path: /\/(token|authorize)$/ });
  return error;
}

scene('wrong members of the metadata: metadata_invalid, nothing is opened', async (t, visit) => {
  const page = await started(visit);
  for (const [name, value, row] of ENDPOINTS) {
    await step(t, `${name}: ${JSON.stringify(value)}`, async (part) => {
      serves(part, row, `${name} is ${JSON.stringify(value)?.replaceAll('|', '')}: refused before it is used`);
      serves(part, 'A-23', `${name} is ${JSON.stringify(value)?.replaceAll('|', '')}: zero navigation`);
      await visit.sandbox.switches({
        oidc: { metadata: value === null ? { remove: [name] } : { set: { [name]: value } } },
      });
      await refused(visit, page, name === 'issuer' ? ['issuer_mismatch', 'metadata_invalid'] : ['metadata_invalid']);
    });
  }
  await visit.sandbox.switches({ oidc: { metadata: null } });
  assert.equal((await visit.signIn(page, { retry: true })).status, 'signed-in');
});

const CHALLENGES = [
  ['plain only', { set: { code_challenge_methods_supported: ['plain'] } }],
  ['an empty list', { set: { code_challenge_methods_supported: [] } }],
  ['a made-up method', { set: { code_challenge_methods_supported: ['S512'] } }],
];

scene('a server without S256: pkce_unsupported, never plain', async (t, visit) => {
  const page = await started(visit);
  for (const [what, metadata] of CHALLENGES) {
    await step(t, `its PKCE methods are ${what}`, async (part) => {
      serves(part, 'R-014', `${what}: refused, never plain`);
      serves(part, 'A-08', `PKCE downgrade by metadata (${what}): refused`);
      await visit.sandbox.switches({ oidc: { metadata } });
      await refused(visit, page, ['pkce_unsupported']);
    });
  }
});

scene('a server that does not speak of PKCE gets the challenge all the same', async (t, visit) => {
  serves(t, 'R-015', 'no code_challenge_methods_supported: the challenge is sent');
  await visit.sandbox.switches({ oidc: { metadata: { remove: ['code_challenge_methods_supported'] } } });
  const page = await started(visit);
  const url = await visit.loginUrl(page);
  assert.equal(url.searchParams.get('code_challenge_method'), 'S256');
  assert.match(url.searchParams.get('code_challenge'), /^[\w-]{43}$/);
});

const ANSWERS = [
  ['HTML', { kind: 'html' }, ['metadata_invalid', 'response_invalid']],
  ['nothing', { kind: 'empty' }, ['metadata_invalid', 'response_invalid']],
  ['404', { kind: 'empty', status: 404 }, ['http_status', 'metadata_invalid']],
  ['500', { kind: 'problem' }, ['http_status', 'metadata_invalid']],
  ['a list', { kind: 'custom', body: [] }, ['metadata_invalid', 'response_invalid']],
  ['a redirect', { kind: 'redirect', to: 'http://evil.localhost/' }, ['network']],
  ['three megabytes', { kind: 'large', member: 'scopes_supported', bytes: 3_000_000 }, ['response_too_large']],
  ['a body without end', { kind: 'endless' }, ['response_too_large']],
  ['nothing, for ever', { kind: 'hang' }, ['timeout']],
  ['one byte a second', { kind: 'slow' }, ['timeout']],
  ['a cut connection', { kind: 'close' }, ['network']],
  ['no CORS', { kind: 'merge', cors: false }, ['network']],
  [
    'nesting without end',
    { kind: 'custom', body: '['.repeat(50_000), headers: { 'content-type': 'application/json' } },
    ['metadata_invalid', 'response_invalid'],
  ],
];

scene(
  'metadata that does not come, or comes as something else: a typed error, no guessed endpoint',
  async (t, visit) => {
    const page = await started(visit);
    for (const [what, fault, codes] of ANSWERS) {
      await step(t, what, async (part) => {
        serves(part, 'R-085', `${what}: no guessed endpoints`);
        serves(part, 'A-23', `${what}: typed, zero navigation`);
        await visit.sandbox.switches({ oidc: { metadata_fault: fault } });
        await refused(visit, page, codes);
      });
    }
    await visit.sandbox.switches({ oidc: { metadata_fault: null } });
    assert.equal((await visit.signIn(page, { retry: true })).status, 'signed-in');
  },
);

scene('endpoints outside of the allowed origins are refused', async (t, visit) => {
  serves(t, 'R-083', 'endpointOrigins: metadata that points elsewhere is refused before use');
  serves(t, 'A-23', 'a token endpoint at an origin that is not allowed: refused');
  const config = visit.oidc({ timeout: 3000 });
  config.provider.endpointOrigins = [new URL(visit.issuer).origin];
  await visit.sandbox.switches({ oidc: { metadata: { set: { token_endpoint: `${visit.evil}/token` } } } });
  const page = await visit.tab({ config });
  await visit.arrive(page, '/start');
  await refused(visit, page, ['metadata_invalid']);
  await visit.sandbox.exactly(0, { double: 'evil' });
});

scene('a list of a hundred thousand scopes within the cap is no problem', async (t, visit) => {
  serves(t, 'R-084', 'long lists are capped, not refused');
  await visit.sandbox.switches({
    oidc: { metadata_fault: { kind: 'large', member: 'scopes_supported', bytes: 200_000 } },
  });
  const page = await started(visit);
  const start = Date.now();
  const { value, error } = await visit.call(page, 'loginUrl', {});
  assert.ok(value || error.code === 'metadata_invalid', error?.code);
  assert.ok(Date.now() - start < 5000);
});
