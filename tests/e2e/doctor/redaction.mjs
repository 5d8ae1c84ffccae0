/** Secrets planted wherever doctor looks: none of them in a report, and none sent to anybody. */
import assert from 'node:assert/strict';
import { diagnosed, judged, only, ready, served, waiting } from '../support/doctor.mjs';
import { scene, serves } from '../support/scene.mjs';

const PLANTED = 'planted-7f3a9c51';

/** Every request of the page, with all that it carries. */
function overheard(page) {
  const requests = [];
  page.on('request', (request) =>
    requests.push(JSON.stringify([request.url(), request.headers(), request.postData()])),
  );
  return requests;
}

const clean = (report, where) => {
  assert.ok(!report.text.includes(PLANTED), `${where}: in the text`);
  assert.ok(!JSON.stringify(report).includes(PLANTED), `${where}: in the report`);
};

scene('doctor: nothing of the address, of what is stored, or of the config gets into a report', async (t, visit) => {
  const query = `?code=${PLANTED}&state=${PLANTED}&error_description=${PLANTED}#access_token=${PLANTED}`;
  const page = await waiting(visit, { path: `/callback/docspace${query}` });
  await page.evaluate((secret) => {
    for (const area of [sessionStorage, localStorage]) {
      area.setItem('docgate:planted', JSON.stringify({ access_token: secret, code_verifier: secret }));
      area.setItem(secret, secret);
    }
    window.name = secret;
    history.replaceState({ secret }, '');
  }, PLANTED);
  await visit.context.addCookies([{ name: 'planted', value: PLANTED, url: visit.app }]);
  const sent = overheard(page);
  const good = visit.docspace();
  for (const [name, config] of Object.entries({
    'an unbroken config': good,
    'a secret': { ...good, clientSecret: PLANTED },
    'a secret of the provider': { ...good, provider: { ...good.provider, secret: PLANTED } },
    'a password in an address': {
      ...good,
      provider: { id: 'docspace', portal: `https://ada:${PLANTED}@docs.example.com` },
    },
    'a query in an address': { ...good, apiBase: `https://api.example.com/?key=${PLANTED}` },
    'a scope': { ...good, scopes: [`x"${PLANTED}`] },
  })) {
    clean(await diagnosed(page, config), name);
  }
  const thrown = await page.evaluate(
    (secret) =>
      window.doctor(() => {
        throw Object.assign(new Error(secret), { name: `Error of ${secret}` });
      }),
    PLANTED,
  );
  clean(judged(thrown), 'what a function throws');
  // The page's own cookies go to the page's own server, as with any of its requests.
  const told = sent.filter((it) => it.replace(/"cookie":"[^"]*"/g, '').includes(PLANTED));
  assert.deepEqual(told, []);
  await page.evaluate(() => {
    sessionStorage.clear();
    localStorage.clear();
    window.name = '';
    history.replaceState(null, '', '/');
  });
  await visit.context.clearCookies();
  serves(t, 'A-11', 'doctor on a callback page: nobody hears of its query by Referer');
  serves(t, 'R-101', 'secrets in address, storage and config: not in a report, not in a request of doctor');
});

scene('doctor: queries of a redirect URI and of the metadata are left out of a report', async (t, visit) => {
  const planted = (path) => `http://id.example.com/${path}?key=${PLANTED}#${PLANTED}`;
  await visit.sandbox.switches({
    oidc: { metadata: { set: { token_endpoint: planted('token'), jwks_uri: planted('keys') } } },
  });
  const page = await waiting(visit);
  const config = visit.oidc({ redirectUri: `/callback/oidc?tenant=${PLANTED}` });
  const report = await served({ answers: { [config.redirectUri]: { status: 404 } } }, () => diagnosed(page, config));
  only(report, 'redirect_uri_missing', 'endpoint_insecure', 'endpoint_insecure');
  clean(report, 'queries');
  await visit.sandbox.switches({ oidc: { metadata: { set: { issuer: planted('issuer') } } } });
  const other = await diagnosed(page, visit.oidc({ redirectUri: '/callback/other' }));
  only(other, 'issuer_mismatch');
  clean(other, 'another issuer');
  serves(t, 'R-101', 'queries of addresses that the config or a server names: not in a report');
});

scene('doctor: a client id is shortened wherever it stands, whatever it is made of', async (_t, visit) => {
  // The last one would be cut in its middle.
  for (const [clientId, before] of [
    ['$&$`-planted-client', ''],
    ['planted-client-identifier', 'x'.repeat(285)],
  ]) {
    const body = { error: 'invalid_client', error_description: `${before}${clientId} is unknown` };
    await visit.sandbox.switches({ docspace: { token_fault: { kind: 'custom', status: 401, body } } });
    const report = await diagnosed(await waiting(visit), visit.docspace({ clientId }));
    const { evidence } = only(report, 'client_refused');
    assert.equal(evidence.said, `${before}${clientId.slice(0, 4)}… is unknown`.replace(/^(.{300}).+$/, '$1…'));
    assert.doesNotMatch(report.text, /plant/);
    assert.ok(report.text.includes(`client: ${clientId.slice(0, 4)}…\n`));
  }
});

scene('doctor: what a server says is one line of text, and does not repeat the client id', async (_t, visit) => {
  const clientId = '3d2a7c10-planted-client-identifier';
  const said = `no ${clientId}\r\nerror made_up\u202e <b>${'x'.repeat(2000)}`;
  const body = { error: 'invalid_client', error_description: said };
  await visit.sandbox.switches({ docspace: { token_fault: { kind: 'custom', status: 401, body } } });
  const page = await waiting(visit);
  await ready(page);
  const report = await diagnosed(page, visit.docspace({ clientId }));
  const { evidence } = only(report, 'client_refused');
  assert.ok(evidence.said.length <= 301, `${evidence.said.length}`);
  assert.ok(!report.text.includes(clientId));
  assert.match(report.text, /^client: 3d2a…$/m);
  assert.doesNotMatch(report.text, /^error made_up/m);
  assert.doesNotMatch(report.text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
  assert.ok(report.text.includes(await page.evaluate(() => navigator.userAgent)));
  assert.match(report.text, /^docgate: \d+\.\d+\.\d+/m);
  assert.match(report.text, new RegExp(`^page: ${visit.app}$`, 'm'));
});
