/** A scene with a relay (support/relay_visit.mjs). `changes`, `apps`, `shared`: of the visit. */
import { RelayVisit } from './relay_visit.mjs';
import { scene } from './scene.mjs';

export { serves, step } from './scene.mjs';

/** One end-to-end test. */
export function relayScene(name, body, { changes, apps, shared, ...options } = {}) {
  scene(name, body, {
    ...options,
    make: (stage, scenario) => new RelayVisit(stage, scenario, { changes, apps, shared }),
  });
}
