/** Several people signed in beside each other: one is the current one, in every tab. */
import assert from 'node:assert/strict';
import { claimsOf, entraScene, serves } from './support/entra_scene.mjs';
import { accounts, join, NAMES, shows, two } from './support/people.mjs';
import { scene } from './support/scene.mjs';
import { gone } from './support/windows.mjs';

/** The page shows this person, has this person's token, and its calls are made with it. */
async function assertIs(visit, page, user, id, where) {
  assert.equal((await visit.call(page, 'snapshot')).value.session?.user.id, id, where);
  const { oid, tid } = claimsOf(await visit.token(page));
  assert.equal(`${oid}.${tid}`, id, where);
  assert.equal((await visit.fetch(page, '/v1.0/me')).body.displayName, NAMES[user], where);
}

entraScene('ada, then grace beside her: both tabs follow, and every call has the right token', async (t, visit) => {
  serves(t, 'R-093', 'two accounts in two tabs: after each change every token is of the current person');
  const { first, second, ada, grace } = await two(visit);
  for (const page of [first, second]) {
    assert.deepEqual(await accounts(visit, page), [`*${grace}`, ada]);
    await assertIs(visit, page, 'grace', grace, 'grace signed in');
  }
  const { value } = await visit.call(first, 'accounts');
  assert.deepEqual(
    value.map(({ name }) => name),
    [NAMES.grace, NAMES.ada],
  );
  const tokens = (await visit.sandbox.requests(visit.at('token'))).length;
  const turns = [
    [first, second, 'ada', ada],
    [second, first, 'grace', grace],
    [second, first, 'ada', ada],
  ];
  for (const [at, [actor, other, user, id]] of turns.entries()) {
    const where = `turn ${at + 1}`;
    const { value: session, error } = await visit.call(actor, 'switchAccount', id);
    assert.equal(error, undefined, `${where}: ${error?.code}`);
    assert.equal(session.user.id, id, where);
    await shows(visit, other, id);
    for (const page of [actor, other]) {
      await assertIs(visit, page, user, id, where);
      assert.deepEqual(await accounts(visit, page), [`*${id}`, id === ada ? grace : ada], where);
    }
  }
  assert.equal((await visit.sandbox.requests(visit.at('token'))).length, tokens, 'a switch needs no request');
  // To oneself: nothing happens.
  visit.taken(second, 'event');
  assert.equal((await visit.call(first, 'switchAccount', ada)).value.user.id, ada);
  assert.deepEqual(visit.taken(second, 'event'), []);
});

entraScene('grace signs in beside ada in a window: the page stays, and has both', async (t, visit) => {
  serves(t, 'R-093', 'a second person by a popup: the page gets the tokens of that one');
  const config = visit.entra();
  await visit.planAll({ config });
  const page = await visit.tab({ config, press: { display: 'popup', prompt: 'select_account' } });
  await visit.arrive(page, '/rooms/1');
  const ada = await join(visit, page, 'ada');
  await visit.sandbox.switches({ entra: { auto_login: 'grace' } });
  const popup = await visit.press(page);
  const { value, error } = await visit.next(page, 'pressed');
  assert.equal(error, undefined, error?.message);
  await gone(popup);
  const grace = value.user.id;
  assert.equal(value.user.name, NAMES.grace);
  assert.deepEqual(await accounts(visit, page), [`*${grace}`, ada]);
  await assertIs(visit, page, 'grace', grace, 'after the window');
  await visit.call(page, 'switchAccount', ada);
  await assertIs(visit, page, 'ada', ada, 'after the switch');
  await page.reload();
  assert.equal((await visit.outcome(page)).session.user.id, ada);
  assert.deepEqual(await accounts(visit, page), [`*${ada}`, grace]);
});

