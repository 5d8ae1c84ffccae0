// node tools/release/semver.mjs              whether the version fits what has changed since the last release
// node tools/release/semver.mjs --released   tracks the present types as those of this version, when it has been published

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { at } from '../paths.mjs';
import { compared } from './compare_types.mjs';
import { released, releaseNote, track, trackedTypes } from './golden.mjs';

/**
 * Whether `version` may follow `last` with `change` (`major`, `minor`, `patch`). Before 1.0.0 the second number is what
 * npm's `^` and cargo hold fast, so that is what a break raises. The same version fits no change of the types but none.
 */
export function fits(last, version, change) {
  const [from, to] = [last, version].map((text) => text.split('-')[0].split('.').map(Number));
  const raised = from.findIndex((number, place) => number !== to[place]);
  if (raised === -1) return change === 'patch';
  if (to[raised] < from[raised]) return false;
  const place =
    from[0] === 0 && to[0] === 0 ? { major: 1, minor: 2, patch: 2 }[change] : { major: 0, minor: 1, patch: 2 }[change];
  return raised <= place;
}

/** `{ version, last, published, change, reasons, good }` of the tracked types. */
export function sinceLastRelease() {
  const { version } = JSON.parse(readFileSync(at('pkg', 'package.json'), 'utf8'));
  const { version: last, published } = JSON.parse(readFileSync(releaseNote, 'utf8'));
  const { change, reasons } = compared(trackedTypes(released), trackedTypes());
  // Nobody uses what was not published.
  return { version, last, published, change, reasons, good: !published || fits(last, version, change) };
}

/** A reason as a line. */
export const worded = ({ change, entry, what }) => `${change}: ${entry}: ${what}`;

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes('--released')) {
    const { version } = JSON.parse(readFileSync(at('pkg', 'package.json'), 'utf8'));
    track(trackedTypes(), released);
    writeFileSync(releaseNote, `${JSON.stringify({ version, published: true }, null, 2)}\n`);
  }
  const { version, last, published, change, reasons, good } = sinceLastRelease();
  console.log(`${published ? `${change} since ${last}` : `${last} is not published yet`}, and this is ${version}`);
  for (const reason of reasons) console.log(`  ${worded(reason)}`);
  if (!good) console.log('the version in pkg/package.json does not fit that');
  process.exitCode = good ? 0 : 1;
}
