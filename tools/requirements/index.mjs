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

/** Where the committed table differs from the current one: each line, and each test of a row, that only one has. */
export function differences() {
  const parts = (text) => text.split(/\n|<br>/);
  const written = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const current = currentTable();
  if (written === current) return [];
  const [before, after] = [parts(written), parts(current)];
  const only = (mark, some, others) => some.filter((part) => !others.includes(part)).map((part) => `${mark} ${part}`);
  const found = [...only('-', before, after), ...only('+', after, before)];
  return found.length > 0 ? found : ['the order of its lines'];
}
