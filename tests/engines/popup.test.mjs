/** A login in a window: opened by a real click, closed again, and the page stays. */
import assert from 'node:assert/strict';
import { scene } from './support/scene.mjs';

const START = '/rooms/42?tab=files#top';

scene('a click opens a window, a person signs in there, it closes, the page is signed in', async (_t, visit) => {
  await visit.sandbox.switches({ docspace: { auto_login: null } });
  visit.plan({ config: visit.docspace(), press: { display: 'popup' } });
  assert.equal((await visit.arrive(START)).status, 'signed-out');
  const page = await visit.tab();
  await visit.press();
  const popup = (await visit.windowsAre(2)).find((window) => window !== page);
  await visit.turnTo(popup);
  await visit.pressAt('[data-testid=user-ada]');
  await visit.turnTo(page);
  const { value, error } = await visit.pressed();
  assert.equal(error, undefined, `${error?.code} ${error?.message}`);
  assert.equal(value.provider, 'docspace');
  await visit.windowsAre(1);
  assert.equal(await visit.url(), `${visit.app}${START}`);
  assert.equal(await visit.perform('status'), 'signed-in');
  assert.equal((await visit.perform('fetch', '/api/2.0/people/@self')).status, 200);
  await visit.sandbox.exactly(1, { method: 'POST', path: '/oauth2/token' });
  assert.equal((await visit.reload()).status, 'signed-in');
});

scene('a window that a person closes ends the login, and the next click works', async (_t, visit) => {
  await visit.sandbox.switches({ oidc: { auto_login: null } });
  visit.plan({ config: visit.oidc(), press: { display: 'popup' } });
  await visit.arrive(START);
  const page = await visit.tab();
  await visit.press();
  const popup = (await visit.windowsAre(2)).find((window) => window !== page);
  await visit.turnTo(popup);
  await visit.see('[data-testid=user-ada]');
  await visit.driver.close();
  await visit.turnTo(page);
  await visit.perform('comeBack');
  const { error } = await visit.pressed();
  assert.equal(error?.code, 'popup_closed');
  assert.equal(await visit.perform('status'), 'signed-out');

  await visit.sandbox.switches({ oidc: { auto_login: 'ada' } });
  await visit.press();
  await visit.event('signed-in');
  await visit.windowsAre(1);
  assert.equal(await visit.perform('status'), 'signed-in');
});
