/**
 * `scene(name, body)`: one test in the engine under test, in a browser of its own and with a scenario of its own at the
 * sandbox. It ends with the check that nothing had to be stopped by the page's policy.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { engine } from './session.mjs';
import { openStage } from './stage.mjs';
import { Visit } from './visit.mjs';

let opening = null;
let number = 0;

after(async () => {
  if (opening !== null) await (await opening).close();
});

export function scene(name, body, { timeout = 180_000 } = {}) {
  test(`${engine.name}: ${name}`, { timeout }, async (t) => {
    opening ??= openStage();
    const stage = await opening;
    number += 1;
    const visit = new Visit(stage, `s${process.pid}-${number}`);
    try {
      await visit.open();
      await body(t, visit);
      assert.deepEqual(visit.violations, [], 'the page policy was violated');
    } finally {
      await visit.close();
    }
  });
}
