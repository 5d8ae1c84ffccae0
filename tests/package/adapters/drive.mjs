/**
 * What every adapter has to show in a browser: a deep link leads to the sign-in and back to it, a renewal mounts and
 * renders nothing anew, a sign-out is one, a failure goes round in no circle, a popup window does nothing of its own. And
 * all of that leads to where the person wanted to go, also where the core comes after the router.
 */
import assert from 'node:assert/strict';
import { openApp } from './visit.mjs';

/**
 * The parts, one after the other, each as a person with a browser of their own. `mounts`: what one visit of the room counts;
 * `routed`: the guard is the router's, which is asked when somebody comes, and the app itself leaves the room on a sign-out.
 */
export async function driveAdapter(port, { mounts = 1, routed = false, expected } = {}) {
  const parts = { deepLink, fromTheStart, failure, popup, unreachable, lateCore, lateFailure };
  for (const [name, part] of Object.entries(parts)) {
    const visit = await openApp(port, { expected, before: LATE.has(part) ? withoutWasm : undefined });
    try {
      await part(visit, { mounts, routed });
      await visit.finish();
    } catch (error) {
      const shown = await visit.page
        .locator('body')
        .innerText({ timeout: 1000 })
        .catch(() => 'nothing');
      const complaints = await visit.close();
      const where = `at ${visit.page.url()}, which showed: ${shown}\nThe browser said: ${complaints.join('\n') || 'nothing'}`;
      throw new Error(`${name}: ${error.stack}\n${where}`);
    }
    await visit.close();
  }
  return `${Object.keys(parts).length} visits: guard, renewal, sign-out, failure, popup, unreachable, without WebAssembly`;
}

async function deepLink({ page, room, deep, origin, asked, seen, button, stopped, control }, { mounts, routed }) {
  await page.goto(deep);
  await room.waitFor();
  assert.equal(page.url(), deep, 'the guard keeps where the person wanted to go');
  await page.locator('#who').filter({ hasText: /\w/ }).waitFor();
  await asked(1, 1);

  // A renewal: what is typed stays, nothing is mounted, only what shows the session is rendered.
  await page.fill('#note', 'unsaved');
  const before = await seen();
  assert.equal(before.mounts, mounts, 'mounted once');
  const expires = await page.locator('#expires').innerText();
  assert.match(expires, /^\d+$/);
  await page.evaluate(() => globalThis.auth.getAccessToken({ fresh: true }));
  await page.waitForFunction((old) => document.querySelector('#expires')?.innerText !== old, expires);
  assert.deepEqual(await seen(), before, 'a renewal mounts and renders nothing');
  assert.equal(await page.inputValue('#note'), 'unsaved');
  await asked(1, 2);

  // Stored: a reload asks nobody.
  await page.reload();
  await room.waitFor();
  await asked(1, 2);

  // Over, and nothing renews it: what is typed stays.
  await page.fill('#note', 'still unsaved');
  await control.expire('all');
  await page.evaluate(() => globalThis.auth.getAccessToken({ fresh: true }).catch(() => undefined));
  await page.getByText('Your session has ended').waitFor();
  assert.equal(await page.inputValue('#note'), 'still unsaved');
  await page.getByText('Your session has ended').click();
  await page.getByText('Your session has ended').waitFor({ state: 'detached' });
  await room.waitFor();
  await asked(2, 4);

  await button('Sign out').click();
  await room.waitFor({ state: 'detached' });
  await button('Sign in').waitFor();
  if (!routed) await stopped.filter({ hasText: 'You have signed out' }).waitFor();
  // Who has signed out is not signed in again.
  await asked(2, 4);
  await (routed ? page.getByRole('link', { name: 'Room 42' }) : button('Go on to the room')).click();
  await room.waitFor();
  assert.equal(page.url(), routed ? `${origin}/rooms/42` : deep);
  await asked(3, 5);
}

/** A page for everybody starts nothing; the link to the room does. */
async function fromTheStart({ page, room, origin, asked, button }) {
  await page.goto(`${origin}/`);
  await button('Sign in').waitFor();
  await asked(0, 0);
  await button('Sign in').click();
  await button('Sign out').waitFor();
  assert.equal(page.url(), `${origin}/`);
  await button('Sign out').click();
  await button('Sign in').waitFor();
  await asked(1, 1);
  await page.getByRole('link', { name: 'Room 42' }).click();
  await room.waitFor();
  assert.equal(page.url(), `${origin}/rooms/42`);
  await asked(2, 2);
  // From one page to another and back, signed in: nobody is asked.
  await page.getByRole('link', { name: 'Start' }).click();
  await room.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Room 42' }).click();
  await room.waitFor();
  await asked(2, 2);
}

async function failure({ page, room, deep, asked, button, stopped, control }) {
  await control.switches({ oidc: { auto_login: 'ada', authorize_error: 'access_denied' } });
  await page.goto(deep);
  await stopped.waitFor();
  await page.getByRole('alert').waitFor();
  await asked(1, 0);
  await control.switches({ oidc: { authorize_error: null } });
  await button('Go on to the room').click();
  await room.waitFor();
  assert.equal(page.url(), deep);
  await asked(2, 1);
}

/** The window comes back to the app, which neither shows nor starts anything there. */
async function popup({ page, context, origin, asked, button, control }) {
  await page.goto(`${origin}/`);
  await button('Sign in').waitFor();
  await control.switches({ oidc: { auto_login: null } });
  const opened = context.waitForEvent('page');
  await page.evaluate(() => void globalThis.auth.login({ display: 'popup' }));
  const window = await opened;
  const closed = window.waitForEvent('close');
  await window.click('#user-ada');
  await closed;
  await button('Sign out').waitFor();
  await asked(1, 1);
}

/** What keeps a click from leaving the page is said, and the next click signs in. */
async function unreachable({ page, context, origin, asked, button }) {
  const metadata = /\/\.well-known\//;
  await context.route(metadata, (route) => route.abort());
  await page.goto(`${origin}/`);
  await button('Sign in').click();
  await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
  await asked(0, 0);
  await context.unroute(metadata);
  await button('Sign in').click();
  await button('Sign out').waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
  await asked(1, 1);
}

/** A browser without WebAssembly: the core is fetched, and is there after the router has read the address. */
const withoutWasm = () => delete globalThis.WebAssembly;

async function lateCore({ page, room, deep, origin, asked, button }) {
  await page.goto(deep);
  await room.waitFor();
  assert.equal(page.url(), deep, 'the page shows what its address says');
  await page.locator('#who').filter({ hasText: /\w/ }).waitFor();
  await asked(1, 1);
  await page.getByRole('link', { name: 'Start' }).click();
  await room.waitFor({ state: 'detached' });
  await button('Sign out').click();
  await button('Sign in').click();
  await button('Sign out').waitFor();
  assert.equal(page.url(), `${origin}/`);
  await page.getByRole('heading', { name: 'Start' }).waitFor();
  await asked(2, 2);
}

const lateFailure = (visit) => failure(visit);

const LATE = new Set([lateCore, lateFailure]);
