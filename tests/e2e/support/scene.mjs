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

/** Rows of scenes that still run: they count once the scene has held. */
const claims = new Map();

/** Says which requirement or attack the test `t` serves, and how. Written down when the scene has passed. */
export function serves(t, row, how) {
  const claimed = claims.get(t);
  if (claimed) claimed.push([row, how]);
  else writeDown(t, row, how);
}

/** The servers and the browser of this process. */
export function stage() {
  opening ??= openStage();
  return opening;
}

after(async () => {
  if (opening !== null) await (await opening).close();
});

export function scene(name, body, { timeout = 30_000 } = {}) {
  test(name, { timeout }, async (t) => {
    number += 1;
    const visit = new Visit(await stage(), `s${process.pid}-${number}`);
    claims.set(t, []);
    try {
      await visit.open();
      await body(t, visit);
      await visit.inspect();
      for (const [row, how] of claims.get(t)) writeDown(t, row, how);
    } finally {
      claims.delete(t);
      await visit.close();
    }
  });
}
