/** The relay: there, the right one, on this site, and willing to answer this page. */
import { finding } from './findings.js';
import { member, unanswered } from './metadata.js';
import { originOf, place } from './redaction.js';
import { type Examination, found, NO_AUTH, skipped } from './scene.js';
import { RELAY_HEADERS } from './token.js';

export const relay: Examination = {
  name: 'relay',
  async run(scene) {
    const { description } = scene.subject;
    if (description === null) return NO_AUTH;
    if (description.relay === null) return skipped('the config names none');
    const address = description.relay;
    const seen = { origin: originOf(address), at: place(address) };
    // At the entry's own address there is nothing, which every relay says in the same form.
    const look = await scene.look(address, RELAY_HEADERS);
    switch (look.seen) {
      case 'answer': {
        const { error } = member(look) ?? {};
        if (error === 'cross_site') return found(finding('relay_cross_site', seen));
        return typeof error === 'string'
          ? undefined
          : found(finding('relay_unknown', { ...seen, status: String(look.answer.status) }));
      }
      case 'moved':
        return found(finding('relay_unknown', { ...seen, status: 'a redirect' }));
      case 'hidden':
        return found(finding('relay_hidden', { ...seen, page: location.origin }));
      case 'silent':
        // Browsers keep the answers for its own site from other sites altogether.
        return found(finding(isElsewhere(address) ? 'relay_cross_site' : 'relay_unreachable', seen));
      default:
        return found(...[unanswered(look, address, '')].filter((it) => it !== undefined));
    }
  },
};

/**
 * Whether an address is on another site than this page for certain. A site is a scheme and a registrable domain, and which
 * that is only browsers know; but it never has fewer than two labels, so that whoever differs in one of these is another.
 */
function isElsewhere(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  if (protocol !== location.protocol) return true;
  return registrable(hostname) !== registrable(location.hostname);
}

/** The last two labels; an IP address whole. */
function registrable(host: string): string {
  return /^[\d.]+$|^\[/.test(host) ? host : host.split('.').slice(-2).join('.');
}
