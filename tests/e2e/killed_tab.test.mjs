/**
 * The tab that renews is killed, renderer and all, while its request is on the way. Killed before the server
 * has handled it, nothing is lost: the lock is free, and another tab renews. Killed after the server has rotated the
 * refresh token, the new one is lost for good: one clean `login-required` in every tab that lives.
 *
 * Three rounds each in `npm test`, thirty with `DOCGATE_ROUNDS=long`.
 */
import assert from 'node:assert/strict';
import { kill } from './support/own_browser.mjs';
import { reuses } from './support/provider_control.mjs';
import { providerScene, serves } from './support/provider_scene.mjs';
import { rounds } from './support/rounds.mjs';

const ROUNDS = rounds(3, 30);

/** Another tab has to carry on within this time. */
const SOON = 10_000;

/** What tells of an end, whatever its kind. */
const ENDINGS = ['signed-out', 'expired', 'login-required', 'failed'];

const endings = (visit, page) => {
  const told = visit.taken(page, 'event').map(({ type }) => type);
  return told.filter((type) => ENDINGS.includes(type));
};

/** A new tab of the same session, killed while its renewal is held there by the server. */
async function dieRenewing(visit, living, where) {
  const victim = await visit.tab({ config: visit.oidc() });
  assert.equal((await visit.arrive(victim, '/victim')).status, 'signed-in');
  await visit.later([...living, victim]);
  await visit.control.forget();
  await visit.control.hold(where);
  await victim.evaluate(() => void window.auth.getAccessToken().catch(() => {}));
  await visit.control.waiting(where);
  await kill(victim);
  await visit.control.until(({ lost }) => lost, 'that lost its client');
  await victim.close();
}

providerScene(
  `a tab is killed before its renewal is handled, ${ROUNDS} times: another one renews`,
  async (t, visit) => {
    serves(t, 'R-090', `${ROUNDS} renderers killed with a renewal under way: another tab renews within 10 s`);
    serves(t, 'A-35', 'the tab that takes over never makes the server see a reuse');
    const living = await visit.tabs(2);
    let longest = 0;
    for (let round = 1; round <= ROUNDS; round += 1) {
      const where = `round ${round} of ${ROUNDS}`;
      await dieRenewing(visit, living, 'before');
      const started = Date.now();
      const answers = await Promise.all(living.map((page) => visit.call(page, 'getAccessToken')));
      const took = Date.now() - started;
      for (const { value, error } of answers) assert.equal(typeof value, 'string', `${where}: ${error?.code}`);
      assert.equal(answers[0].value, answers[1].value, `${where}: two different tokens`);
      assert.ok(took < SOON, `${where}: it took ${took} ms`);
      longest = Math.max(longest, took);
      const sent = await visit.control.tokenRequests();
      assert.equal(sent.filter(({ status }) => status === 200).length, 1, `${where}: ${JSON.stringify(sent)}`);
      assert.equal(reuses(sent), 0, where);
      for (const page of living) assert.deepEqual(endings(visit, page), [], where);
    }
    t.diagnostic(`killed before: ${ROUNDS} of ${ROUNDS} carried on, the slowest after ${longest} ms, 0 reuses`);
  },
  { timeout: 30_000 + ROUNDS * (SOON + 3000) },
);

providerScene(
  `a tab is killed after the server rotated, ${ROUNDS} times: one login-required in each other tab`,
  async (t, visit) => {
    serves(t, 'A-36', `${ROUNDS} answers lost after the rotation: one login-required in every tab, and no loop`);
    serves(t, 'R-089', 'the refusal of a renewal ends the session once, everywhere');
    serves(t, 'R-090', 'a renewal that died after the rotation leaves no lock and no loop');
    const living = await visit.tabs(2);
    let further = 0;
    for (let round = 1; round <= ROUNDS; round += 1) {
      const where = `round ${round} of ${ROUNDS}`;
      await dieRenewing(visit, living, 'after');
      const asked = living[round % 2];
      for (const page of [asked, ...living, asked]) {
        assert.equal((await visit.call(page, 'getAccessToken')).error?.code, 'login_required', where);
      }
      const sent = await visit.control.renewals();
      assert.ok(sent.length <= 2, `${where}: ${sent.length - 1} further renewals`);
      further += sent.length - 1;
      for (const page of living) {
        assert.deepEqual(endings(visit, page), ['login-required'], where);
        assert.equal(await page.evaluate(() => window.auth.snapshot().status), 'expired', where);
      }
      assert.equal((await visit.clickIn(asked)).status, 'signed-in', where);
      const other = living.find((page) => page !== asked);
      assert.deepEqual((await visit.event(other, 'signed-in')).before, [], `${where}, when the other tab signed in`);
      const answers = await Promise.all(living.map((page) => visit.call(page, 'getAccessToken')));
      for (const { value, error } of answers) assert.equal(typeof value, 'string', `${where}: ${error?.code}`);
      for (const page of living) assert.deepEqual(endings(visit, page), [], `${where}, after the login`);
    }
    t.diagnostic(`killed after: ${ROUNDS} of ${ROUNDS} ended in one login-required each, ${further} further renewals`);
  },
  { timeout: 30_000 + ROUNDS * (SOON + 5000) },
);
