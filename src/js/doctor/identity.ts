/** Whether the server says, before anybody signs in, that nobody can. */
import { finding } from './findings.js';
import { member } from './metadata.js';
import { originOf, place } from './redaction.js';
import { type Examination, found, NO_AUTH, skipped } from './scene.js';

export const identityServer: Examination = {
  name: 'identity-server',
  async run(scene) {
    const { description } = scene.subject;
    if (description === null) return NO_AUTH;
    const address = description.capabilities;
    if (address === null) return skipped('this provider does not tell');
    const look = await scene.look(address);
    const response = member(look)?.response as { identityServerEnabled?: unknown } | undefined;
    const enabled = response?.identityServerEnabled;
    if (enabled === false) {
      return found(finding('identity_server_off', { origin: originOf(address), at: place(address) }));
    }
    // An older portal does not say, and need not let a page read it.
    return enabled === true ? undefined : skipped('the portal does not tell');
  },
};
