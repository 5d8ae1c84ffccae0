// Which crates are inside of what ships, from what cargo knows without a network.

import { readFileSync } from 'node:fs';
import { entries } from '../build/entries.mjs';
import { at } from '../paths.mjs';
import { run } from '../process/run.mjs';

/** The wasm of the npm package, with the features of all its entries. */
export const wasm = {
  title: 'the wasm of the npm package',
  package: 'docgate',
  target: 'wasm32-unknown-unknown',
  features: [...new Set(entries.flatMap(({ core }) => core.features))].sort(),
};

/** The wasm of `docgate/testing`. */
export const doubles = {
  title: 'the scripted provider of docgate/testing',
  package: 'docgate-sandbox',
  target: 'wasm32-unknown-unknown',
  features: ['script'],
};

/** The relay's program, for every system that it can be compiled for. */
export const relay = { title: 'docgate-relay', package: 'docgate-relay', target: 'all' };

/**
 * `[{ name, version, licence, checksum, own }]`, sorted: what is linked, without what only runs while compiling.
 * `checksum`: as in Cargo.lock (SHA-256 of the crate's file), `null` for `own` ones.
 */
export async function cratesOf({ package: name, target, features }) {
  const chosen = features === undefined ? [] : ['--no-default-features', '--features', features.join(',')];
  const edges = ['--edges', 'normal,no-proc-macro', '--prefix', 'none', '--format', '{p}\t{l}'];
  const args = ['tree', '--locked', '--package', name, '--target', target, ...chosen, ...edges];
  const { stdout } = await run('cargo', args, { title: `cargo tree --package ${name}` });
  const checksums = lockedChecksums();
  const crates = [...new Set(stdout.split('\n').filter((line) => line !== ''))].map((line) => {
    const [, crate, version, place, licence] =
      /^(\S+) v(\S+)( \(.+?\))?(?: \(\*\))?\t(.*?)(?: \(\*\))?$/.exec(line) ?? [];
    if (crate === undefined) throw new Error(`cargo tree writes lines differently now: ${line}`);
    const checksum = checksums.get(`${crate} ${version}`) ?? null;
    const own = place !== undefined;
    if (!own && checksum === null) throw new Error(`${crate} ${version} has no checksum in Cargo.lock`);
    return { name: crate, version, licence: licence === '' ? null : licence, checksum, own };
  });
  const once = new Map(crates.map((crate) => [`${crate.name} ${crate.version}`, crate]));
  return [...once.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, crate]) => crate);
}

function lockedChecksums() {
  const found = new Map();
  for (const part of readFileSync(at('Cargo.lock'), 'utf8').split('[[package]]')) {
    const value = (key) => new RegExp(`^${key} = "(.+)"$`, 'm').exec(part)?.[1];
    if (value('checksum') !== undefined) found.set(`${value('name')} ${value('version')}`, value('checksum'));
  }
  return found;
}
