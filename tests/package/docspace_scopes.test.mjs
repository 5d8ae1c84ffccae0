/** `docgate/docspace/api`: which scopes open what, by the table of the API's rules, and what a smaller grant means. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { at } from '../../tools/paths.mjs';
import { bundled } from './bundled.mjs';

const { allows, explainMissing, scopes, scopesFor } = await bundled('docspace_api');

const SELF = ['accounts.self:read', 'accounts.self:write'];

/** The vendor's rules as of 3.1, against which the sandbox's double is held too: method, path, scopes. */
const VENDOR = (await readFile(at('tests', 'fixtures', 'docspace', 'routes.tsv'), 'utf8'))
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [method, route, , opening] = line.split('\t');
    const expected = opening === '-' ? null : opening === '*' ? [] : opening.split(' ');
    return [method, `/api/2.0/${route}`, expected];
  });

test('each route by its method, as the vendor lists it', () => {
  assert.ok(VENDOR.length > 35, `${VENDOR.length} rows`);
  for (const [method, path, expected] of VENDOR) {
    assert.deepEqual(scopesFor(method, path), expected, `${method} ${path}`);
    for (const scope of Object.keys(scopes)) {
      const open = expected !== null && (expected.length === 0 || expected.includes(scope));
      assert.equal(allows([scope], `${method} ${path}`), open, `${method} ${path} with ${scope}`);
    }
  }
});

test('beside the rules', () => {
  assert.deepEqual(scopesFor('GET', '/api/2.0/capabilities'), []);
  assert.equal(scopesFor('GET', '/api/2.0'), null);
  // Names that only begin like a route.
  assert.equal(scopesFor('GET', '/api/2.0/peopleX'), null);
  assert.deepEqual(scopesFor('GET', '/api/2.0/people/@selfish'), ['accounts:read', 'accounts:write']);
  assert.deepEqual(scopesFor('GET', '/api/2.0/files/roomservice'), ['files:read', 'files:write']);
});

test('a path is understood however an app spells it', () => {
  for (const path of [
    '/api/2.0/people/@self',
    'api/2.0/people/@self/',
    'people/@self',
    '/people/@self',
    '/api/2.0/people/%40self?fields=id#x',
    '/api/2.0/files/../people/@self',
    'https://docs.example.com/api/2.0/people/@self',
  ]) {
    assert.deepEqual(scopesFor('get', path), SELF, path);
  }
  assert.equal(scopesFor('GET', 'https://['), null);
});

test('writing implies reading, as the API has it, and not for groups', () => {
  for (const [granted, wanted, expected] of [
    ['files:write', 'files:read', true],
    ['files:read', 'files:write', false],
    ['rooms:write', 'rooms:read', true],
    ['files:write', 'rooms:read', false],
    ['accounts.self:write', 'accounts.self:read', true],
    ['accounts:read', 'accounts.self:read', false],
    ['accounts:write', 'accounts.self:read', false],
    ['accounts:write', 'accounts.self:write', false],
    ['accounts:read', 'GET /api/2.0/people/@self', false],
    ['accounts:write', 'PUT /api/2.0/people/@self', false],
    ['accounts.self:write', 'accounts:read', false],
    ['accounts:write', 'accounts:read', false],
    ['accounts:write', 'GET /api/2.0/people', true],
    ['accounts:write', 'GET /api/2.0/group', false],
    ['accounts:write', 'POST /api/2.0/group', true],
    ['openid', 'openid', true],
    ['files:write', 'openid', false],
    ['openid', 'files:read', false],
    ['openid', 'GET /api/2.0/keys/@self', true],
    ['files:write', 'GET /api/2.0/settings', false],
  ]) {
    assert.equal(allows([granted], wanted), expected, `${granted} for ${wanted}`);
    assert.equal(allows({ scopes: [granted] }, wanted), expected, `a session with ${granted} for ${wanted}`);
  }
  assert.ok(allows(['accounts:write', 'accounts:read'], 'accounts:read'));
});

test('nobody is allowed anything', () => {
  for (const wanted of [...Object.keys(scopes), 'GET /api/2.0/keys/@self']) assert.equal(allows(null, wanted), false);
});

test('the table says of each scope what the routes say', () => {
  for (const [scope, { group, type, opens }] of Object.entries(scopes)) {
    assert.equal(scope.endsWith(`:${type}`) || type === scope, true);
    assert.ok(['profiles', 'accounts', 'files', 'rooms', 'openid'].includes(group));
    for (const line of opens) {
      const [methods, path] = line.split(' /');
      for (const method of methods.split(', ')) assert.ok(scopesFor(method, `/${path}`).includes(scope), line);
    }
  }
  assert.equal(Object.keys(scopes).length, 9);
  assert.deepEqual(scopes.openid.opens, []);
  assert.ok(!scopes['accounts:write'].opens.includes('GET /api/2.0/group'));
});

test('nothing missing, nothing said', () => {
  assert.deepEqual(explainMissing({ scopes: ['files:read'], missingScopes: [] }), []);
});

test('a smaller grant: what is shut, how that comes, and what to call', () => {
  const said = explainMissing({ scopes: ['files:read'], missingScopes: ['rooms:write', 'openid'] });
  assert.equal(said.length, 3);
  assert.match(
    said[0],
    /^rooms:write .* 403 for GET \/api\/2\.0\/files\/rooms; POST, PUT, DELETE \/api\/2\.0\/files\/rooms\.$/,
  );
  assert.match(said[1], /^openid .*no ID token/);
  assert.match(said[2], /Deny/);
  assert.match(said[2], /login\(\{ scopes: \['rooms:write', 'openid'\] \}\)/);
});

test('a scope that another one covers is named, and nobody is asked again', () => {
  const said = explainMissing({ scopes: ['files:write'], missingScopes: ['files:read'] });
  assert.equal(said.length, 1);
  assert.match(said[0], /^files:read .*nothing is shut/);
});

test('of a scope that is covered in part, what is still shut', () => {
  const [said] = explainMissing({ scopes: ['accounts:write'], missingScopes: ['accounts:read'] });
  assert.match(said, /403 for GET \/api\/2\.0\/group\.$/);
});

test('a scope that DocSpace does not know', () => {
  assert.deepEqual(explainMissing({ scopes: [], missingScopes: ['email'] }), ['email is no scope of DocSpace.']);
});
