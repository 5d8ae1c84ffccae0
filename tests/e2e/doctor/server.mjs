/** What is wrong with the server or the registration there, each alone. */
import assert from 'node:assert/strict';
import { anyPort } from '../../../tools/serve/port.mjs';
import { check, diagnosed, only, waiting } from '../support/doctor.mjs';
import { scene, serves, step } from '../support/scene.mjs';

/** The one finding on `config` when the doubles' switches are these. */
async function finds(visit, config, switches, code, options) {
  await visit.sandbox.switches(switches);
  const page = await waiting(visit);
  const report = await diagnosed(page, config, { options });
  return { report, finding: only(report, ...(code === null ? [] : [code])) };
}

scene('doctor: offline', async (_t, visit) => {
  const page = await waiting(visit);
  await visit.context.setOffline(true);
  only(await diagnosed(page, visit.docspace()), 'offline');
  only(await diagnosed(page, visit.oidc()), 'offline');
  await visit.context.setOffline(false);
  only(await diagnosed(page, visit.docspace()));
});

scene('doctor: nobody at the address of the server', async (_t, visit) => {
  const nobody = `http://nobody.localhost:${await anyPort()}`;
  const page = await waiting(visit);
  const config = visit.docspace({ provider: { id: 'docspace', portal: nobody } });
  assert.equal(only(await diagnosed(page, config), 'server_unreachable').evidence.origin, nobody);
  only(await diagnosed(page, config, { options: { probe: false } }), 'server_unreachable');
  const issuer = visit.oidc({ provider: { id: 'oidc', issuer: `${nobody}/t/1` }, redirectUri: '/callback/none' });
  const report = await diagnosed(page, issuer);
  only(report, 'server_unreachable');
  assert.equal(check(report, 'token-endpoint').status, 'skipped');
});

scene('doctor: a server that takes every request and answers none', async (_t, visit) => {
  const hang = { kind: 'hang' };
  const hanging = {
    token_fault: hang,
    api_fault: hang,
    jwks_fault: hang,
    metadata_fault: hang,
    capabilities_fault: hang,
  };
  await visit.sandbox.switches({ docspace: hanging, oidc: { metadata_fault: hang } });
  const page = await waiting(visit);
  const options = { timeout: 3000 };
  only(await diagnosed(page, visit.oidc({ timeout: 3000 }), { options }), 'server_unreachable');
  const report = await diagnosed(page, visit.docspace({ timeout: 3000 }), { options });
  assert.match(only(report, 'token_endpoint_failed').message, /deadline|in time/);
});

scene('doctor: nobody at the address of the API', async (_t, visit) => {
  const nobody = `http://nobody.localhost:${await anyPort()}`;
  const { finding, report } = await finds(visit, visit.oidc({ apiBase: `${nobody}/v1` }), {}, 'api_unreachable');
  assert.deepEqual([finding.evidence.origin, report.ok], [nobody, true]);
});

scene('doctor: a portal without CORS (DocSpace before 3.2)', async (_t, visit) => {
  const { finding } = await finds(visit, visit.docspace(), { docspace: { cors: false } }, 'cors_missing');
  assert.equal(finding.evidence.origin, visit.portal);
  assert.match(finding.evidence.what, /token endpoint/);
  assert.match(finding.advice, /3\.2/);
});

scene('doctor: a portal without CORS, keys and all', async (_t, visit) => {
  const config = visit.docspace({ scopes: ['openid', 'files:read'] });
  const { finding } = await finds(visit, config, { docspace: { cors: false } }, 'cors_missing');
  assert.match(finding.evidence.what, /key set/);
  assert.match(finding.evidence.what, /token endpoint/);
});

for (const [name, switches, what] of [
  ['everywhere', { cors: false }, /^metadata$/],
  ['at the key set', { jwks_fault: { kind: 'merge', set: {}, cors: false } }, /^key set$/],
  [
    'at the token endpoint',
    { token_fault: { kind: 'merge', set: {}, cors: false } },
    /^answers of the token endpoint$/,
  ],
]) {
  scene(`doctor: an OpenID Connect server without CORS ${name}`, async (_t, visit) => {
    const { finding } = await finds(visit, visit.oidc(), { oidc: switches }, 'cors_missing');
    assert.match(finding.evidence.what, what);
  });
}

/** [what the metadata does, switches of the double, code, problem] */
const METADATA = [
  ['is not there', { metadata_fault: { kind: 'empty', status: 404 } }, 'metadata_invalid', 'status 404'],
  ['is a page', { metadata_fault: { kind: 'html' } }, 'metadata_invalid', 'no JSON object'],
  [
    'redirects',
    { metadata_fault: { kind: 'redirect', to: 'http://x.localhost/' } },
    'metadata_invalid',
    'it redirects',
  ],
  ['names no token endpoint', { metadata: { remove: ['token_endpoint'] } }, 'metadata_invalid', 'no token_endpoint'],
  ['is of another issuer', { metadata: { set: { issuer: '{issuer}/' } } }, 'issuer_mismatch', undefined],
  [
    'promises no S256',
    { metadata: { set: { code_challenge_methods_supported: ['plain'] } } },
    'pkce_unsupported',
    undefined,
  ],
  [
    'names an address over plain http',
    { metadata: { set: { token_endpoint: 'http://id.example.com/token?planted=1' } } },
    'endpoint_insecure',
    undefined,
  ],
];