entraScene('a reload keeps both, a new tab receives both, and both can be renewed', async (t, visit) => {
  serves(t, 'R-093', 'two accounts after a reload and in a new tab: each keeps tokens of its own');
  const { config, first, second, ada, grace } = await two(visit);
  await visit.call(first, 'switchAccount', ada);
  await shows(visit, second, ada);
  for (const page of [first, second]) {
    await page.reload();
    assert.equal((await visit.outcome(page)).session.user.id, ada);
    assert.deepEqual(await accounts(visit, page), [`*${ada}`, grace]);
  }
  const third = await visit.tab({ config });
  assert.equal((await visit.arrive(third, '/3')).via, 'tab');
  assert.deepEqual(await accounts(visit, third), [`*${ada}`, grace]);
  for (const [user, id] of [
    ['grace', grace],
    ['ada', ada],
  ]) {
    await visit.call(third, 'switchAccount', id);
    await visit.token(third, { fresh: true });
    await assertIs(visit, third, user, id, `${user}, renewed`);
  }
  await first.close();
  await second.close();
  await third.reload();
  assert.equal((await visit.outcome(third)).session.user.id, ada);
  assert.deepEqual(await accounts(visit, third), [`*${ada}`, grace]);
});

entraScene('logout({ account }) of the current one: the other stays, and can be switched to', async (t, visit) => {
  serves(t, 'R-124', 'the current account signs out in every tab, the other one stays');
  const { first, second, ada, grace } = await two(visit);
  assert.equal((await visit.call(first, 'logout', { account: grace })).error, undefined);
  assert.equal((await visit.event(second, 'signed-out')).event.snapshot.status, 'signed-out');
  for (const page of [first, second]) {
    assert.deepEqual(await accounts(visit, page), [ada]);
    assert.equal((await visit.call(page, 'getAccessToken')).error?.code, 'login_required');
    const stored = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    assert.doesNotMatch(stored, /Grace/);
  }
  const again = await visit.call(second, 'switchAccount', grace);
  assert.equal(again.error?.code, 'config_invalid');
  assert.equal((await visit.call(second, 'switchAccount', ada)).value?.user.id, ada);
  await shows(visit, first, ada);
  for (const page of [first, second]) await assertIs(visit, page, 'ada', ada, 'ada is left');
  await first.reload();
  assert.equal((await visit.outcome(first)).session.user.id, ada);
  assert.deepEqual(await accounts(visit, first), [`*${ada}`]);
});

entraScene('logout({ account }) of the other one: the current one stays as it was', async (t, visit) => {
  serves(t, 'R-124', 'another account signs out in every tab, the current one goes on');
  const { config, first, second, ada, grace } = await two(visit);
  assert.equal((await visit.call(first, 'logout', { account: ada })).error, undefined);
  await second.waitForFunction(() => window.auth.accounts().length === 1, null, { polling: 20 });
  for (const page of [first, second]) {
    assert.deepEqual(await accounts(visit, page), [`*${grace}`]);
    await assertIs(visit, page, 'grace', grace, 'ada is gone');
    assert.equal((await visit.call(page, 'switchAccount', ada)).error?.code, 'config_invalid');
    const stored = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    assert.doesNotMatch(stored, /Lovelace/);
  }
  const third = await visit.tab({ config });
  await visit.arrive(third, '/3');
  assert.deepEqual(await accounts(visit, third), [`*${grace}`]);
  const nobody = await visit.call(first, 'logout', { account: 'nobody' });
  assert.deepEqual([nobody.error.code, nobody.error.field], ['config_invalid', 'account']);
});

entraScene('logout() ends everybody, in every tab', async (t, visit) => {
  serves(t, 'R-124', 'logout() with two accounts: nobody is left in any tab, nor after a reload');
  const { config, first, second } = await two(visit);
  assert.equal((await visit.call(second, 'logout')).error, undefined);
  await visit.event(first, 'signed-out');
  for (const page of [first, second]) {
    assert.deepEqual(await accounts(visit, page), []);
    const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
    assert.doesNotMatch(stored, /access_token|refresh_token|Grace|Hopper|"Ada[ \\"]|Lovelace/);
    await page.reload();
    assert.equal((await visit.outcome(page)).status, 'signed-out');
    assert.deepEqual(await accounts(visit, page), []);
  }
  const third = await visit.tab({ config });
  assert.equal((await visit.arrive(third, '/3')).status, 'signed-out');
  assert.deepEqual(await accounts(visit, third), []);
});

