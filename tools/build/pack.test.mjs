// The packed module: it comes back byte for byte, whatever instruction is in it, and its text is one that survives.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unsigned } from './linked/reader.mjs';
import { pack } from './pack.mjs';
import { unpacker } from './packed.mjs';

const { unpack } = await unpacker();
const i32 = 0x7f;
const section = (id, contents) => [id, ...unsigned(contents.length), ...contents];
const sized = (contents) => [...unsigned(contents.length), ...contents];

/** A module whose functions have these bodies (locals and instructions), and this data. */
function module(bodies, data = []) {
  return Buffer.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 0, 0]),
    ...section(3, [...unsigned(bodies.length), ...bodies.map(() => 0)]),
    ...section(4, [1, 0x70, 0, 1]),
    ...section(5, [1, 0, 0x11]),
    ...section(6, [1, i32, 1, 0x41, 0, 0x0b]),
    ...section(10, [...unsigned(bodies.length), ...bodies.flatMap(sized)]),
    ...(data.length > 0 ? section(11, [1, 0, 0x41, 0x80, 0x80, 0xc0, 0, 0x0b, ...sized(data)]) : []),
  ]);
}

const backAndForth = (bytes) => {
  assert.ok(WebAssembly.validate(bytes), 'the test has a valid module');
  assert.deepEqual(Buffer.from(unpack(pack(bytes))), bytes);
};

test('a packed module comes back', () => {
  const locals = [3, 2, i32, 1, 0x7e, 0xc8, 0x01, 0x7c];
  const constants = [
    ...[[0], [0x7f], [0xc0, 0], [0xbf, 0x7f], [0x80, 1], [0x40]],
    ...[
      [0x80, 0x80, 0xc0, 0],
      [0xff, 0xff, 0xc3, 0],
      [0x80, 0x80, 0xc4, 0],
    ], // where data is, and beyond
    ...[
      [0x80, 0x80, 0x80, 0x80, 0x78],
      [0x89, 0x80, 0x80, 0x80, 0x78],
      [0xff, 0xff, 0xff, 0xff, 0x07],
    ], // the ends
  ].flatMap((it) => [0x41, ...it, 0x1a]);
  const all = [
    ...constants,
    ...[0x20, 0, 0x21, 1, 0x20, 1, 0x22, 0, 0x1a, 0x20, 0xca, 0x01, 0x1a, 0x23, 0, 0x24, 0],
    ...[0x41, 8, 0x28, 2, 4, 0x1a, 0x41, 8, 0x41, 9, 0x36, 0, 0xac, 0x02, 0x41, 0, 0x2d, 0, 0, 0x1a],
    ...[0x42, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f, 0x1a, 0x43, 1, 2, 0xfe, 0xff, 0x1a],
    ...[0x44, 0, 255, 2, 3, 4, 5, 6, 0x40, 0x1a, 0x3f, 0, 0x40, 0, 0x1a],
    ...[0x02, 0x40, 0x03, 0x40, 0x41, 1, 0x0d, 1, 0x41, 2, 0x0e, 2, 0, 1, 0, 0x0b, 0x0b],
    ...[0x41, 1, 0x04, i32, 0x41, 1, 0x05, 0x41, 2, 0x0b, 0x41, 3, 0x6a, 0x41, 4, 0x46, 0x1a],
    ...[0x10, 1, 0x41, 0, 0x11, 0, 0, 0x0b],
  ];
  backAndForth(
    module(
      [
        [...locals, ...all],
        [0, 0x0b],
      ],
      [...Array(256).keys()],
    ),
  );
});

test('functions of every size of a size, and many of them, come back', () => {
  const body = (instructions) => [0, ...Array(instructions).fill(0x01), 0x0b];
  backAndForth(module([0, 125, 126, 127, 20_000].map(body)));
  backAndForth(module(Array.from({ length: 300 }, (_, at) => [0, 0x10, ...unsigned(at), 0x0b])));
});

test('the text needs no escape anywhere', () => {
  const text = pack(module([[0, 0x0b]], [...Array(256).keys()]));
  assert.match(text, /^[ !#-&(-;=-[\]^_a-~]+$/);
});

test('a module without code is refused', () => {
  assert.throws(() => pack(Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])), /no code/);
});
