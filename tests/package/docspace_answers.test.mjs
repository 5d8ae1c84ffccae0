/** `docgate/docspace/api`: answers of the API, good, bad and none of its own, and the profile. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundled } from './bundled.mjs';

const { profileOf, readEnvelope } = await bundled('docspace_api');

const json = (status, body, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

test('a good answer', async () => {
  const links = [{ href: 'https://docs.example.com/api/2.0/files/rooms', action: 'GET' }];
  const body = { response: [1, 2], count: 2, total: 7, links, status: 0, statusCode: 200 };
  assert.deepEqual(await readEnvelope(json(200, body)), { ok: true, ...body });
});

test('a good answer without the rest of the envelope', async () => {
  assert.deepEqual(await readEnvelope(json(200, { response: null })), {
    ok: true,
    response: null,
    count: null,
    total: null,
    links: [],
    status: 0,
    statusCode: 200,
  });
  const silent = await readEnvelope(json(200, { status: 0, statusCode: 200 }));
  assert.equal(silent.ok, true);
  assert.equal(silent.response, null);
});

const REFUSED = { error: { message: 'Access denied', type: 'x', stack: 'y' }, status: 1, statusCode: 403 };

const FAILURES = [
  ['401, empty', new Response('', { status: 401 }), 'unauthorized', 401, null],
  [
    '401, JSON',
    json(401, { error: { message: 'Unauthorized' }, statusCode: 401 }),
    'unauthorized',
    401,
    'Unauthorized',
  ],
  ['401, a page', new Response('<h1>no</h1>', { status: 401 }), 'unauthorized', 401, null],
  ['403, empty', new Response('', { status: 403 }), 'scope-missing', 403, null],
  ['403, JSON', json(403, REFUSED), 'right-missing', 403, 'Access denied'],
  ['403, the page of a proxy', new Response('<h1>no</h1>', { status: 403 }), 'error', 403, null],
  ['404, JSON', json(404, { error: { message: 'Not found' }, status: 1, statusCode: 404 }), 'error', 404, 'Not found'],
  ['500, text as error', json(500, { error: 'broken' }), 'error', 500, 'broken'],
  ['502, a page', new Response('<html>', { status: 502 }), 'error', 502, null],
  ['200 that says 403', json(200, REFUSED), 'right-missing', 403, 'Access denied'],
  ['200 with an error alone', json(200, { error: { message: 'no' } }), 'error', 200, 'no'],
  ['200, a page', new Response('<html>', { status: 200 }), 'unreadable', 200, null],
  ['200, empty', new Response('', { status: 200 }), 'unreadable', 200, null],
  ['200, JSON of another kind', json(200, { rooms: [] }), 'unreadable', 200, null],
  ['200, an array', json(200, [1]), 'unreadable', 200, null],
  ['200, null', json(200, null), 'unreadable', 200, null],
  ['200, cut', new Response('{"response": [', { status: 200 }), 'unreadable', 200, null],
];

for (const [what, response, kind, statusCode, message] of FAILURES) {
  test(`a bad answer: ${what}`, async () => {
    const { advice, ...answer } = await readEnvelope(response);
    assert.deepEqual(answer, { ok: false, kind, statusCode, message, retryAfter: null });
    assert.ok(advice.length > 20);
  });
}

test('429 says how long to wait, where a page may read it', async () => {
  for (const [reset, expected] of [
    ['17', 17],
    ['0', 0],
    // As the identity server writes it.
    ['43000000000', null],
    ['soon', null],
    ['-1', null],
  ]) {
    const response = new Response('', { status: 429, headers: { 'X-Ratelimit-Reset': reset } });
    const answer = await readEnvelope(response);
    assert.equal(answer.kind, 'rate-limited');
    assert.equal(answer.retryAfter, expected, reset);
  }
  assert.equal((await readEnvelope(new Response('', { status: 429 }))).retryAfter, null);
});

test('a body that was read before, or that breaks, is no reason to throw', async () => {
  const used = json(200, { response: 1 });
  await used.text();
  assert.equal((await readEnvelope(used)).kind, 'unreadable');
  const breaking = new ReadableStream({ pull: (stream) => stream.error(new Error('cut')) });
  assert.equal((await readEnvelope(new Response(breaking))).kind, 'unreadable');
  // What could not be read is not taken for an empty body.
  const refused = new Response(new ReadableStream({ pull: (stream) => stream.error(new Error('cut')) }), {
    status: 403,
  });
  assert.equal((await readEnvelope(refused)).kind, 'error');
});

const ADA = {
  id: '0f9d',
  displayName: 'Ada Lovelace',
  email: 'ada@example.test',
  hasAvatar: true,
  avatar: '/storage/userPhotos/ada.png?hash=1',
  isAdmin: true,
  isOwner: false,
};

test('a profile', () => {
  assert.deepEqual(profileOf(ADA, 'https://docs.example.com'), {
    id: '0f9d',
    name: 'Ada Lovelace',
    email: 'ada@example.test',
    avatar: 'https://docs.example.com/storage/userPhotos/ada.png?hash=1',
    isAdmin: true,
    isOwner: false,
    isRoomAdmin: false,
    isCollaborator: false,
    isVisitor: false,
  });
});

test('an empty record, and one with wrong types', () => {
  const nobody = profileOf({}, null);
  assert.deepEqual(
    [nobody.id, nobody.name, nobody.email, nobody.avatar, nobody.isAdmin],
    [null, null, null, null, false],
  );
  const wrong = profileOf({ id: 7, displayName: '', email: {}, avatar: 1, hasAvatar: true, isAdmin: 'true' }, null);
  assert.deepEqual(wrong, nobody);
});

test('names come encoded for HTML, and are given plain', () => {
  for (const [encoded, plain] of [
    ['Jos&#233; O&#39;Neill', "José O'Neill"],
    ['A &amp; B', 'A & B'],
    ['&lt;b&gt; &quot;x&quot;', '<b> "x"'],
    // Once, and no more.
    ['&amp;lt;', '&lt;'],
    ['&#128512;', '😀'],
    ['R&D; &unknown;', 'R&D; &unknown;'],
  ]) {
    assert.equal(profileOf({ displayName: encoded }, null).name, plain);
  }
});

test('a picture is an absolute address of http or https, or none', () => {
  const base = 'https://docs.example.com';
  for (const [avatar, expected] of [
    ['https://cdn.example.com/ada.png', 'https://cdn.example.com/ada.png'],
    ['//cdn.example.com/ada.png', 'https://cdn.example.com/ada.png'],
    ['javascript:alert(1)', null],
    ['data:image/png;base64,AAAA', null],
    ['http://[', null],
  ]) {
    assert.equal(profileOf({ ...ADA, avatar }, base).avatar, expected, avatar);
  }
  assert.equal(profileOf({ ...ADA, hasAvatar: false }, base).avatar, null);
  assert.equal(profileOf(ADA, null).avatar, null);
});