for (const [name, leave, left] of [
  ['logout()', () => ({}), () => []],
  ['logout({ account }) of the other', ({ ada }) => ({ account: ada }), ({ grace }) => [`*${grace}`]],
  ['logout({ account }) of the current one', ({ grace }) => ({ account: grace }), ({ ada }) => [ada]],
]) {
  entraScene(`a page that missed ${name}: what was signed out is gone when it looks again`, async (t, visit) => {
    serves(t, 'R-124', `a page that slept through ${name} knows when it comes back`);
    const people = await two(visit);
    const { first, second } = people;
    await second.evaluate(() => {
      // A frozen page receives nothing.
      BroadcastChannel.prototype.dispatchEvent = () => true;
      addEventListener('storage', (event) => event.stopImmediatePropagation(), true);
    });
    await second.goto('about:blank');
    await visit.call(first, 'logout', leave(people));
    const outcome = await visit.arrive(second, '/2');
    assert.equal(outcome.status, name.endsWith('other') ? 'signed-in' : 'signed-out');
    assert.deepEqual(await accounts(visit, second), left(people));
  });
}

entraScene("a renewal is held, somebody switches: nobody gets the other's token", async (t, visit) => {
  serves(t, 'R-093', 'a switch during a renewal: whoever asked gets no token of the other person');
  const { first, second, ada, grace } = await two(visit);
  await visit.sandbox.switches({ entra: { token_fault: { kind: 'delay', milliseconds: 600, times: 1 } } });
  const renewing = visit.call(first, 'getAccessToken', { fresh: true });
  await visit.sandbox.arrived(visit.at('token', { method: 'POST' }));
  await visit.call(second, 'switchAccount', ada);
  const { value, error } = await renewing;
  if (error) assert.equal(error.code, 'login_required');
  else assert.equal(claimsOf(value).oid, grace.split('.')[0]);
  await shows(visit, first, ada);
  for (const page of [first, second]) await assertIs(visit, page, 'ada', ada, 'after the switch');
  await visit.call(first, 'switchAccount', grace);
  await shows(visit, second, grace);
  for (const page of [first, second]) await assertIs(visit, page, 'grace', grace, 'back again');
});

entraScene('the account whose session is over: login_required, and the current one goes on', async (_t, visit) => {
  const config = visit.entra();
  const page = await visit.fresh(config);
  const ada = await join(visit, page, 'ada');
  const hour = 3600;
  await page.clock.setSystemTime(Date.now() + 23 * hour * 1000);
  await visit.sandbox.advance(23 * hour);
  const grace = await join(visit, page, 'grace');
  assert.deepEqual(await accounts(visit, page), [`*${grace}`, ada]);
  await page.clock.setSystemTime(Date.now() + 25 * hour * 1000);
  await visit.sandbox.advance(2 * hour);
  const { error } = await visit.call(page, 'switchAccount', ada);
  assert.equal(error?.code, 'login_required');
  await assertIs(visit, page, 'grace', grace, 'the day of ada is over');
});

scene('a standard provider has one account: whoever signs in later takes the place', async (_t, visit) => {
  const page = await visit.tab({ config: visit.oidc({ scopes: ['openid', 'profile'] }) });
  await visit.arrive(page);
  assert.deepEqual(await accounts(visit, page), []);
  const ada = await join(visit, page, 'ada');
  assert.deepEqual(await accounts(visit, page), [`*${ada}`]);
  const grace = await join(visit, page, 'grace');
  assert.deepEqual(await accounts(visit, page), [`*${grace}`]);
  const { error } = await visit.call(page, 'switchAccount', ada);
  assert.deepEqual([error.code, error.field], ['config_invalid', 'account']);
  await page.reload();
  await visit.outcome(page);
  assert.deepEqual(await accounts(visit, page), [`*${grace}`]);
});
