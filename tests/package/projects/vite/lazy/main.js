import { config } from '../app/config.js';
import { show } from '../app/page.js';

let loading;
/** The one `Auth` of this page; docgate is loaded when it is asked for first. */
function auth() {
  loading ??= import('docgate').then(({ createAuth }) => createAuth(config()));
  return loading;
}

// After the first paint: a frame, and the task after it.
requestAnimationFrame(() => setTimeout(async () => show(await auth())));
