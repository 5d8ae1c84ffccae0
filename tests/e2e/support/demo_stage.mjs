/** What `npm start` serves, on ports of its own: sandbox, oidc-provider, relay and the demo; and a browser to visit it with. */
import assert from 'node:assert/strict';
import { startDemo } from '../../../tools/serve/demo.mjs';
import { CALLBACKS, demoConfig, doublesFor } from '../../../tools/serve/demo_config.mjs';
import { startOidcProvider } from '../../../tools/serve/oidc_provider.mjs';
import { holdPort } from '../../../tools/serve/port.mjs';
import { startRelay } from '../../../tools/serve/relay.mjs';
import { relayConfig, relaySecrets } from '../../../tools/serve/relay_config.mjs';
import { switchedRelay } from '../../../tools/serve/relay_switch.mjs';
import { startSandbox } from '../../../tools/serve/sandbox.mjs';
import { launchBrowser } from './browser.mjs';
import './ending.mjs';
import { LeakScanner } from './leak_scanner.mjs';
import { exchange, SandboxControl } from './sandbox_control.mjs';
import { SecretsSeen } from './secrets_seen.mjs';

/** The demo's redirect URIs, where it is not at the root. */
const callbacks = (apps, base) =>
  base === '/'
    ? []
    : apps.flatMap((origin) => CALLBACKS.flatMap((path) => ['--redirect-uri', `${origin}${base}${path}`]));

/** `built`: the folder of a static build of the demo, in place of its sources; `base`: the path that it is below. */
export async function openDemoStage({ built, base = '/' } = {}) {
  // Both are named to others long before somebody listens there.
  const [port, relayPort] = await Promise.all([holdPort(), holdPort()]);
  const apps = [`http://localhost:${port.port}`];
  const [sandbox, provider, browser] = await Promise.all([
    startSandbox({ program: process.env.DOCGATE_SANDBOX, apps, args: [...doublesFor(apps), ...callbacks(apps, base)] }),
    startOidcProvider({ apps }),
    launchBrowser(),
  ]);
  const host = `localhost:${relayPort.port}`;
  const env = relaySecrets();
  const relay = await switchedRelay(() =>
    startRelay({
      program: process.env.DOCGATE_RELAY,
      port: relayPort,
      config: relayConfig({ sandboxPort: sandbox.port, origins: apps, host }),
      env,
    }),
  );
  const config = demoConfig({ sandbox, issuer: provider.issuer, relay: `http://${host}`, relaySwitch: true });
  const demo = await startDemo({ port, config, relay, built, base });
  const control = new SandboxControl(sandbox.port, 'default');
  return {
    origin: demo.origin,
    portal: sandbox.portal,
    issuer: provider.issuer,
    relay: `http://${host}`,
    control,
    /** The requests that oidc-provider has received, oldest first. */
    async providerLog() {
      return JSON.parse((await exchange(provider.port, { path: '/_log' })).body);
    },
    /**
     * A person with a browser of their own. `finish()` looks for leaks and for violations of the page's policy; in the
     * console it expects what is like `expected`, and nothing else.
     */
    async person(options = {}) {
      const context = await browser.newContext({ serviceWorkers: 'block', ...options });
      context.setDefaultTimeout(20_000);
      const secrets = new SecretsSeen();
      const scanner = new LeakScanner(secrets);
      secrets.watch(context);
      scanner.watch(context);
      // What the demo's own pages complain of; the providers' pages may do as they like.
      const complaints = [];
      context.on('console', (message) => {
        const ours = message.location().url.startsWith(demo.origin);
        if (ours && ['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      context.on('weberror', (uncaught) => complaints.push(uncaught.error().message));
      return {
        context,
        secrets,
        async finish(expected = []) {
          await scanner.assertNone(context, (url) => url.origin === demo.origin);
          const others = complaints.filter((text) => !expected.some((one) => one.test(text)));
          assert.deepEqual(others, [], 'the console of the demo has nothing else');
          for (const one of expected)
            assert.ok(
              complaints.some((text) => one.test(text)),
              `the console has ${one}`,
            );
          await context.close();
        },
      };
    },
    async close() {
      await browser.close();
      await Promise.all([demo.stop(), provider.stop(), relay.stop(), sandbox.stop()]);
    },
  };
}
