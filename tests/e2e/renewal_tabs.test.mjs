/**
 * Renewal by many tabs at once, through many expiries, some of the tabs asleep: the refresh token is sent once for each
 * expiry, never twice, and everybody who is awake has the new access token (R-086, A-35; RFC 9700, section 4.14.2).
 *
 * The real server rotates refresh tokens and ends the family when one comes twice, so a single mistake shows. The
 * smaller figures run in `npm test`, 50 expiries each with `DOCGATE_ROUNDS=long`.
 */
import assert from 'node:assert/strict';
import { back, freeze } from './support/own_browser.mjs';
import { reuses } from './support/provider_control.mjs';
import { providerScene, serves } from './support/provider_scene.mjs';
import { rounds } from './support/rounds.mjs';

/** What no tab may ever be told here. */
const ENDINGS = ['signed-out', 'expired', 'login-required', 'failed'];

/** Every second expiry finds one tab asleep: by turns frozen, and gone to another site. Gives the way to wake it. */
async function putToSleep(visit, page, round) {
  if (round % 4 === 1) return await freeze(page);
  await page.goto(visit.elsewhere);
  return () => back(page);
}

/** Everybody asks at once; gives back the one token that all of them have. */
async function theToken(visit, pages, where) {
  const answers = await Promise.all(pages.map((page) => visit.call(page, 'getAccessToken')));
  const failed = answers.map(({ error }, index) => error && `tab ${index + 1}: ${error.code}`).filter(Boolean);
  assert.deepEqual(failed, [], where);
  const tokens = new Set(answers.map(({ value }) => value));
  assert.equal(tokens.size, 1, `${where}: the tabs have different tokens`);
  return [...tokens][0];
}

for (const [count, expiries] of [
  [2, rounds(6, 50)],
  [5, rounds(6, 50)],
  [20, rounds(2, 50)],
]) {
  providerScene(
    `${count} tabs through ${expiries} expiries: one renewal each, and nobody is signed out`,
    async (t, visit) => {
      serves(t, 'R-086', `${count} tabs, some frozen or in the back-forward cache: one renewal for each expiry`);
      serves(t, 'A-35', `${count} tabs at a server that ends the family on reuse: no reuse, no sign-out`);
      serves(t, 'R-087', `${count} tabs never hold a token of an older renewal beside a newer one`);
      const pages = await visit.tabs(count);
      let before = await theToken(visit, pages, 'before the first expiry');
      let slept = 0;
      for (let round = 0; round < expiries; round += 1) {
        const where = `expiry ${round + 1} of ${expiries}`;
        const sleeper = round % 2 === 1 ? pages[(round >> 1) % count] : null;
        const wake = sleeper === null ? null : await putToSleep(visit, sleeper, round);
        const awake = pages.filter((page) => page !== sleeper);
        await visit.later(awake);
        const token = await theToken(visit, awake, where);
        assert.notEqual(token, before, `${where}: the token is the old one`);
        before = token;
        if (wake !== null) {
          slept += 1;
          await wake();
          await visit.tell(sleeper);
          assert.equal(
            await theToken(visit, [sleeper], `${where}, woken`),
            token,
            `${where}: the sleeper has another token`,
          );
        }
        const sent = await visit.control.tokenRequests();
        assert.equal(sent.length, round + 1, `${where}: ${sent.length} renewals`);
      }
      const sent = await visit.control.renewals();
      t.diagnostic(
        `${count} tabs, ${expiries} expiries, ${slept} with a tab asleep: ${sent.length} renewals, ${reuses(sent)} reuses`,
      );
      assert.equal(sent.length, expiries);
      assert.deepEqual([...new Set(sent.map(({ status }) => status))], [200]);
      assert.equal(reuses(sent), 0);
      for (const [index, page] of pages.entries()) {
        const told = visit.taken(page, 'event').map(({ type }) => type);
        assert.deepEqual(
          told.filter((type) => ENDINGS.includes(type)),
          [],
          `tab ${index + 1} was told of an end`,
        );
        assert.equal(await page.evaluate(() => window.auth.snapshot().status), 'signed-in', `tab ${index + 1}`);
      }
    },
    { sleep: true, timeout: 60_000 + expiries * (1000 + 200 * count) },
  );
}

providerScene(
  'the tab that renews is frozen meanwhile: the other one keeps its session, and has the token in the end',
  async (t, visit) => {
    serves(t, 'R-086', 'the renewing tab is frozen: nobody sends the token a second time');
    serves(t, 'R-089', 'a renewal that another tab is stuck in is no end of the session');
    const [first] = await visit.tabs(1, { timeout: 60_000 });
    const second = await visit.tab({ config: visit.oidc({ timeout: 1000 }) });
    assert.equal((await visit.arrive(second, '/2')).status, 'signed-in');
    await visit.later([first, second]);
    await visit.control.hold('before');
    await first.evaluate(() => void window.auth.getAccessToken().catch(() => {}));
    await visit.control.waiting('before');
    const wake = await freeze(first, { anyway: true });
    await visit.control.release();
    assert.equal((await visit.call(second, 'getAccessToken')).error?.code, 'timeout');
    assert.equal(await second.evaluate(() => window.auth.snapshot().status), 'signed-in');
    await wake();
    for (const page of [first, second]) {
      const { before } = await visit.event(page, 'renewed');
      assert.deepEqual(
        before.filter((type) => ENDINGS.includes(type)),
        [],
      );
    }
    await theToken(visit, [first, second], 'in the end');
    const sent = await visit.control.renewals();
    assert.equal(sent.length, 1);
    assert.equal(reuses(sent), 0);
  },
  { sleep: true },
);
