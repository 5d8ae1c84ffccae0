/** A provider that counts its calls: what the relay holds back, what a page hears of it, and that nothing is lost. */
import assert from 'node:assert/strict';
import { relayScene, serves } from './support/relay_scene.mjs';

const TOKEN = { method: 'POST', path: '/oauth2/token' };
const queue = (per_minute, wait_seconds) => ({
  changes: { entries: { docspace: { upstream: { per_minute, wait_seconds } } } },
});

const status = (page) => page.evaluate(() => window.auth.snapshot().status);
const limited = (seconds) => ({
  kind: 'custom',
  status: 429,
  headers: { 'content-type': 'application/json', ...(seconds && { 'retry-after': String(seconds) }) },
  body: '',
  times: 1,
});

relayScene(
  'the queue is full: rate_limited with the delay, nothing upstream, and the session goes on',
  async (t, visit) => {
    const page = await visit.signedIn(visit.relayedDocspace());
    const before = await visit.token(page);
    const mark = await visit.sandbox.mark();
    const { error } = await visit.call(page, 'getAccessToken', { fresh: true });
    assert.deepEqual([error.code, error.status], ['rate_limited', 429], JSON.stringify(error));
    assert.ok(error.retryAfter > 30 && error.retryAfter <= 61, `${error.retryAfter}`);
    await visit.sandbox.nothingAfter(mark);
    assert.equal(await status(page), 'signed-in');
    assert.equal(await visit.token(page), before);
    serves(t, 'R-147', 'a call that would wait too long for its turn is told the delay, and nothing is sent');
  },
  queue(1, 1),
);

relayScene(
  'the portal’s own 429 with a short delay: held, sent again, and nobody notices',
  async (_t, visit) => {
    const page = await visit.signedIn(visit.relayedDocspace());
    const before = await visit.token(page);
    await visit.sandbox.switches({ docspace: { token_fault: limited(1) } });
    assert.notEqual(await visit.token(page, { fresh: true }), before);
    const sent = (await visit.sandbox.requests(TOKEN)).slice(1);
    assert.deepEqual(
      sent.map((entry) => entry.status),
      [429, 200],
    );
    assert.equal(sent[0].form.refresh_token, sent[1].form.refresh_token);
  },
  queue(100, 10),
);

relayScene(
  'the portal’s own 429 with a long delay: rate_limited with that delay, for whoever comes next too',
  async (_t, visit) => {
    const page = await visit.signedIn(visit.relayedDocspace());
    await visit.sandbox.switches({ docspace: { token_fault: limited(600) } });
    const { error } = await visit.call(page, 'getAccessToken', { fresh: true });
    assert.equal(error.code, 'rate_limited', JSON.stringify(error));
    assert.ok(error.retryAfter > 500, `${error.retryAfter}`);
    assert.equal(await status(page), 'signed-in');
    const mark = await visit.sandbox.mark();
    const other = await visit.anotherBrowser();
    const theirs = await other.fresh(other.relayedDocspace());
    const outcome = await other.signIn(theirs, { returnTo: '/rooms/7' });
    assert.deepEqual([outcome.status, outcome.error?.code], ['failed', 'rate_limited'], JSON.stringify(outcome));
    assert.ok(outcome.error.retryAfter > 500);
    assert.equal(outcome.returnTo, '/rooms/7');
    await visit.sandbox.nothingAfter(mark, TOKEN);
  },
  queue(100, 2),
);

relayScene(
  'the portal’s own 429 without a word: the page gives up in time, and the next caller is told',
  async (_t, visit) => {
    const page = await visit.signedIn(visit.relayedDocspace({ timeout: 2000 }));
    await visit.sandbox.switches({ docspace: { token_fault: limited() } });
    const { error } = await visit.call(page, 'getAccessToken', { fresh: true });
    assert.ok(['timeout', 'rate_limited'].includes(error.code), JSON.stringify(error));
    assert.equal(await status(page), 'signed-in');
    const other = await visit.anotherBrowser();
    const theirs = await other.fresh(other.relayedDocspace());
    const outcome = await other.signIn(theirs);
    assert.equal(outcome.error?.code, 'rate_limited', JSON.stringify(outcome));
    assert.ok(outcome.error.retryAfter > 30 && outcome.error.retryAfter <= 61);
  },
  queue(100, 2),
);
