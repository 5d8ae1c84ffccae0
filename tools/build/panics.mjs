// A panic as a bare trap: no message, no formatting, no source paths.
//
// The face notices the trap and nothing else of a panic (src/js/instance.ts), and no reader is told
// what happened inside. So every function that runs only on the way to a panic becomes
// `unreachable`, and so does each place that calls one, with what it computes for the message.
// What then nothing reaches any more (`core::fmt`, texts, source paths, vtables) goes too.
//
// It runs on what the linker left, before wasm-bindgen: only there do the relocations tell the
// addresses. The names are mangled there, both ways that the compiler has.

import { readFileSync, writeFileSync } from 'node:fs';
import {
  BLOCK,
  BRANCH,
  BRANCH_TABLE,
  CALL,
  ELSE,
  END,
  IF,
  LOOP,
  leaving,
  RETURN,
  UNREACHABLE,
} from './linked/instructions.mjs';
import { read, write } from './linked/module.mjs';
import { empty, sweep } from './linked/unreached.mjs';

/** Functions and modules that lead nowhere but to a panic. Of every group something must be found. */
export const groups = {
  panicking: ['core::panicking'],
  'unwrap and expect': ['core::option::unwrap_failed', 'core::option::expect_failed', 'core::result::unwrap_failed'],
  'slices and texts': [
    'core::slice::index::slice_index_fail',
    'core::slice::copy_from_slice_impl::len_mismatch_fail',
    'core::slice::sort::shared::smallsort::panic_on_ord_violation',
    'core::str::slice_error_fail',
    'core::str::slice_error_fail_rt',
  ],
  cells: [
    'core::cell::panic_already_borrowed',
    'core::cell::panic_already_mutably_borrowed',
    'core::cell::lazy::panic_poisoned',
  ],
  allocation: [
    'alloc::alloc::handle_alloc_error',
    'alloc::raw_vec::capacity_overflow',
    'alloc::raw_vec::handle_error',
    'std::alloc::rust_oom',
  ],
  runtime: [
    'std::panicking::begin_panic',
    'std::panicking::panic_handler',
    'std::panicking::panic_with_hook',
    '__rustc::rust_begin_unwind',
    '__rustc::rust_panic',
  ],
};

/** Writes `input`, as linked, without its panics to `output`, and gives what went: `{ functions, places, data }`. */
export function cutPanics(input, output) {
  const module = read(readFileSync(input));
  const cut = new Set();
  for (const [group, paths] of Object.entries(groups)) {
    const patterns = paths.map(mangled);
    const found = module.functions.filter(({ name }) => patterns.some((it) => it.test(name)));
    if (found.length === 0) {
      throw new Error(`no function of '${group}' is in ${input}: the compiler names them differently now`);
    }
    for (const it of found) {
      cut.add(it.index);
      empty(it);
    }
  }
  const places = spread(module, cut);
  const { data, zeroed } = sweep(module, [...cut][0]);
  writeFileSync(output, write(module, data));
  return { functions: cut.size, places, data: zeroed };
}

/**
 * The names of what is at `path` or below it: `_ZN4core9panicking5panic17h0123456789abcdefE`,
 * `_RNvNtCs1a2b_4core9panicking5panic`. An `impl` or a type argument from there is no such name.
 */
export function mangled(path) {
  const parts = path.split('::').map((it) => `${it.length}${/^[\d_]/.test(it) ? '_?' : ''}${it}`);
  return new RegExp(`^(_ZN|_RI?(N[a-zA-Z])+C(s[0-9a-zA-Z]*_)?)${parts.join('')}`);
}

// A function that does nothing before it traps is as good as those that it calls.
function spread(module, cut) {
  let places = 0;
  for (let before = -1; before < cut.size; ) {
    before = cut.size;
    for (const it of module.functions) {
      if (cut.has(it.index)) continue;
      places += trim(it, cut);
      if (trapsAtOnce(it)) {
        cut.add(it.index);
        empty(it);
      }
    }
  }
  return places;
}

function trapsAtOnce({ instructions }) {
  const first = instructions.find(({ op }) => leaving.has(op) && op !== BLOCK && op !== LOOP);
  return first.op === UNREACHABLE;
}

// Puts `unreachable` in the place of every call to `cut`, drops what runs straight into it and only
// touches the instance's own memory (nobody relies on it after a trap), and what stands behind it
// up to the end of the block. `unreachable` is valid whatever the stack holds.
function trim(it, cut) {
  const kept = [];
  let places = 0;
  let depth = -1; // in code that is never reached: how many blocks were opened there
  for (const one of it.instructions) {
    const { op } = one;
    if (depth >= 0) {
      if (op === BLOCK || op === LOOP || op === IF) depth += 1;
      else if (op === END && depth > 0) depth -= 1;
      else if (depth === 0 && (op === END || op === ELSE)) depth = -1;
      if (depth >= 0) continue;
    }
    const isCut = op === CALL && cut.has(one.callee);
    if (isCut) places += 1;
    if (isCut || op === UNREACHABLE) {
      while (kept.length > 0 && !leaving.has(kept.at(-1).op)) kept.pop();
      kept.push({ op: UNREACHABLE });
    } else kept.push(one);
    if (isCut || [UNREACHABLE, BRANCH, BRANCH_TABLE, RETURN].includes(op)) depth = 0;
  }
  it.instructions = kept;
  return places;
}
