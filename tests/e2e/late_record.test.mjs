/**
 * The two ways in which tabs hear of each other take different times: a message on the channel can come before the
 * change of the shared record that belongs to it, since each process of a browser has a copy of `localStorage`. Whichever
 * comes first, a login in one tab ends up in the other.
 */
import assert from 'node:assert/strict';
import { fallBehind } from './support/late_record.mjs';
import { scene, serves } from './support/scene.mjs';

const endings = {
  async 'ended with login-required'(visit, [first, second]) {
    await visit.sandbox.expire('refresh');
    assert.equal((await visit.call(first, 'getAccessToken', { fresh: true })).error?.code, 'login_required');
    await second.waitForFunction(() => window.auth.snapshot().status === 'expired', null, { polling: 20 });
  },
  async 'ended with a logout'(visit, [first, second]) {
    await visit.call(first, 'logout');
    await second.waitForFunction(() => window.auth.snapshot().status === 'signed-out', null, { polling: 20 });
  },
  async 'is replaced by another one'() {},
};

for (const [how, end] of Object.entries(endings)) {
  scene(`a session ${how}, the next login is heard of before its record: both tabs are signed in`, async (t, visit) => {
    serves(t, 'A-18', `a session ${how}, the message of the next login overtakes its record: no tab is left behind`);
    await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
    const config = visit.oidc();
    const first = await visit.tab({ config });
    await visit.arrive(first, '/1');
    await visit.enter(first);
    const second = await visit.tab({ config });
    assert.equal((await visit.arrive(second, '/2')).status, 'signed-in');
    await end(visit, [first, second]);
    const callback = await visit.callback(first, { retry: true });
    await fallBehind(second);
    visit.taken(second, 'event');
    const { value, error } = await visit.call(first, 'complete', callback.href);
    assert.equal(value?.status, 'signed-in', error?.code ?? value?.error?.code);
    await second.evaluate(() => window.heard);
    await second.evaluate(() => window.catchUp());
    assert.deepEqual((await visit.event(second, 'signed-in')).before, []);
    const tokens = await Promise.all([first, second].map((page) => visit.call(page, 'getAccessToken')));
    assert.equal(typeof tokens[0].value, 'string', tokens[0].error?.code);
    assert.equal(tokens[1].value, tokens[0].value, tokens[1].error?.code);
  });
}
