/** `docgate/docspace/api` against the double: what it says of scopes, answers and people is what the portal does. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';

const SCOPES = [
  'accounts.self:read',
  'accounts.self:write',
  'accounts:read',
  'accounts:write',
  'files:read',
  'files:write',
  'rooms:read',
  'rooms:write',
  'openid',
];

const ROUTES = [
  'people/@self',
  'people/@self/photo',
  'people',
  'people/42',
  'group',
  'group/42',
  'files/rooms',
  'files/rooms/42',
  'files/@my',
  'keys/@self',
  'settings',
].flatMap((route) => ['GET', 'PUT', 'PATCH'].map((method) => `${method} /api/2.0/${route}`));

/** Calls each route once; gives those of which `allows()` and the portal's answer do not say the same. */
function compare(page, routes) {
  return page.evaluate(async (given) => {
    const { allows, scopesFor } = await import('/docgate/docspace_api.js');
    const { session } = window.auth;
    const seen = { open: 0, shut: 0, differing: [] };
    for (const route of given) {
      const [method, path] = route.split(' ');
      const { status } = await window.auth.fetch(path, { method });
      const open = status !== 403;
      seen[open ? 'open' : 'shut'] += 1;
      const opening = scopesFor(method, path);
      const listed = opening !== null && (opening.length === 0 || opening.some((it) => session.scopes.includes(it)));
      if (allows(session, route) !== open || listed !== open) seen.differing.push(`${route} ${status}`);
    }
    return seen;
  }, routes);
}

scene(
  'each scope alone opens what allows() and scopesFor() say, and nothing else',
  async (t, visit) => {
    for (const scope of SCOPES) {
      await step(t, scope, async () => {
        const page = await visit.tab({ config: visit.docspace({ scopes: [scope], shareTabs: false }) });
        await visit.arrive(page);
        await visit.enter(page);
        const { open, shut, differing } = await compare(page, ROUTES);
        assert.deepEqual(differing, []);
        // GET /keys/@self is open to everybody, PATCH to nobody: neither side is empty.
        assert.ok(open > 0 && shut > 0, `${open} open, ${shut} shut`);
        assert.equal(open > 1, scope !== 'openid');
        await page.close();
      });
    }
  },
  { timeout: 120_000 },
);

/** What `readEnvelope()` makes of one call. */
function envelope(page, path, init = {}) {
  return page.evaluate(
    async ([address, options]) => {
      const { readEnvelope } = await import('/docgate/docspace_api.js');
      return await readEnvelope(await window.auth.fetch(address, options));
    },
    [path, init],
  );
}

async function signedIn(visit, scopes = ['accounts.self:read', 'files:read']) {
  const page = await visit.tab({ config: visit.docspace({ scopes }) });
  await visit.arrive(page);
  await visit.enter(page);
  return page;
}

scene('answers of the portal as envelopes, and refusals as what to do', async (_t, visit) => {
  const page = await signedIn(visit, ['rooms:read']);
  const rooms = await envelope(page, '/api/2.0/files/rooms');
  assert.equal(rooms.ok, true);
  assert.deepEqual(
    rooms.response.folders.map(({ title }) => title),
    ['Contracts', 'Minutes'],
  );
  assert.deepEqual([rooms.count, rooms.total, rooms.statusCode, rooms.links[0].action], [2, 2, 200, 'GET']);

  const shut = await envelope(page, '/api/2.0/people/@self');
  assert.deepEqual([shut.kind, shut.statusCode, shut.message], ['scope-missing', 403, null]);
  assert.match(shut.advice, /scope/i);

  const nowhere = await envelope(page, '/api/2.0/files/rooms/42/nowhere');
  assert.equal(nowhere.kind, 'error');
  assert.equal(nowhere.statusCode, 404);
  assert.match(nowhere.message, /not found/);

  const answers = [
    [{ status: 403, body: { error: { message: 'Access denied' }, status: 1, statusCode: 403 } }, 'right-missing'],
    [{ status: 429, body: '', headers: { 'X-Ratelimit-Reset': '17' } }, 'rate-limited'],
    [{ status: 200, body: '<html></html>' }, 'unreadable'],
    [{ status: 502, body: '<html></html>' }, 'error'],
  ];
  for (const [custom, kind] of answers) {
    await visit.sandbox.switches({ docspace: { api_fault: { kind: 'custom', ...custom } } });
    const answer = await envelope(page, '/api/2.0/files/rooms');
    assert.equal(answer.kind, kind, JSON.stringify(answer));
    // The API exposes no header to a page.
    assert.equal(answer.retryAfter, null);
  }
  await visit.sandbox.switches({ docspace: { api_fault: null } });

  await visit.sandbox.evict();
  const evicted = await envelope(page, '/api/2.0/files/rooms');
  assert.deepEqual([evicted.kind, evicted.statusCode], ['unauthorized', 401]);
  assert.equal(await page.evaluate(() => window.auth.snapshot().status), 'expired');
});

scene('fetchProfile() made ready to be shown', async (_t, visit) => {
  const page = await signedIn(visit);
  const { profile, session } = await page.evaluate(async () => {
    const { profileOf } = await import('/docgate/docspace_api.js');
    const session = window.plain(window.auth.session);
    return { profile: profileOf(await window.auth.fetchProfile(), session.apiBase), session };
  });
  assert.equal(profile.id, session.user.id);
  assert.equal(profile.name, 'Ada Lovelace');
  assert.equal(profile.email, 'ada@example.test');
  assert.equal(profile.avatar, `${visit.portal}/storage/userPhotos/ada.svg`);
  assert.deepEqual([profile.isAdmin, profile.isOwner, profile.isVisitor], [true, true, false]);
});

/** The scopes of the session, what is missing of it, and what `explainMissing()` says of that. */
function grant(page) {
  return page.evaluate(async () => {
    const { explainMissing } = await import('/docgate/docspace_api.js');
    const { scopes, missingScopes } = window.auth.session;
    return { scopes: [...scopes], missing: [...missingScopes], said: explainMissing(window.auth.session) };
  });
}

scene('Deny after an earlier consent is a smaller grant: told, explained, and mended by a click', async (t, visit) => {
  const page = await signedIn(visit, ['files:read']);
  assert.deepEqual((await grant(page)).said, []);
  await visit.sandbox.switches({ docspace: { auto_consent: false, deny_consent: true } });
  const outcome = await visit.signIn(page, { scopes: ['rooms:read'] });
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  const smaller = await grant(page);
  assert.deepEqual(smaller.scopes, ['files:read']);
  assert.deepEqual(smaller.missing, ['rooms:read']);
  serves(t, 'R-177', 'Deny after a part was agreed to: the missing scope is told, and what it means');
  assert.equal(smaller.said.length, 2);
  assert.match(smaller.said[0], /^rooms:read .* 403 for GET \/api\/2\.0\/files\/rooms\.$/);
  assert.match(smaller.said[1], /Deny.*login\(\{ scopes: \['rooms:read'\] \}\)/);
  assert.equal((await envelope(page, '/api/2.0/files/rooms')).kind, 'scope-missing');

  await visit.sandbox.switches({ docspace: { auto_consent: true, deny_consent: false } });
  await visit.signIn(page, { scopes: smaller.missing });
  assert.deepEqual((await grant(page)).said, []);
  assert.equal((await envelope(page, '/api/2.0/files/rooms')).ok, true);
});
