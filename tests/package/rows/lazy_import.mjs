import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { driveBuilt } from '../support/built.mjs';
import { pinned } from '../support/project.mjs';

export const name = 'lazy-import';
export const toolchain = pinned('vite', 'vite');

/** `import('docgate')` after the first paint: a chunk of its own, and the page is there before it. */
export async function run() {
  let chunk;
  await driveBuilt('vite', ['vite', ['build', 'lazy', '--outDir', '../dist']], {
    async look(dist) {
      const folder = join(dist, 'assets');
      const sizes = await Promise.all(
        (await readdir(folder)).map(async (file) => ({ file, size: (await readFile(join(folder, file))).length })),
      );
      const large = sizes.filter(({ size }) => size > 100_000);
      assert.equal(large.length, 1, `one chunk holds docgate: ${JSON.stringify(sizes)}`);
      [chunk] = large.map(({ file }) => file);
      const html = await readFile(join(dist, 'index.html'), 'utf8');
      assert.ok(!html.includes(chunk), 'the page does not ask for it beforehand');
    },
    async also(page) {
      const { paint, load } = await page.evaluate((file) => {
        const [entry] = performance.getEntriesByType('resource').filter(({ name: it }) => it.endsWith(file));
        return { paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime, load: entry?.startTime };
      }, chunk);
      assert.ok(paint < load, `painted at ${paint}, asked for docgate at ${load}`);
    },
  });
  return 'own chunk, asked for after the first paint';
}
