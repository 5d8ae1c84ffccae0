/** Ada, and grace beside her: what the tests of several accounts have in common. */
import assert from 'node:assert/strict';

export const NAMES = { ada: 'Ada Lovelace', grace: 'Grace Hopper' };

/** Signs `user` in, beside whoever is signed in. */
export async function join(visit, page, user) {
  await visit.sandbox.switches({ entra: { auto_login: user }, oidc: { auto_login: user } });
  const { session } = await visit.enter(page, { prompt: 'select_account' });
  assert.equal(session.user.name, NAMES[user]);
  return session.user.id;
}

/** Two tabs in which ada signed in and then grace; grace is the current one. */
export async function two(visit, changes = {}) {
  const config = visit.entra(changes);
  const first = await visit.fresh(config, '/1');
  const ada = await join(visit, first, 'ada');
  const second = await visit.tab({ config });
  assert.equal((await visit.arrive(second, '/2')).via, 'tab');
  visit.taken(second, 'event');
  const grace = await join(visit, first, 'grace');
  await shows(visit, second, grace);
  for (const page of [first, second]) visit.taken(page, 'event');
  return { config, first, second, ada, grace };
}

/** The page says, by an event, that this is the current account. */
export async function shows(visit, page, id) {
  // Its own events of before may still be there.
  for (let told; told !== id; ) told = (await visit.event(page, 'signed-in')).event.snapshot.session.user.id;
}

export const accounts = async (visit, page) => {
  const { value, error } = await visit.call(page, 'accounts');
  assert.equal(error, undefined, error?.code);
  return value.map(({ id, current }) => (current ? `*${id}` : id));
};
