/**
 * A scene at the real OpenID Connect server: refresh tokens rotate, and a spent one that comes again ends its whole
 * family. The server is started once for each test process; its log is emptied for every scene.
 *
 * With `sleep: true` the scene has a browser of its own whose tabs can sleep as a person's do (support/own_browser.mjs).
 */
import { after } from 'node:test';
import { startOidcProvider } from '../../../tools/serve/oidc_provider.mjs';
import { openOwnBrowser } from './own_browser.mjs';
import { LIFE, ProviderVisit } from './provider_visit.mjs';
import { scene } from './scene.mjs';

export { LIFE } from './provider_visit.mjs';
export { serves } from './scene.mjs';

let starting = null;

after(async () => {
  if (starting !== null) await (await starting).stop();
});

/** One end-to-end test at the real server. */
export function providerScene(name, body, { sleep = false, ...options } = {}) {
  const make = async (stage, scenario) => {
    starting ??= startOidcProvider({ apps: [stage.pages.origin('app')], accessTokenSeconds: LIFE, forTests: true });
    const provider = await starting;
    if (!sleep) return new ProviderVisit(stage, scenario, provider);
    const browser = await openOwnBrowser();
    return new ProviderVisit({ ...stage, browser }, scenario, provider, browser.close);
  };
  scene(name, body, { ...options, make });
}
