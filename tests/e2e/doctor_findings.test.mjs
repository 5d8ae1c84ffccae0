/**
 * `doctor()`: each finding provoked by breaking exactly that thing, and none where nothing is broken. The scenes are in
 * tests/e2e/doctor; all run in this one process, so that the last test knows what was found.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import './doctor/browser.mjs';
import './doctor/entra.mjs';
import './doctor/pages.mjs';
import './doctor/redaction.mjs';
import './doctor/relay.mjs';
import './doctor/server.mjs';
import './doctor/silent.mjs';
import { doctor } from '../../pkg/dist/doctor.js';
import { CHECKS, CODES, found } from './support/doctor.mjs';

test('doctor: on a server there is nothing to look at', async () => {
  const report = await doctor(() => assert.fail('the function was called'));
  assert.deepEqual(
    report.findings.map(({ code }) => code),
    ['not_in_browser'],
  );
  assert.equal(report.ok, false);
  assert.match(report.text, /not_in_browser/);
  found.add('not_in_browser');
});

test('doctor: its guide explains every code and every check', () => {
  const guide = readFileSync(new URL('../../docs/doctor.md', import.meta.url), 'utf8');
  const named = [...CODES, ...CHECKS].filter((name) => !new RegExp(`^\\|[^|]*\`${name}\``, 'm').test(guide));
  assert.deepEqual(named, []);
});

test('doctor: every code of the union was found by a test above', () => {
  assert.ok(CODES.length > 35, `${CODES.length} codes`);
  assert.deepEqual(
    CODES.filter((code) => !found.has(code)),
    [],
  );
});
