// docs/configuration.md names every key, option, call, outcome and event of the public types, and none that is not there.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Marked } from 'marked';
import { at } from '../paths.mjs';

const read = (name) => readFileSync(at('src', 'js', `${name}.ts`), 'utf8');
const types = read('types');
const providers = read('provider_types');
const events = read('events');
const page = readFileSync(at('docs', 'configuration.md'), 'utf8');

/** The members that an interface declares itself. */
function membersOf(source, name) {
  const [, body] = new RegExp(`export interface ${name}(?: extends [^{]*)? \\{\\n([\\s\\S]*?)\\n\\}`).exec(source);
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm)].map(([, member]) => member);
}

/** What stands in backquotes in the first column of the tables below a heading. */
function firstColumn(heading) {
  const tokens = new Marked().lexer(page);
  const start = tokens.findIndex((token) => token.type === 'heading' && token.text === heading);
  assert.notEqual(start, -1, heading);
  const rest = tokens.slice(start + 1);
  const end = rest.findIndex((token) => token.type === 'heading' && token.depth <= tokens[start].depth);
  return rest
    .slice(0, end === -1 ? rest.length : end)
    .filter(({ type }) => type === 'table')
    .flatMap((table) => table.rows.map(([first]) => first.text))
    .flatMap((cell) => [...cell.matchAll(/`([\w-]+)[^`]*`/g)].map(([, name]) => name));
}

const same = (found, wanted, what) => {
  assert.ok(wanted.length > 0, what);
  assert.deepEqual([...found].sort(), [...wanted].sort(), what);
};

test('the config', () => {
  same(firstColumn('The config'), membersOf(types, 'AuthConfig'), 'keys of the config');
});

test('each provider', () => {
  const named = [...providers.matchAll(/export interface (\w+Provider) \{\s+readonly id: '([\w-]+)';/g)];
  assert.equal(named.length, 7);
  for (const [, name, id] of named) {
    const keys = membersOf(providers, name).filter((key) => key !== 'id');
    same(firstColumn(`\`${id}\``), keys, id);
  }
});

test('the options of each call', () => {
  for (const [heading, name] of [
    ['Options of `login()`', 'LoginOptions'],
    ['Options of `getAccessToken()`', 'TokenOptions'],
    ['Options of `fetch()`', 'FetchOptions'],
    ['Options of `logout()`', 'LogoutOptions'],
  ]) {
    same(firstColumn(heading), membersOf(types, name), name);
  }
});

test('every call', () => {
  const [calls] = page.slice(page.indexOf('\n## Calls\n')).split('\n### ');
  const named = [...calls.matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell]) =>
    [...cell.matchAll(/`(\w+)(?:\([^`]*\))?`/g)].map(([, name]) => name),
  );
  same(named, membersOf(types, 'Auth'), 'calls');
});

test('the snapshot and the session', () => {
  const [, union] = /export type Snapshot =\n([\s\S]*?);\n\n/.exec(types);
  const statuses = [...union.matchAll(/status: '([\w-]+)'/g)].map(([, status]) => status);
  same(firstColumn('The snapshot'), [...statuses, ...membersOf(types, 'Session')], 'snapshot');
});

test('every outcome, with its reasons', () => {
  const [, union] = /export type Outcome =\n([\s\S]*?)\n {4}\};\n/.exec(types);
  const [outcomes] = page.slice(page.indexOf('\n## Outcomes\n') + 1).split('\n## ');
  const words = [...union.matchAll(/(?:status|via|reason): ([^;]+);/g)]
    .flatMap(([, texts]) => [...texts.matchAll(/'([\w-]+)'/g)])
    .map(([, word]) => word);
  assert.ok(words.length > 8);
  for (const word of words) assert.match(outcomes, new RegExp(`\`(?:[^\`]*')?${word}'?\``), word);
});

test('every event, with its reasons', () => {
  const names = [...events.matchAll(/type: '([\w-]+)'/g)].map(([, name]) => name);
  same(firstColumn('Events'), names, 'events');
  const [table] = page.slice(page.indexOf('\n## Events\n') + 1).split('\n## ');
  for (const [, texts] of events.matchAll(/reason: ([^;]+);/g)) {
    for (const [, reason] of texts.matchAll(/'([\w-]+)'/g)) assert.ok(table.includes(`\`${reason}\``), reason);
  }
});

test('every log entry', () => {
  const [, union] = /readonly event:\n([\s\S]*?);/.exec(types);
  const names = [...union.matchAll(/'([\w-]+)'/g)].map(([, name]) => name);
  same(firstColumn('Log entries'), names, 'log entries');
  for (const member of membersOf(types, 'LogEntry')) assert.match(page, new RegExp(`[{ ]${member}\\??[, ]`), member);
});

test('every entry of the package', () => {
  const { exports } = JSON.parse(readFileSync(at('pkg', 'package.json'), 'utf8'));
  const entries = Object.keys(exports)
    .filter((name) => name !== './package.json')
    .map((name) => name.replace('.', 'docgate'));
  const [table] = page.slice(page.indexOf('\n## Entries\n') + 1).split('\n## ');
  const named = [...table.matchAll(/^\| (`.+?) \|/gm)].flatMap(([, cell]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
  same(named, entries, 'entries');
});
