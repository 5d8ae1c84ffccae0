/** That a page of `docgate/slim` runs on the wasm that it fetched, and on none that came in a script. */
import assert from 'node:assert/strict';

export function loadsWasm() {
  return {
    async also(page) {
      const files = await page.evaluate(() =>
        performance.getEntriesByType('resource').map(({ name, decodedBodySize: size }) => ({ name, size })),
      );
      const wasm = files.filter(({ name }) => /\.wasm$/.test(name));
      assert.equal(wasm.length, 1, `one wasm was fetched: ${JSON.stringify(files)}`);
      const scripts = files.filter(({ name }) => /\.m?js($|\?)/.test(name));
      assert.ok(
        scripts.every(({ size }) => size < wasm[0].size),
        'no script carries it as well',
      );
    },
  };
}
