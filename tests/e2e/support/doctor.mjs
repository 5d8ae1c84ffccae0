/** `doctor()` as a page calls it, and what a report must be whatever it says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { stage } from './scene.mjs';

/** All codes there are, as the package declares them. */
export const CODES = [
  ...readFileSync(new URL('../../../pkg/dist/doctor/types.d.ts', import.meta.url), 'utf8')
    .split('export type CheckName')[0]
    .matchAll(/\| '(\w+)'/g),
].map(([, code]) => code);

/** Those that reports of this process had. */
export const found = new Set();

/** The order of the checks. */
export const CHECKS = [
  'config',
  'webassembly',
  'secure-context',
  'frame',
  'storage',
  'tabs',
  'opener-policy',
  'redirect-uri',
  'metadata',
  'keys',
  'identity-server',
  'token-endpoint',
  'relay',
  'apis',
  'clock',
];

/** What the page server says, for as long as `body` runs. */
export async function served({ headers = {}, answers = {} }, body) {
  const { pages } = await stage();
  Object.assign(pages.headers, headers);
  for (const [path, answer] of Object.entries(answers)) pages.answers.set(path, answer);
  try {
    return await body();
  } finally {
    for (const name of Object.keys(headers)) delete pages.headers[name];
    pages.answers.clear();
  }
}

/** A page without an `Auth`, at `path` of the app or at a whole address. `before`: runs before the page's own scripts. */
export async function waiting(visit, { path = '/', before } = {}) {
  const page = await visit.tab({});
  if (before !== undefined) await page.addInitScript(before);
  await visit.load(page, path);
  await ready(page);
  return page;
}

/** Loads doctor, so that it is there when the network is not. */
export async function ready(page) {
  await page.evaluate(async () => {
    window.doctor = (await import('/docgate/doctor.js')).doctor;
  });
}

/** The report on the `Auth` that `config` makes in the page; `guarded`: on that which this one guards. Then they are let go. */
export async function diagnosed(page, config, { options, guarded } = {}) {
  const report = await page.evaluate(
    async ([given, wanted, behind]) => {
      const made = [];
      const make = (one) => {
        made.unshift(window.createAuth(one));
        return made[0];
      };
      const told = await window.doctor(() => {
        const auth = make(given);
        return behind === undefined ? auth : make({ provider: { ...behind, guard: auth } });
      }, wanted);
      for (const auth of made) auth.dispose();
      return told;
    },
    [config, options, guarded],
  );
  return judged(report);
}

/** A report, after a look at what holds for all. */
export function judged(report) {
  assert.deepEqual(
    report.checks.map(({ name }) => name),
    CHECKS,
  );
  assert.equal(report.ok, !report.findings.some(({ severity }) => severity === 'error'));
  for (const { code, severity, message, advice, evidence } of report.findings) {
    found.add(code);
    assert.ok(CODES.includes(code), code);
    assert.match(severity, /^(error|warning)$/);
    assert.doesNotMatch(`${message}${advice}`, /\{\w+\}|undefined|\bnull\b/, code);
    assert.match(message, /^\S.{15,}\S$/, code);
    assert.match(advice, /^(You|The (person|administrator|operator)).*\.$/, code);
    for (const [name, value] of Object.entries(evidence)) {
      assert.equal(typeof value, 'string', `${code}.${name}`);
      assert.doesNotMatch(value, /:\/\/[^ ]*[?#]/, `${code}.${name}`);
    }
    for (const said of [code, message, advice]) assert.ok(report.text.includes(said), `${code}: ${said}`);
  }
  for (const { name, status, detail } of report.checks) {
    assert.match(status, /^(passed|failed|warned|skipped)$/, name);
    assert.match(report.text, new RegExp(`^${status} +${name}( \\(.*\\))?$`, 'm'));
    if (detail !== undefined) assert.equal(typeof detail, 'string');
  }
  return report;
}

/** Exactly these findings, and no check that failed without one. Gives the first. */
export function only(report, ...codes) {
  const told = report.findings.map(({ code, evidence }) => `${code} ${JSON.stringify(evidence)}`).join('\n');
  assert.deepEqual(report.findings.map(({ code }) => code).sort(), [...codes].sort(), told);
  const wrong = report.checks.filter(({ status }) => status === 'failed' || status === 'warned');
  assert.equal(wrong.length > 0, codes.length > 0, JSON.stringify(wrong));
  return report.findings[0];
}

/** What a check of the report says. */
export function check(report, name) {
  return report.checks.find((it) => it.name === name);
}
