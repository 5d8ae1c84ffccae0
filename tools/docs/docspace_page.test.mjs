// docs/providers/docspace.md names everything that a developer can meet, and nothing that is gone.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { bundled } from '../../tests/package/bundled.mjs';
import { filesBelow } from '../build/step.mjs';
import { at } from '../paths.mjs';

const path = at('docs', 'providers', 'docspace.md');
const page = readFileSync(path, 'utf8');
const quoted = new Set([...page.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text));

/** All first groups of an expression in some files. */
const found = (files, expression) =>
  new Set(files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(expression)].map(([, text]) => text)));

const codes = found([at('src', 'js', 'codes.ts')], /^ {2}\| '(\w+)'/gm);

function assertNamed(names, what) {
  assert.deepEqual(
    [...names].filter((name) => !quoted.has(name)),
    [],
    `${what} that the page does not name`,
  );
}

test('every error code of docgate, those that cannot come included', () => {
  assert.ok(codes.size > 40);
  assertNamed(codes, 'codes');
});

test('what the end-to-end tests of DocSpace provoke is not said to be of other providers', () => {
  const folders = [at('tests', 'e2e'), at('tests', 'e2e', 'support')];
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /docspace.*\.mjs$/.test(name))
      .map((name) => join(folder, name)),
  );
  const provoked = [...found(files, /\b([a-z]+(?:_[a-z]+)+|network|timeout)\b/g)].filter((word) => codes.has(word));
  assert.ok(provoked.length > 3, provoked.join(' '));
  const [others] = /^`[\s\S]*? are of other\s+providers\./m.exec(page.slice(page.indexOf('### From the config'))) ?? [
    '',
  ];
  assert.match(others, /`metadata_invalid`/);
  for (const code of provoked) assert.ok(!others.includes(`\`${code}\``), code);
});

test("every error that stays on the double's own page", () => {
  const files = filesBelow('sandbox/src/docspace', '.rs');
  const keys = new Set([
    ...found(files, /to_(?:login|error_page)\([^;{}]*?"([a-z_]+)",?\s*\)/g),
    ...found(files, /"([a-z_]+_error)"/g),
  ]);
  for (const key of ['client_not_found_error', 'invalid_request', 'something_went_wrong_error']) {
    assert.ok(keys.has(key), key);
  }
  assertNamed(keys, 'keys');
});

test('every scope, in the preset, the helpers and the page', async () => {
  const { scopes } = await bundled('docspace_api');
  const preset = readFileSync(at('src', 'providers', 'docspace.rs'), 'utf8');
  const [, list] = /known_scopes: &\[([^\]]*)\]/.exec(preset);
  const known = [...list.matchAll(/"([^"]+)"/g)].map(([, scope]) => scope);
  assert.deepEqual(Object.keys(scopes).sort(), known.sort());
  assertNamed(known, 'scopes');
});

test('every kind of bad answer, every helper, every key of the provider', async () => {
  const kinds = found([at('src', 'js', 'docspace_api', 'envelope.ts')], /^ {2}\| '([\w-]+)'/gm);
  assert.ok(kinds.size > 4);
  assertNamed(kinds, 'kinds');
  const helpers = Object.keys(await bundled('docspace_api'));
  for (const name of helpers) assert.ok(page.includes(`| \`${name}`), name);
  const [, type] = /interface DocSpaceProvider \{([\s\S]*?)\n\}/.exec(
    readFileSync(at('src', 'js', 'provider_types.ts'), 'utf8'),
  );
  const keys = [...type.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, key]) => key).filter((key) => key !== 'id');
  assert.ok(keys.includes('portal'));
  assertNamed(keys, 'keys');
});

test('links lead to files and headings that are there', () => {
  const anchors = new Set(
    [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
  const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);
  assert.ok(links.length > 5);
  for (const link of links) {
    const [file, anchor] = link.split('#');
    if (file !== '') assert.ok(existsSync(join(dirname(path), file)), link);
    else assert.ok(anchors.has(anchor), link);
  }
});
