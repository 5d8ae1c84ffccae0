/** Where a login comes back to: a path of this origin and nothing else, when it is given and when it is read back. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';

const HOSTILE = [
  'https://evil.example/',
  'http://evil.localhost/',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '\t//evil.example',
  '/\n/evil.example',
  '/\r/evil.example',
  ' //evil.example',
  '\u0000//evil.example',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'blob:x',
  'vbscript:x',
  'file:///etc/passwd',
  'mailto:a@b.c',
  'evil.example',
  '@evil.example',
  '.evil.example',
  'http:evil.example',
  'http:/evil.example',
  'http:///evil.example',
  'https:\\\\evil.example',
  'http://app.localhost@evil.example',
  'http://app.localhost.evil.example',
  '//app.localhost:1/x',
];

const KEPT = [
  '/',
  '/rooms/42',
  '/rooms/42?next=https://evil.example',
  '/rooms/42#//evil.example',
  '/a%2f%2fevil.example',
  '/ä/ö?ü=ß',
  '/a/../b',
  '/@evil.example',
  '/javascript:alert(1)',
];

scene('a hostile returnTo never becomes the address', async (t, visit) => {
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/start');
  for (const returnTo of HOSTILE) {
    await step(t, JSON.stringify(returnTo), async (part) => {
      serves(part, 'R-108', 'a hostile returnTo is refused or falls back');
      serves(part, 'A-10', 'an open redirect through returnTo is refused');
      const { value, error } = await visit.call(page, 'loginUrl', { returnTo, retry: true });
      if (error) {
        assert.equal(error.code, 'config_invalid');
        assert.equal(error.field, 'returnTo');
        return;
      }
      const callback = await visit.authorize(new URL(value));
      const outcome = await visit.arrive(page, callback.href);
      assert.equal(new URL(page.url()).origin, visit.app);
      assert.equal(new URL(outcome.returnTo, visit.app).origin, visit.app);
      assert.match(outcome.returnTo, /^\/(?![/\\])/);
      await visit.call(page, 'logout');
    });
  }
});

scene('honest paths come back as they were', async (t, visit) => {
  serves(t, 'R-108', 'paths of the own origin are kept');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/start');
  for (const returnTo of KEPT) {
    const callback = await visit.callback(page, { returnTo, retry: true });
    const outcome = await visit.arrive(page, callback.href);
    assert.equal(outcome.status, 'signed-in', returnTo);
    const wanted = new URL(returnTo, visit.app);
    assert.equal(page.url(), wanted.href);
    assert.equal(new URL(outcome.returnTo, visit.app).href, wanted.href);
  }
});

scene('a returnTo that was changed in the store is judged again', async (t, visit) => {
  serves(t, 'R-108', 'returnTo is judged again when it is read back');
  serves(t, 'A-10', 'a stored returnTo that was tampered with never leaves the origin');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/start');
  for (const hostile of ['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
    const callback = await visit.callback(page, { returnTo: '/very-own-place', retry: true });
    const changed = await page.evaluate((evil) => {
      let count = 0;
      for (const key of Object.keys(sessionStorage)) {
        const text = sessionStorage.getItem(key);
        if (!text.includes('/very-own-place')) continue;
        sessionStorage.setItem(key, text.replaceAll('"/very-own-place"', JSON.stringify(evil)));
        count += 1;
      }
      return count;
    }, hostile);
    assert.ok(changed > 0, 'the store holds returnTo');
    const outcome = await visit.arrive(page, callback.href);
    assert.equal(new URL(page.url()).origin, visit.app);
    assert.ok(!page.url().includes('evil'));
    assert.ok(outcome.returnTo === null || /^\/(?![/\\])/.test(outcome.returnTo), outcome.returnTo);
    await visit.call(page, 'logout');
  }
});
