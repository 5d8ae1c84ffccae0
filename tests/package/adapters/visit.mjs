/** A visit to an adapter's app, at an OpenID Connect provider that renews tokens. Every app shows the same things by the same names. */
import assert from 'node:assert/strict';
import { SandboxControl } from '../../e2e/support/sandbox_control.mjs';
import { stage } from '../support/drive.mjs';

/** A slow machine is no failure. */
const PATIENCE = 60_000;
const DEEP = '/rooms/42?tab=1#top';

let number = 0;

/** The browser's own words on the renewal that the provider refuses, and on a provider that is not to be had. */
const REFUSED = /the server responded with a status of 400|net::ERR_FAILED/;

/** `expected`: what else the console may say. `before` runs in every page before its own scripts. */
export async function openApp(port, { expected = [], before } = {}) {
  const { sandbox, browser } = await stage();
  number += 1;
  const scenario = `adapter-${process.pid}-${number}`;
  const origin = `http://app.localhost:${port}`;
  const control = new SandboxControl(sandbox.port, scenario);
  await control.client('oidc', {
    id: 'demo-oidc',
    public: true,
    redirect_uris: [`${origin}/callback`],
    allowed_origins: [origin],
  });
  await control.switches({ oidc: { auto_login: 'ada' } });
  const context = await browser.newContext();
  context.setDefaultTimeout(PATIENCE);
  const complaints = [];
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    const ours = message.page()?.url().startsWith(origin);
    if (ours && ['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  await context.addInitScript((issuer) => {
    globalThis.issuer = issuer;
  }, `http://oidc-double.localhost:${sandbox.port}/t/${scenario}`);
  if (before !== undefined) await context.addInitScript(before);
  const page = await context.newPage();
  return {
    page,
    context,
    control,
    origin,
    deep: origin + DEEP,
    room: page.locator('#room'),
    stopped: page.locator('#stopped'),
    button: (name) => page.getByRole('button', { name, exact: true }),
    /** So many authorization requests, and so many requests for tokens, have there been. */
    async asked(authorize, token) {
      await control.exactly(authorize, { path: `/t/${scenario}/authorize` });
      await control.exactly(token, { path: `/t/${scenario}/token` });
    },
    seen: () => page.evaluate(() => ({ ...globalThis.seen })),
    async finish() {
      const others = complaints.filter((text) => ![REFUSED, ...expected].some((one) => one.test(text)));
      assert.deepEqual(others, [], 'the browser complained');
    },
    /** What the browser said, and the end of the visit. */
    async close() {
      await context.close();
      return complaints;
    },
  };
}
