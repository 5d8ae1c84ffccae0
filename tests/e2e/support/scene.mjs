/**
 * `scene(name, body)`: one end-to-end test. The servers and the browser are started once for each test process; every
 * scene gets a context and a scenario of its own, and ends with the leak scan and the check of the page's policy.
 */
import { after, test } from 'node:test';
import { serves as writeDown } from './rows.mjs';
import { openStage } from './stage.mjs';
import { Visit } from './visit.mjs';

let opening = null;
let number = 0;

/** What running scenes and steps claim, each as the call that writes it down. */
const claims = new Map();

/** Calls `write` once the scene or step `t` has passed. */
export function claim(t, write) {
  claims.get(t).push(write);
}

/** Says which requirement or attack the scene or step `t` serves, and how. It counts once that has passed. */
export function serves(t, row, how) {
  claim(t, () => writeDown(t, row, how));
}

/** The servers and the browser of this process. */
export function stage() {
  opening ??= openStage();
  return opening;
}

after(async () => {
  if (opening !== null) await (await opening).close();
});

/** `make`: another kind of visit than the usual one. */
export function scene(name, body, { timeout = 60_000, make = (shared, scenario) => new Visit(shared, scenario) } = {}) {
  test(name, { timeout }, async (t) => {
    number += 1;
    const visit = await make(await stage(), `s${process.pid}-${number}`);
    try {
      await visit.open();
      await claiming(t, async () => {
        await body(t, visit);
        await visit.inspect();
      });
    } finally {
      await visit.close();
    }
  });
}

/** One step of a scene, a test of its own: an entry of a table. */
export function step(t, name, body) {
  return t.test(name, (part) => claiming(part, () => body(part)));
}

/** What `t` claims is written down when `work` has held, and not before. */
async function claiming(t, work) {
  claims.set(t, []);
  try {
    await work();
    for (const write of claims.get(t)) write();
  } finally {
    claims.delete(t);
  }
}
