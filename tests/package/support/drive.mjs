/**
 * A whole DocSpace login in Chromium, on a page that a row serves: through the sandbox's sign-in and consent pages, back
 * over the callback, one call of the API, a reload. Sandbox and browser are started once for all rows; each visit has a
 * browser context and a scenario of its own.
 */
import assert from 'node:assert/strict';
import { startSandbox } from '../../../tools/serve/sandbox.mjs';
import { launchBrowser } from '../../e2e/support/browser.mjs';
import { SandboxControl } from '../../e2e/support/sandbox_control.mjs';
import '../../e2e/support/ending.mjs';

/** A page has to show what is expected within this time; the first one of a development server may take long. */
const PATIENCE = 60_000;

let starting = null;
let number = 0;

/** The sandbox and the browser of this process. */
export function stage() {
  starting ??= start();
  return starting;
}

async function start() {
  const [sandbox, browser] = await Promise.all([
    startSandbox({ program: process.env.DOCGATE_SANDBOX }),
    launchBrowser(),
  ]);
  return { sandbox, browser };
}

/** Ends both. */
export async function leaveStage() {
  if (starting === null) return;
  const { sandbox, browser } = await starting;
  starting = null;
  await Promise.all([browser.close(), sandbox.stop()]);
}

/**
 * A visit to the app at `origin` (`http://app.localhost:<port>`). Gives `{ page, context, control, portal, complaints,
 * close() }`. The pages find the portal in `globalThis.docspacePortal`. `redirectUris`: what the app registers with the
 * portal; `context`: a browser context of another browser; `ignore`: complaints that are not the page's fault; `before` runs in every page before its own
 * scripts.
 */
export async function openVisit(origin, { redirectUris = [`${origin}/callback`], context, ignore = [], before } = {}) {
  const { sandbox, browser } = await stage();
  number += 1;
  const scenario = `package-${process.pid}-${number}`;
  const control = new SandboxControl(sandbox.port, scenario);
  await control.client('docspace', {
    id: 'demo-docspace',
    redirect_uris: redirectUris,
    allowed_origins: [origin],
    public: true,
  });
  const portal = `http://${scenario}.docspace.localhost:${sandbox.port}`;
  const own = context ?? (await browser.newContext());
  own.setDefaultTimeout(PATIENCE);
  const complaints = [];
  const complain = (text) => {
    if (!ignore.some((pattern) => pattern.test(text))) complaints.push(text);
  };
  own.on('weberror', (error) => complain(String(error.error())));
  own.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && message.page()?.url().startsWith(origin)) {
      complain(`${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  await own.addInitScript((where) => {
    globalThis.docspacePortal ??= where;
  }, portal);
  if (before !== undefined) await own.addInitScript(before);
  const page = await own.newPage();
  return { page, context: own, control, portal, complaints, close: () => own.close() };
}

/** The page shows this text in `#id`. */
export async function shows(page, id, text) {
  const place = page.locator(`#${id}`);
  try {
    await place.filter({ hasText: new RegExp(`^\\s*${text}\\s*$`) }).waitFor();
  } catch {
    const seen = await place.textContent({ timeout: 1000 }).catch(() => 'nothing');
    throw new Error(`#${id} of ${page.url()} was to show "${text}", and shows "${seen}"`);
  }
}

/** The people's part of a login, from the portal's sign-in page on. */
export async function signInAtPortal(page) {
  await page.getByTestId('user-ada').click();
  await page.getByTestId('consent-allow').click();
}

/**
 * The whole login on a page with `#status`, `#via`, `#login`, `#call` and `#me` (projects/app/page.js, or the
 * same by a framework). `also(page, visit)` looks at more while somebody is signed in. Throws if anything is not as it
 * should be, a word in the browser's console included.
 */
export async function driveLogin(origin, { path = '/rooms?of=ada#top', also, ...options } = {}) {
  await visiting(origin, options, async (visit) => {
    const { page, control } = visit;
    const tokenRequests = (count) => control.exactly(count, { method: 'POST', path: '/oauth2/token' });
    await page.goto(origin + path);
    await shows(page, 'status', 'signed-out');
    await tokenRequests(0);
    await page.click('#login');
    await signInAtPortal(page);
    await shows(page, 'status', 'signed-in');
    await shows(page, 'via', 'callback');
    assert.equal(page.url(), origin + path, 'the address is where the login began');
    await page.click('#call');
    await shows(page, 'me', 'Ada Lovelace');
    await also?.(page, visit);
    await page.reload();
    await shows(page, 'status', 'signed-in');
    await shows(page, 'via', 'stored');
    await tokenRequests(1);
  });
}

/** A visit in which `body(visit)` holds and the browser complains of nothing; it is closed afterwards. */
export async function visiting(origin, options, body) {
  const visit = await openVisit(origin, options);
  const { complaints } = visit;
  try {
    await body(visit);
    assert.deepEqual(complaints, [], 'the browser complained');
  } catch (error) {
    if (complaints.length > 0) error.message += `\nThe browser said: ${complaints.join('\n')}`;
    throw error;
  } finally {
    await visit.close();
  }
}

/** Serves nothing itself: drives the app of a server that listens at `port`. */
export const driveAt = (port, options) => driveLogin(`http://app.localhost:${port}`, options);
