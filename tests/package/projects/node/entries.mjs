// Every entry that needs no other package, by `import` and by `require`: the same names, and no side effect on globals.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { exports, peerDependencies = {} } = JSON.parse(readFileSync('node_modules/docgate/package.json', 'utf8'));
const peers = Object.keys(peerDependencies).map((peer) => peer.replace(/^@(.*)\/.*/, '$1').replace('-js', ''));
const modules = Object.entries(exports)
  .filter(([, target]) => typeof target !== 'string')
  .map(([path]) => path.replace(/^\.\/?/, ''))
  .filter((path) => !peers.includes(path))
  .map((path) => (path === '' ? 'docgate' : `docgate/${path}`));

const globals = Object.keys(Object.getOwnPropertyDescriptors(globalThis)).join();
for (const name of modules) {
  const [imported, required] = [await import(name), require(name)];
  const names = (module) =>
    Object.keys(module).filter((it) => !['default', '__esModule', 'module.exports'].includes(it));
  assert.deepEqual(names(required).sort(), names(imported).sort(), name);
}
assert.equal(Object.keys(Object.getOwnPropertyDescriptors(globalThis)).join(), globals, 'no global was made');
console.log(modules.join(' '));
