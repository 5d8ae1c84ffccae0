// The glue's transformation: what it makes, and that it refuses what it does not know.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replaceExactly } from './exactly.mjs';
import { factory } from './factory.mjs';
import { shortNames } from './names.mjs';

const glue = `export class Client {
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_client_free(ptr, 0);
    }
}
function __wbg_get_imports() {
    const import0 = {
        __wbg_now_1: function() {
            return 1;
        },
    };
    return {
        "./docgate_bg.js": import0,
    };
}
const ClientFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_client_free(ptr, 1));
function makeMutClosure(arg0, arg1, f) {
    const real = (...args) => {
        return f(...args);
    };
    real._wbg_cb_unref = () => {
    };
    return real;
}
let wasmModule, wasmInstance, wasm;
function __wbg_finalize_init(instance, module) {
    wasmInstance = instance;
    wasm = instance.exports;
    return wasm;
}
async function __wbg_load(module, imports) {
}
export { initSync, __wbg_init as default };
`;

const map = { imports: [['./docgate_bg.js', '__wbg_now_1', 'a']], exports: [['__wbg_client_free', 'b$']] };

test('makes a factory whose exports and late callbacks are guarded', () => {
  const text = shortNames(factory(glue), map);
  assert.match(text, /^export function glue\(instantiate, guard\) \{$/m);
  assert.match(text, /^ {4}wasm = guard\.exports\(instance\.exports\);$/m);
  assert.match(text, /const real = guard\.late\(\(\.\.\.args\) => \{\n {8}return f\(\.\.\.args\);\n {4}\}\);/);
  assert.match(text, /new FinalizationRegistry\(guard\.late\(ptr => wasm\.b\$\(ptr, 1\)\)\);/);
  assert.match(text, /guard\.late\(\(\) => wasm\.b\$\(ptr, 0\)\)\(\);/);
  assert.match(text, /^ {8}a: function\(\) \{$/m);
  assert.match(text, /^ {8}a: import0,$/m);
  assert.match(text, /return \{ Client \};\n\}\n$/);
  assert.doesNotMatch(text, /__wbg_load|initSync|docgate_bg/);
  assert.equal(text.match(/\bexport\b/g).length, 1);
});

for (const [what, find, replace] of [
  ['exports are assigned elsewhere', 'wasm = instance.exports;', 'wasm = { ...instance.exports };'],
  ['exports are assigned twice', 'return wasm;', 'wasm = instance.exports;'],
  ['a closure is made in another way', 'const real = (...args) => {', 'const real = function (...args) {'],
  [
    'finalisation is written in another way',
    'new FinalizationRegistry(ptr => ',
    'new FinalizationRegistry(async ptr => ',
  ],
  ['something is imported', 'export class', "import x from 'y';\nexport class"],
  ['the loaders have gone', 'async function __wbg_load(', 'async function load('],
]) {
  test(`refuses the glue when ${what}`, () => {
    assert.ok(glue.includes(find));
    assert.throws(() => factory(glue.replace(find, () => replace)), Error);
  });
}

test('refuses names that do not fit', () => {
  const text = factory(glue);
  assert.throws(() => shortNames(text, { ...map, exports: [] }), /does not export/);
  assert.throws(() => shortNames(text, { ...map, imports: [['other', 'x', 'a']] }), /imports from 'other'/);
  assert.throws(
    () => shortNames(text, { ...map, imports: [['./docgate_bg.js', '__wbg_gone_2', 'a']] }),
    /found 0 times/,
  );
});

test('replaces exactly as often as expected', () => {
  assert.equal(
    replaceExactly('a.b', '.', () => '$&'),
    'a$&b',
  );
  assert.throws(() => replaceExactly('a.b.c', '.', () => ''), /found 2 times/);
});

test('reads and writes text where the environment has no coder for it', () => {
  const [, coders] = /^export function glue\(instantiate, guard\) \{\n([\s\S]*?)\nclass Client/.exec(factory(glue));
  const { decode, encode } = new Function(
    'globalThis',
    `${coders}\nreturn { decode: (bytes) => new TextDecoder().decode(bytes), encode: (text, view) => new TextEncoder().encodeInto(text, view) };`,
  )({});
  for (const text of ['', 'Ada', '100 % of it', 'Ådå – 雪 🔑', 'half \ud83d of one']) {
    const expected = new TextEncoder().encode(text);
    const view = new Uint8Array(expected.length + 1);
    assert.deepEqual(encode(text, view), { read: text.length, written: expected.length });
    assert.deepEqual(view.subarray(0, expected.length), expected);
    assert.equal(decode(expected), text.toWellFormed());
  }
  assert.equal(decode(), '');
});
