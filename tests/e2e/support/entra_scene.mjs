/**
 * A scene at the doubles of Microsoft Entra ID and the services behind it (support/entra_visit.mjs). With `sleep: true` it
 * has a browser of its own whose tabs can sleep (support/own_browser.mjs).
 */
import { EntraVisit } from './entra_visit.mjs';
import { openOwnBrowser } from './own_browser.mjs';
import { scene } from './scene.mjs';

export { BUSINESS_CENTRAL, CONTOSO, claimsOf, DEMO_API, FABRIKAM, GRAPH, TIERS } from './entra_visit.mjs';
export { serves, step } from './scene.mjs';

/** One end-to-end test. */
export function entraScene(name, body, { sleep = false, ...options } = {}) {
  const make = async (stage, scenario) => {
    if (!sleep) return new EntraVisit(stage, scenario);
    const browser = await openOwnBrowser();
    return new EntraVisit({ ...stage, browser }, scenario, browser.close);
  };
  scene(name, body, { ...options, make });
}
