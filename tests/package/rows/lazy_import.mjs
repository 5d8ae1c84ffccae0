import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { driveBuilt } from '../support/built.mjs';
import { pinned } from '../support/project.mjs';

export const name = 'lazy-import';
export const toolchain = pinned('vite', 'vite');

/** Three frames, in milliseconds. */
const FRAMES = 50;

/** `import('docgate')` after the first paint: a chunk of its own, and the page is there before it. */
export async function run() {
  let html;
  await driveBuilt('vite', ['vite', ['build', 'lazy', '--outDir', '../dist']], {
    async look(dist) {
      html = await readFile(join(dist, 'index.html'), 'utf8');
    },
    async also(page) {
      const { paint, scripts } = await page.evaluate(() => ({
        paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
        scripts: performance
          .getEntriesByType('resource')
          .filter(({ name: address }) => address.endsWith('.js'))
          .map(({ name: address, decodedBodySize: size, startTime: start }) => ({ address, size, start })),
      }));
      const large = scripts.filter(({ size }) => size > 100_000);
      assert.equal(large.length, 1, `one script holds docgate: ${JSON.stringify(scripts)}`);
      const [{ address, start }] = large;
      assert.ok(!html.includes(address.split('/').at(-1)), 'the page does not ask for it beforehand');
      // What the browser tells is when the frame was shown, which is a little after it was made.
      assert.ok(paint - FRAMES < start, `painted at ${paint}, asked for docgate at ${start}`);
    },
  });
  return 'own chunk, asked for after the first paint';
}
