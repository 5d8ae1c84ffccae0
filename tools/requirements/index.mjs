// The table of docs/requirements.md: made, written, compared.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { at } from '../paths.mjs';
import { collected } from './collect.mjs';
import { table } from './table.mjs';

const path = at('docs', 'requirements.md');

/** The table that the last run gives. */
export function currentTable() {
  const wanted = JSON.parse(readFileSync(at('tools', 'requirements', 'rows.json'), 'utf8'));
  return table(wanted, collected());
}

/** Writes it and gives the rows that no test serves. */
export function writeTable() {
  const text = currentTable();
  writeFileSync(path, text);
  return [...text.matchAll(/^\| (\S+) .*\*\*none\*\* \|$/gm)].map(([, row]) => row);
}

/** Whether the committed table is the current one. */
export const writtenTableMatches = () => existsSync(path) && readFileSync(path, 'utf8') === currentTable();