scene('doctor: metadata that is wrong', async (t, visit) => {
  const page = await waiting(visit);
  for (const [name, switches, code, problem] of METADATA) {
    await step(t, name, async () => {
      await visit.sandbox.switches({ oidc: { metadata: null, metadata_fault: null, ...switches } });
      const report = await diagnosed(page, visit.oidc());
      assert.equal(only(report, code).evidence.problem, problem);
      assert.equal(check(report, 'token-endpoint').status, 'skipped');
    });
  }
  await visit.sandbox.exactly(0, { path: visit.path('oidc', 'token') });
});

/** [what the metadata has, the member, the field that is named] */
const REFUSED = [
  ['an endpoint of an origin that the config does not list', { token_endpoint: '{elsewhere}/token' }, 'token_endpoint'],
  ['a parameter of OAuth', { authorization_endpoint: '{here}/authorize?state=1' }, 'authorization_endpoint'],
  ['an endpoint of more than 2,048 bytes', { userinfo_endpoint: `{here}/${'x'.repeat(2048)}` }, 'userinfo_endpoint'],
];

scene('doctor: metadata that docgate refuses, and doctor could read', async (t, visit) => {
  const page = await waiting(visit);
  const places = { '{here}': new URL(visit.issuer).origin, '{elsewhere}': 'http://elsewhere.localhost' };
  for (const [name, members, field] of REFUSED) {
    await step(t, name, async () => {
      const [[member, address]] = Object.entries(members);
      const set = { [member]: address.replace(/^\{\w+\}/, (one) => places[one]) };
      await visit.sandbox.switches({ oidc: { metadata: { set } } });
      const config = visit.oidc({
        provider: { id: 'oidc', issuer: visit.issuer, endpointOrigins: [places['{here}']] },
      });
      const report = await diagnosed(page, config);
      const { evidence, advice } = only(report, 'metadata_invalid');
      assert.deepEqual([evidence.field, evidence.problem], [field, `docgate refuses ${field}`]);
      assert.match(evidence.at, /openid-configuration$/);
      assert.match(advice, /endpointOrigins/);
      assert.doesNotMatch(advice, /its log/);
    });
  }
  await visit.sandbox.exactly(0, { path: visit.path('oidc', 'token') });
});

scene('doctor: a key set that is wrong', async (t, visit) => {
  const page = await waiting(visit);
  for (const [name, jwks_fault, problem] of [
    ['is not there', { kind: 'empty', status: 404 }, 'status 404'],
    ['is a page', { kind: 'html' }, 'no list of keys'],
    ['is empty', { kind: 'custom', status: 200, body: { keys: [] } }, 'no list of keys'],
  ]) {
    await step(t, name, async () => {
      await visit.sandbox.switches({ oidc: { jwks_fault } });
      assert.equal(only(await diagnosed(page, visit.oidc()), 'keys_invalid').evidence.problem, problem);
    });
  }
});

scene('doctor: a key set that nobody needs says nothing', async (_t, visit) => {
  const config = visit.oidc({ scopes: ['email'] });
  await finds(visit, config, { oidc: { jwks_fault: { kind: 'empty', status: 404 } } }, null);
});

scene('doctor: a portal whose identity server is off', async (_t, visit) => {
  const off = { docspace: { identity_server: false } };
  const { finding, report } = await finds(visit, visit.docspace(), off, 'identity_server_off');
  assert.equal(finding.evidence.origin, visit.portal);
  assert.equal(check(report, 'token-endpoint').status, 'skipped');
});

scene('doctor: a portal that does not tell whether it is on says nothing', async (_t, visit) => {
  const switches = { docspace: { capabilities_fault: { kind: 'empty', status: 404 } } };
  const { report } = await finds(visit, visit.docspace(), switches, null);
  assert.equal(check(report, 'identity-server').status, 'skipped');
});

scene('doctor: a client that the server refuses', async (t, visit) => {
  const page = await waiting(visit);
  for (const [name, clientId] of [
    ['nobody knows it', 'demo-nobody-knows'],
    ['it is disabled', 'demo-docspace-disabled'],
    ['it is not public', 'demo-docspace-confidential'],
  ]) {
    await step(t, name, async () => {
      const report = await diagnosed(page, visit.docspace({ clientId }));
      assert.equal(only(report, 'client_refused').evidence.error, 'invalid_client');
      assert.ok(!report.text.includes(clientId), 'the client id is shortened');
    });
  }
});

scene('doctor: a token endpoint that does not answer as one', async (t, visit) => {
  const page = await waiting(visit);
  for (const [name, token_fault, code] of [
    ['it limits', { kind: 'empty', status: 429 }, 'rate_limited'],
    ['it fails', { kind: 'problem', status: 500 }, 'token_endpoint_failed'],
    ['it answers with a page', { kind: 'html' }, 'token_endpoint_failed'],
    ['it never answers', { kind: 'hang' }, 'token_endpoint_failed'],
  ]) {
    await step(t, name, async () => {
      await visit.sandbox.switches({ docspace: { token_fault } });
      const report = await diagnosed(page, visit.docspace({ timeout: 3000 }));
      assert.equal(report.ok, only(report, code).severity === 'warning');
    });
  }
});

scene('doctor: without the probe nothing is sent to the token endpoint', async (t, visit) => {
  const config = visit.docspace({ clientId: 'demo-nobody-knows' });
  const { report } = await finds(visit, config, {}, null, { probe: false });
  assert.match(check(report, 'token-endpoint').detail, /probe: false/);
  await visit.sandbox.exactly(0, { method: 'POST' });
  serves(t, 'R-054', 'doctor without its probe: none of the requests that the provider counts');
});
