/** Nothing is broken, so nothing is found: each provider, each way, and whatever the page is in the middle of. */
import assert from 'node:assert/strict';
import { check, diagnosed, judged, only, ready, waiting } from '../support/doctor.mjs';
import { providerScene } from '../support/provider_scene.mjs';
import { relayScene, serves, step } from '../support/relay_scene.mjs';

const PROVIDERS = {
  DocSpace: (visit) => visit.docspace(),
  'DocSpace with openid': (visit) => visit.docspace({ scopes: ['openid', 'files:read'] }),
  'DocSpace in the cloud': (visit) =>
    visit.docspace({
      provider: { id: 'docspace' },
      sandbox: { login: visit.twin('docspace-cloud'), api: visit.twin('docspace-eu') },
    }),
  'DocSpace through the relay': (visit) => visit.relayedDocspace(),
  'OpenID Connect': (visit) => visit.oidc(),
  'OpenID Connect with an API': (visit) => visit.oidc({ apiBase: `${visit.issuer}/api` }),
  'plain OAuth': (visit) => visit.oidc({ scopes: ['api'] }),
  'OpenID Connect through the relay': (visit) => visit.relayedOidc(),
  Entra: (visit) => visit.entra(),
  'Entra, US Government': (visit) => visit.entra({ provider: { cloud: 'usgov' } }),
  'Entra, China': (visit) => visit.entra({ provider: { cloud: 'china' } }),
  'Entra, several tenants': (visit) => visit.entra({ provider: { tenant: 'organizations' } }),
  'Entra, a domain': (visit) => visit.entra({ provider: { tenant: 'contoso.example' } }),
  'Entra through the relay': (visit) => visit.relayedEntra(),
  'docCentrum Premium': (visit) => visit.doccentrum(),
  'docCentrum Lite through the relay': (visit) =>
    visit.doccentrum({ apiBase: undefined, provider: { tier: 'lite', relay: visit.entry('doccentrum') } }),
  'Business Central': (visit) => visit.businessCentral(),
  'Business Central through the relay': (visit) =>
    visit.businessCentral({ provider: { relay: visit.entry('business-central') } }),
  Enadoc: (visit) => visit.enadoc(),
};

relayScene('doctor: every provider, unbroken: no finding', async (t, visit) => {
  const page = await waiting(visit);
  for (const [name, config] of Object.entries(PROVIDERS)) {
    await step(t, name, async () => {
      // What an API hides from pages is no fault of a page that goes through the relay.
      const cors = !name.includes('relay');
      await visit.sandbox.switches({
        doccentrum: { cors },
        'business-central': { cors: { admin: cors, data: cors, automation: cors } },
      });
      const report = await diagnosed(page, config(visit));
      only(report);
      assert.equal(report.ok, true);
      const skippable = ['metadata', 'keys', 'identity-server', 'relay', 'apis'];
      for (const { name: one, status } of report.checks) {
        assert.ok(status === 'passed' || skippable.includes(one), `${one}: ${status}`);
      }
      const relayed = JSON.stringify(config(visit)).includes('/v1/');
      assert.equal(check(report, 'relay').status, relayed ? 'passed' : 'skipped');
      // Only where the relay has the secret; docCentrum and Business Central redeem at Entra.
      const redeems = relayed && !/doccentrum|business-central/.test(config(visit).provider.id);
      const told = redeems ? /^the relay answers; .* only a sign-in tells$/ : /^one POST was sent; /;
      assert.match(check(report, 'token-endpoint').detail, told);
    });
  }
});

relayScene('doctor: Docplanner behind the sign-in of another provider, unbroken: no finding', async (_t, visit) => {
  const report = await diagnosed(await waiting(visit), visit.oidc(), { guarded: visit.docplanner() });
  only(report);
  assert.equal(check(report, 'relay').status, 'passed');
  assert.match(report.text, /provider: docplanner/);
});

providerScene('doctor: an independent OpenID Connect server, unbroken: no finding', async (_t, visit) => {
  const report = await diagnosed(await waiting(visit), visit.oidc());
  only(report);
  for (const name of ['metadata', 'keys', 'token-endpoint']) assert.equal(check(report, name).status, 'passed', name);
});

relayScene('doctor: a page that somebody is signed in to is left as it is', async (t, visit) => {
  for (const config of [visit.docspace(), visit.enadoc()]) {
    const page = await visit.tab({ config });
    await visit.arrive(page, '/rooms/7');
    await visit.enter(page);
    await ready(page);
    visit.taken(page, 'event');
    const state = () =>
      page.evaluate(() =>
        JSON.stringify([
          Object.entries(sessionStorage).sort(),
          Object.entries(localStorage).sort(),
          location.href,
          history.length,
          history.state,
          document.cookie,
          window.auth.snapshot(),
        ]),
      );
    const before = await state();
    const [first, second] = await page.evaluate(() =>
      Promise.all([window.doctor(window.auth), window.doctor(() => window.auth)]),
    );
    for (const report of [first, second]) only(judged(report));
    assert.equal(await state(), before);
    assert.deepEqual(visit.taken(page, 'event'), []);
    assert.equal(typeof (await visit.call(page, 'getAccessToken')).value, 'string');
    await page.close();
  }
  const sent = await visit.sandbox.requests({ double: 'docspace' });
  const questions = sent.filter(({ form }) => JSON.stringify(form ?? '').includes('docgate-doctor'));
  assert.equal(questions.length, 2);
  for (const { authorization, cookies } of questions) assert.deepEqual([authorization, cookies], [null, []]);
  serves(t, 'R-041', 'the question of doctor: no cookie, no header of authorization');
  serves(t, 'R-101', 'doctor beside a session: nothing stored, nothing shown, nothing sent with a token');
});
