// The table of docs/conformance.md: made, written, compared.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { at } from '../paths.mjs';
import { played } from './collect.mjs';
import { mistakes, table } from './table.mjs';

const path = at('docs', 'conformance.md');

/** The plans and their modules. */
export const wanted = () => JSON.parse(readFileSync(at('tools', 'conformance', 'modules.json'), 'utf8'));

/** Writes what the last run gives, and gives what is wrong with it. */
export function writeConformance() {
  const modules = played();
  writeFileSync(path, table(wanted(), modules));
  return mistakes(wanted(), modules);
}

/** What is wrong with the last run, or with the committed table. */
export function conformanceMistakes() {
  const modules = played();
  const same = existsSync(path) && readFileSync(path, 'utf8') === table(wanted(), modules);
  const other = 'docs/conformance.md is not what this run gives. Write it anew: npm run conformance';
  return [...mistakes(wanted(), modules), ...(same ? [] : [other])];
}
