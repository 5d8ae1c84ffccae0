/** The APIs: whether anybody answers there. Whether a call may be read only a call can tell, and that takes a token. */
import { finding } from './findings.js';
import { originOf } from './redaction.js';
import { type Examination, found, NO_AUTH, passed, skipped } from './scene.js';
import type { Finding } from './types.js';

export const apis: Examination = {
  name: 'apis',
  async run(scene) {
    const { description } = scene.subject;
    if (description === null) return NO_AUTH;
    const relay = description.relay === null ? '' : originOf(description.relay);
    const bases = new Map(description.apis.map(({ base }) => [originOf(base), base]));
    bases.delete('');
    // It has a check of its own.
    bases.delete(relay);
    if (bases.size === 0) return skipped('none to be called directly is known');
    const looks = [...bases].map(async ([origin, base]): Promise<Finding | undefined> => {
      const look = await scene.there(base);
      if (look.seen === 'blocked') return finding('policy_blocks_api', { origin, directive: look.directive });
      return look.seen === 'silent' ? finding('api_unreachable', { origin }) : undefined;
    });
    const findings = (await Promise.all(looks)).filter((it) => it !== undefined);
    return findings.length > 0 ? found(...findings) : passed([...bases.keys()].join(', '));
  },
};
