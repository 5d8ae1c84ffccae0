/** What the web server of the app does wrong, each alone: policies, the redirect URI. */
import assert from 'node:assert/strict';
import { check, diagnosed, only, served, waiting } from '../support/doctor.mjs';
import { POLICY } from '../support/page_server.mjs';
import { scene, stage } from '../support/scene.mjs';

const REDIRECT = '/callback/docspace';

const connecting = (sources) => ({ 'content-security-policy': POLICY.replace('connect-src *', sources) });

for (const [name, sources, directive] of [
  ['a connect-src without the portal', "connect-src 'self'", 'connect-src'],
  ['no connect-src, and a default-src that forbids it', 'child-src *', 'connect-src (now default-src)'],
]) {
  scene(`doctor: ${name}`, async (_t, visit) => {
    await served({ headers: connecting(sources) }, async () => {
      const page = await waiting(visit);
      const report = await diagnosed(page, visit.docspace());
      const { evidence, advice } = only(report, 'policy_blocks');
      assert.deepEqual(evidence, { origin: visit.portal, directive });
      assert.ok(advice.includes(visit.portal));
      assert.equal(check(report, 'apis').status, 'skipped');
    });
    visit.violations = [];
  });
}

scene('doctor: a connect-src with the issuer and without the API', async (_t, visit) => {
  const { origin } = new URL(visit.issuer);
  await served({ headers: connecting(`connect-src 'self' ${origin}`) }, async () => {
    const page = await waiting(visit);
    const report = await diagnosed(page, visit.oidc({ apiBase: `${visit.evil}/v1` }));
    const { evidence, severity } = only(report, 'policy_blocks_api');
    assert.deepEqual([evidence.origin, severity, report.ok], [visit.evil, 'warning', true]);
  });
  visit.violations = [];
});

scene(
  'doctor: a connect-src without what an allowed server redirects to says nothing of that server',
  async (_t, visit) => {
    const allowed = new URL(visit.issuer).origin;
    const answers = {
      '/v1': { status: 302, headers: { location: `${visit.evil}/`, 'access-control-allow-origin': 'null' }, body: '' },
    };
    const elsewhere = { kind: 'redirect', to: `${visit.evil}/` };
    await served({ headers: connecting(`connect-src 'self' ${allowed} ${visit.stranger}`), answers }, async () => {
      const page = await waiting(visit);
      const heard = await page.evaluateHandle(() => {
        const events = [];
        document.addEventListener('securitypolicyviolation', ({ blockedURI }) => events.push(blockedURI));
        return events;
      });
      only(await diagnosed(page, visit.oidc({ apiBase: `${visit.stranger}/v1` })));
      await visit.sandbox.switches({ oidc: { cors: false, metadata_fault: elsewhere } });
      const report = await diagnosed(page, visit.oidc());
      assert.deepEqual(only(report, 'cors_missing').evidence, { origin: allowed, what: 'metadata' });
      // Otherwise nothing of this was tried.
      const origins = (await heard.jsonValue()).map((address) => new URL(address).origin);
      assert.deepEqual([...new Set(origins)].sort(), [allowed, visit.stranger].sort());
    });
    visit.violations = [];
  },
);

scene('doctor: a connect-src without the page itself says nothing', async (_t, visit) => {
  await served({ headers: connecting(`connect-src ${visit.portal}`) }, async () => {
    const page = await waiting(visit);
    const report = await diagnosed(page, visit.docspace());
    only(report);
    assert.equal(check(report, 'redirect-uri').status, 'skipped');
  });
  visit.violations = [];
});

scene('doctor: a policy that only reports says nothing', async (_t, visit) => {
  const headers = { 'content-security-policy-report-only': "connect-src 'none'" };
  await served({ headers }, async () => {
    only(await diagnosed(await waiting(visit), visit.docspace()));
  });
  visit.violations = [];
});

const coop = (value) => ({ headers: { 'cross-origin-opener-policy': value } });

