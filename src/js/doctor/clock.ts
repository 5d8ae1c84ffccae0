/** The device's clock beside the `Date` of whatever answer the page may read. */
import { finding } from './findings.js';
import type { Look } from './look.js';
import { ownServer, ownServerNow } from './pages.js';
import { type Examination, found, passed, type Scene, skipped } from './scene.js';
import { RELAY_HEADERS } from './token.js';

/** Seconds that docgate tolerates unless the config says otherwise. */
const SKEW = 60;
/** `Date` has whole seconds. */
const GRAIN = 1000;

export const clock: Examination = {
  name: 'clock',
  async run(scene) {
    const skew = scene.subject.inspection?.clockSkew ?? SKEW;
    const looks = await Promise.all(sources(scene));
    let nearest = nearestOf(looks);
    if (nearest === undefined) return skipped('no answer tells the time to this page');
    if (Math.abs(nearest) > skew * 1000 && isOwnServerHeard()) {
      // A cache may have kept that page, date and all.
      nearest = nearestOf([...looks, await ownServerNow(scene)]) ?? nearest;
    }
    const seconds = Math.round(Math.abs(nearest) / 1000);
    if (seconds <= skew) return passed(`${seconds} seconds off`);
    const direction = nearest > 0 ? 'ahead of' : 'behind';
    return found(finding('clock_wrong', { seconds: String(seconds), direction }));
  },
};

/** A service worker answers from its store, with the date of long ago. */
const isOwnServerHeard = (): boolean => navigator.serviceWorker?.controller == null;

/** One server's clock may be the wrong one: the nearest counts. */
const nearestOf = (looks: readonly Look[]): number | undefined =>
  looks
    .map(offset)
    .filter((it) => it !== undefined)
    .sort((a, b) => Math.abs(a) - Math.abs(b))[0];

/** What the other checks look at anyway. */
function sources(scene: Scene): Promise<Look>[] {
  const { subject, look } = scene;
  const list: Promise<Look>[] = [];
  if (isOwnServerHeard()) list.push(ownServer(scene));
  const { relay, metadata } = subject.description ?? {};
  if (relay) list.push(look(relay, RELAY_HEADERS));
  if (metadata) list.push(look(metadata));
  return list;
}

/** Milliseconds by which the device is ahead at least; `undefined` where the answer tells no time. */
function offset(look: Look): number | undefined {
  if (look.seen !== 'answer') return undefined;
  const { headers, at, blur } = look.answer;
  const date = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(date)) return undefined;
  // What a shared cache has kept was made so long ago.
  const age = Number(headers.get('age') ?? 0);
  const difference = at - (date + GRAIN / 2 + (Number.isFinite(age) ? age * 1000 : 0));
  const certain = Math.max(0, Math.abs(difference) - blur - GRAIN / 2);
  return Math.sign(difference) * certain;
}
