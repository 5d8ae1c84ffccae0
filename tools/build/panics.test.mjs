// The cut of the panics, on a small program: what works goes on to work, what panics traps, and
// what only a message needs is gone.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { run } from '../process/run.mjs';
import { cutPanics, mangled } from './panics.mjs';

const folder = mkdtempSync(join(tmpdir(), 'panics-'));
after(() => rmSync(folder, { recursive: true }));

const program = `
use std::cell::RefCell;
trait Shape { fn area(&self) -> u32; }
struct Square(u32);
struct Field(u32, u32);
impl Shape for Square { fn area(&self) -> u32 { self.0 * self.0 } }
impl Shape for Field { fn area(&self) -> u32 { self.0 * self.1 } }
static WORDS: [&str; 4] = ["a text that is shown", "zwei", "три", "four"];
thread_local! { static CELL: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) }; }

#[unsafe(no_mangle)]
pub extern "C" fn one(kind: u32, value: u32) -> u32 {
    let text = WORDS[value as usize % 4];
    match kind {
        0 => WORDS[value as usize].bytes().map(u32::from).sum(),
        1 => text.chars().nth(value as usize).unwrap() as u32,
        2 => text.parse::<u32>().expect("only digits"),
        3 => text[..value as usize].len() as u32,
        4 => text.as_bytes()[value as usize..10].len() as u32,
        5 => CELL.with(|it| { let held = it.borrow_mut(); if value > 2 { it.borrow_mut().push(1) }; held.len() as u32 }),
        6 => { let mut to = [0; 4]; to.copy_from_slice(&text.as_bytes()[..value as usize]); u32::from_le_bytes(to) }
        7 => Vec::<u64>::with_capacity((value as usize) << 28).capacity() as u32,
        8 => 1000 / value,
        9 => (if value > 2 { Box::new(Square(value)) as Box<dyn Shape> } else { Box::new(Field(value, 3)) }).area(),
        10 => { let mut all: Vec<u32> = (0..value * 9).map(|it| it * 7919 % 64).collect(); all.sort(); all.remove(3) }
        11 => { assert_eq!(value, 2, "the value is {value:?} of {text:?}"); 5 }
        12 => format!("{value} {text}").len() as u32,
        _ => unreachable!(),
    }
}
`;

async function compile(name, source, ...flags) {
  const input = join(folder, `${name}.rs`);
  const output = join(folder, `${name}.wasm`);
  writeFileSync(input, source);
  const fixed = ['--edition=2024', '--target=wasm32-unknown-unknown', '--crate-type=cdylib', '-Copt-level=z'];
  await run('rustc', [...fixed, '-Cpanic=abort', ...flags, input, '-o', output], { title: 'rustc' });
  return output;
}

/** What every call does: a number, or the kind of the trap. */
function outcomes(path) {
  const module = new WebAssembly.Module(readFileSync(path));
  const found = {};
  for (let kind = 0; kind <= 13; kind += 1) {
    for (let value = 0; value <= 9; value += 1) {
      const { one } = new WebAssembly.Instance(module, {}).exports;
      try {
        found[`${kind}, ${value}`] = one(kind, value);
      } catch (error) {
        assert.ok(error instanceof WebAssembly.RuntimeError);
        found[`${kind}, ${value}`] = error.message;
      }
    }
  }
  return found;
}

/** The memory as it is before the first call. */
function memory(path) {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path)), {});
  return Buffer.from(instance.exports.memory.buffer).toString('latin1');
}

for (const mangling of ['legacy', 'v0']) {
  test(`a program means the same without its panics, which are traps (${mangling} names)`, async () => {
    // Legacy names can be asked for by a nightly compiler alone; they are the default.
    const flags = mangling === 'v0' ? ['-Csymbol-mangling-version=v0'] : [];
    const input = await compile(`program_${mangling}`, program, '-Clink-arg=--emit-relocs', ...flags);
    const output = join(folder, `cut_${mangling}.wasm`);
    const gone = cutPanics(input, output);
    const expected = outcomes(input);
    assert.deepEqual(outcomes(output), expected);
    const ends = new Set(Object.values(expected).map((it) => typeof it));
    assert.deepEqual([...ends].sort(), ['number', 'string']);
    const [before, now] = [input, output].map(memory);
    for (const text of ['only digits', 'the value is ', '.rs', 'is out of bounds of']) {
      assert.ok(before.includes(text), text);
      assert.ok(!now.includes(text), text);
    }
    assert.ok(now.includes('a text that is shown'));
    assert.ok(gone.functions > 10 && gone.places > 10 && gone.data > 1000, JSON.stringify(gone));
  });
}

test('a compiler that names the functions differently is noticed', async () => {
  const input = await compile(
    'no_panic',
    '#[unsafe(no_mangle)] pub extern "C" fn one() -> u32 { 1 }',
    '-Clink-arg=--emit-relocs',
  );
  assert.throws(() => cutPanics(input, join(folder, 'none.wasm')), /no function of 'panicking'/);
});

test('a module without relocations is refused', async () => {
  const input = await compile('plain', program);
  assert.throws(() => cutPanics(input, join(folder, 'none.wasm')), /--emit-relocs/);
});

test('only what is at the path itself is named by it', () => {
  const name = mangled('core::panicking');
  for (const it of [
    '_RNvNtCsgXGp5Oqx2Ny_4core9panicking9panic_fmt',
    '_RINvNtCsgXGp5Oqx2Ny_4core9panicking13assert_failedjjEB4_',
    '_RNCNvNtC4core9panicking13panic_handler0B5_',
    '_ZN4core9panicking19unreachable_display17h1bf030056850f294E',
  ]) {
    assert.match(it, name);
  }
  for (const it of [
    '_RINvNtC4core3ptr13drop_in_placeNtNtB4_9panicking5PanicE',
    '_RNvXs_NtC4core9panickingNtB4_5PanicNtNtB6_3fmt5Debug3fmt',
    '_ZN7docgate4core9panicking4read17h1bf030056850f294E',
    '_ZN4core10panicking_5panic17h1bf030056850f294E',
  ]) {
    assert.doesNotMatch(it, name);
  }
  assert.match('_RNvCsfLfy6EI15iL_7___rustc17rust_begin_unwind', mangled('__rustc::rust_begin_unwind'));
});