for (const [name, rules, seen] of [
  ['the page parts itself from its popups', { answers: { '/': coop('same-origin') } }, { page: 'same-origin' }],
  [
    'the redirect URI parts itself from who opened it',
    { answers: { [REDIRECT]: coop('same-origin-allow-popups; report-to="planted"') } },
    { redirectUri: 'same-origin-allow-popups' },
  ],
  [
    'both do',
    { headers: { 'cross-origin-opener-policy': 'same-origin' } },
    { page: 'same-origin', redirectUri: 'same-origin' },
  ],
]) {
  scene(`doctor: Cross-Origin-Opener-Policy, ${name}`, async (_t, visit) => {
    await served(rules, async () => {
      const report = await diagnosed(await waiting(visit), visit.docspace());
      assert.deepEqual(only(report, 'popup_cut_off').evidence, seen);
      assert.equal(report.ok, true);
    });
  });
}

scene('doctor: Cross-Origin-Opener-Policy as it should be says nothing', async (_t, visit) => {
  const answers = { '/': coop('same-origin-allow-popups'), [REDIRECT]: coop('unsafe-none') };
  await served({ answers }, async () => {
    only(await diagnosed(await waiting(visit), visit.docspace()));
  });
});

for (const [name, answer, code, seen] of [
  ['is not found', { status: 404 }, 'redirect_uri_missing', { status: 'status 404' }],
  ['fails', { status: 500, body: 'planted' }, 'redirect_uri_missing', { status: 'status 500' }],
  ['does not answer', null, 'redirect_uri_missing', { status: 'no answer' }],
  ['redirects', { status: 301, headers: { location: `${REDIRECT}/?planted=1` }, body: '' }, 'redirect_uri_moved', null],
  [
    'is no page',
    { headers: { 'content-type': 'application/json' }, body: '{}' },
    'redirect_uri_not_html',
    { type: 'application/json' },
  ],
]) {
  scene(`doctor: a redirect URI that ${name}`, async (_t, visit) => {
    await served({ answers: { [REDIRECT]: answer } }, async () => {
      const { evidence } = only(await diagnosed(await waiting(visit), visit.docspace()), code);
      const at = `${visit.app}${REDIRECT}`;
      assert.deepEqual(evidence, { at, ...(seen ?? { to: `${at}/` }) });
    });
  });
}

scene('doctor: a redirect URI that sends the browser to another site', async (_t, visit) => {
  const answer = {
    status: 302,
    headers: { location: visit.stranger, 'access-control-allow-origin': 'null' },
    body: '',
  };
  await served({ answers: { [REDIRECT]: answer } }, async () => {
    only(await diagnosed(await waiting(visit), visit.docspace()), 'redirect_uri_moved');
  });
});

scene('doctor: two things that have nothing to do with each other: both', async (_t, visit) => {
  await served({ answers: { [REDIRECT]: { status: 404 } } }, async () => {
    const report = await diagnosed(await waiting(visit), visit.docspace({ clientId: 'demo-nobody-knows' }));
    only(report, 'redirect_uri_missing', 'client_refused');
    for (const name of ['redirect-uri', 'token-endpoint']) assert.equal(check(report, name).status, 'failed', name);
  });
});

/** How the page server was asked for a path, whatever the query, while `body` ran: with a cookie or without. */
async function asked(path, body) {
  const { pages } = await stage();
  const before = pages.requests.length;
  await body();
  const sent = pages.requests.slice(before).filter(({ url }) => url.split('?')[0] === path);
  return sent.map(({ headers }) => (headers.cookie === undefined ? 'without' : 'with'));
}

scene('doctor: the path of the page is asked for once, without cookies', async (_t, visit) => {
  await visit.context.addCookies([{ name: 'visitor', value: 'ada', url: visit.app }]);
  const page = await waiting(visit, { path: '/invitation/7?once=1' });
  const once = await asked('/invitation/7', async () => only(await diagnosed(page, visit.docspace())));
  assert.deepEqual(once, ['without']);
  const back = await waiting(visit, { path: REDIRECT });
  assert.deepEqual(await asked(REDIRECT, async () => only(await diagnosed(back, visit.docspace()))), ['with']);
  await page.clock.setSystemTime(Date.now() + 600_000);
  const late = await asked('/invitation/7', async () => {
    only(await diagnosed(page, visit.docspace()), 'clock_wrong');
  });
  assert.deepEqual(late, ['without']);
  await visit.context.clearCookies();
});

scene('doctor: a redirect URI that is the root', async (_t, visit) => {
  const report = await diagnosed(await waiting(visit), visit.docspace({ redirectUri: '/' }));
  only(report, 'redirect_uri_root');
  assert.equal(report.ok, true);
});
