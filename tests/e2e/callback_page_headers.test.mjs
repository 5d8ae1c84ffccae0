/**
 * The page of the redirect URI, as we ship it: nothing of another site in it, no referrer, no frame around it, and in no
 * cache. The demo from its sources and as built, the example for DocSpace, and what the documents tell others.
 */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { at } from '../../tools/paths.mjs';
import { startDemo } from '../../tools/serve/demo.mjs';
import { serves } from './support/rows.mjs';

const config = { docspace: { portal: 'http://docs.localhost:8092' } };

const folder = await mkdtemp(join(tmpdir(), 'docgate-pages-'));
after(() => rm(folder, { recursive: true }));

/** What every answer on a redirect path has to say. */
function judge(headers) {
  const policy = new Map(
    headers
      .get('content-security-policy')
      .split(';')
      .map((directive) => directive.trim().split(/ (.*)/s))
      .map(([name, sources]) => [name, sources]),
  );
  assert.equal(policy.get('default-src'), "'none'");
  assert.equal(policy.get('frame-ancestors'), "'none'");
  assert.equal(policy.get('base-uri'), "'none'");
  assert.equal(policy.get('script-src'), "'self' 'wasm-unsafe-eval'");
  assert.equal(policy.get('trusted-types'), "'none'");
  assert.equal(headers.get('referrer-policy'), 'no-referrer');
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('cache-control'), 'no-store');
}

async function visit(options, body) {
  const demo = await startDemo({ config, ...options });
  try {
    await body((path) => fetch(`http://127.0.0.1:${demo.port}${path}`));
  } finally {
    await demo.stop();
  }
}

test('the demo, from its sources', async (t) => {
  await visit({}, async (ask) => {
    const callback = await ask('/callback/docspace?code=abc&state=def');
    assert.equal(callback.status, 200);
    assert.match(await callback.text(), /<title>docgate demo/);
    judge(callback.headers);
    assert.notEqual((await ask('/')).headers.get('cache-control'), 'no-store', 'the other pages may be kept');
  });
  serves(t, 'R-163', 'the demo: frame-ancestors none, no-referrer, no-store on its redirect paths');
});

test('the demo, as built', async (t) => {
  await mkdir(join(folder, 'callback'));
  for (const to of ['index.html', 'callback/docspace.html']) await cp(at('www', 'index.html'), join(folder, to));
  await visit({ built: folder }, async (ask) => {
    const callback = await ask('/callback/docspace?code=abc&state=def');
    assert.equal(callback.status, 200);
    judge(callback.headers);
    assert.equal((await ask('/')).headers.get('cache-control'), 'no-cache');
  });
  serves(t, 'R-163', 'the demo as a static site: the same');
});

test('nothing of another site stands in the pages', async (t) => {
  for (const path of [
    ['www', 'index.html'],
    ['examples', 'docspace-embed', 'index.html'],
  ]) {
    const page = await readFile(at(...path), 'utf8');
    const loaded = [
      ...page.matchAll(/<(?:script|link|img|iframe|source|object|embed)\b[^>]*?\s(?:src|href|data)="([^"]*)"/g),
    ];
    assert.ok(loaded.length > 0, path.join());
    for (const [, address] of loaded) assert.doesNotMatch(address, /^(?:[a-z]+:)?\/\//i, path.join('/'));
    assert.doesNotMatch(page, /<script(?![^>]*\ssrc=)[^>]*>|\son[a-z]+="/, `${path.join('/')} has no inline script`);
  }
  serves(t, 'R-163', 'demo and example load nothing of another site');
});

test('the template of the documents says all of it', async (t) => {
  const text = await readFile(at('docs', 'csp.md'), 'utf8');
  const templates = [...text.matchAll(/```http\n(.*?)```/gs)].map(([, block]) => block);
  const template = templates.find((block) => block.includes('Cache-Control: no-store'));
  judge(
    new Headers(
      template
        .trim()
        .split('\n')
        .map((line) => line.split(/: (.*)/s).slice(0, 2)),
    ),
  );
  serves(t, 'R-163', 'the documented template of headers has all of them');
});
