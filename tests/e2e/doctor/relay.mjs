/** What is wrong between the page and its relay, each alone. */
import assert from 'node:assert/strict';
import { anyPort } from '../../../tools/serve/port.mjs';
import { check, diagnosed, only, served, waiting } from '../support/doctor.mjs';
import { POLICY } from '../support/page_server.mjs';
import { relayScene } from '../support/relay_scene.mjs';

const at = (relay) => ({ provider: { relay } });

/** Its API goes through the relay, and nothing else. */
const forwarded = (visit, relay) => visit.doccentrum({ apiBase: undefined, ...at(relay) });

/** As docgate's presets reach it: for everything, for tokens at an address that metadata tells, for calls alone. */
const WAYS = {
  'Enadoc, all of it': (visit, relay) => visit.enadoc(at(relay)),
  'OpenID Connect, its tokens': (visit, relay) => visit.relayedOidc(at(relay)),
  'docCentrum, its API': forwarded,
};

for (const [name, config] of Object.entries(WAYS)) {
  relayScene(`doctor: a relay that is down: ${name}`, async (_t, visit) => {
    const nobody = `http://nobody.app.localhost:${await anyPort()}`;
    const report = await diagnosed(await waiting(visit), config(visit, `${nobody}/v1/files`));
    assert.equal(only(report, 'relay_unreachable').evidence.origin, nobody);
  });
}

relayScene('doctor: an entry that there is not', async (_t, visit) => {
  const page = await waiting(visit);
  const report = await diagnosed(page, visit.enadoc(at(visit.entry('nowhere'))));
  const { evidence, advice } = only(report, 'relay_hidden');
  assert.deepEqual(evidence, { origin: `http://${visit.relayHost}`, at: visit.entry('nowhere'), page: visit.app });
  assert.match(advice, /origins/);
});

relayScene(
  'doctor: an origin that the entry does not list',
  async (_t, visit) => {
    only(await diagnosed(await waiting(visit), visit.enadoc()), 'relay_hidden');
  },
  {
    changes: {
      entries: {
        enadoc: { origins: ['http://other.localhost'], redirect_uris: ['http://other.localhost/callback/enadoc'] },
      },
    },
  },
);

relayScene('doctor: something else at the address of the relay', async (_t, visit) => {
  const page = await waiting(visit);
  const { evidence } = only(await diagnosed(page, forwarded(visit, `${visit.app}/v1/files`)), 'relay_unknown');
  assert.equal(evidence.status, '200');
  only(await diagnosed(page, visit.enadoc(at(`${visit.app}/v1/files`))), 'relay_unknown');
  const answers = { '/v1/files': { status: 302, headers: { location: '/elsewhere' }, body: '' } };
  await served({ answers }, async () => {
    only(await diagnosed(page, forwarded(visit, `${visit.app}/v1/files`)), 'relay_unknown');
  });
});

relayScene(
  'doctor: no relay at its address, and a token endpoint of another server that fails: both',
  async (_t, visit) => {
    const page = await waiting(visit);
    await visit.sandbox.switches({ entra: { token_fault: { kind: 'problem', status: 500 } } });
    const wrong = visit.app;
    for (const config of [forwarded(visit, `${wrong}/v1/files`), visit.businessCentral(at(`${wrong}/v1/central`))]) {
      const report = await diagnosed(page, config);
      only(report, 'relay_unknown', 'token_endpoint_failed');
      const at500 = report.findings.find(({ code }) => code === 'token_endpoint_failed').evidence;
      assert.deepEqual([at500.origin, at500.status], [new URL(visit.double('entra')).origin, '500']);
      assert.equal(check(report, 'token-endpoint').status, 'failed');
    }
  },
);

relayScene(
  'doctor: a relay of another site, by its own word',
  async (_t, visit) => {
    const page = await waiting(visit, { path: `${visit.stranger}/` });
    const { evidence } = only(await diagnosed(page, visit.enadoc()), 'relay_cross_site');
    assert.equal(evidence.origin, `http://${visit.relayHost}`);
    const still = await diagnosed(page, visit.enadoc(), { options: { probe: false } });
    only(still, 'relay_cross_site');
  },
  { apps: ['app', 'stranger'] },
);

relayScene('doctor: a relay of another site that does not list the page', async (_t, visit) => {
  const page = await waiting(visit, { path: `${visit.stranger}/` });
  only(await diagnosed(page, visit.enadoc()), 'relay_cross_site');
});

relayScene('doctor: a relay that the policy of the page forbids', async (_t, visit) => {
  const policy = POLICY.replace('connect-src *', "connect-src 'self'");
  await served({ headers: { 'content-security-policy': policy } }, async () => {
    const { evidence } = only(await diagnosed(await waiting(visit), visit.enadoc()), 'policy_blocks');
    assert.equal(evidence.origin, `http://${visit.relayHost}`);
  });
  visit.violations = [];
});

relayScene('doctor: another client than the entry has', async (_t, visit) => {
  const page = await waiting(visit);
  const mark = await visit.sandbox.mark();
  const report = await diagnosed(page, visit.enadoc({ clientId: 'demo-enadoc-other' }));
  const { evidence, message } = only(report, 'relay_refused');
  assert.deepEqual([evidence.error, evidence.status], ['invalid_client', '400']);
  assert.match(message, /not the one of this entry/);
  assert.ok(!report.text.includes('demo-enadoc-other'));
  await visit.sandbox.nothingAfter(mark, { double: 'enadoc' });
});

relayScene('doctor: an entry that forwards calls alone', async (_t, visit) => {
  const page = await waiting(visit);
  const { evidence } = only(await diagnosed(page, visit.enadoc(at(visit.entry('doccentrum')))), 'relay_refused');
  assert.equal(evidence.error, 'entry_unknown');
});

relayScene('doctor: without the probe nothing is asked of the relay but whether it is there', async (_t, visit) => {
  const page = await waiting(visit);
  const sent = [];
  page.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
  const report = await diagnosed(page, visit.enadoc(), { options: { probe: false } });
  only(report);
  assert.equal(check(report, 'relay').status, 'passed');
  assert.deepEqual(
    sent.filter((it) => it.includes('/v1/')),
    ['GET /v1/enadoc'],
  );
});
