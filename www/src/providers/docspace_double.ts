/** What can be changed at the DocSpace double: its version, its people, its administrators. */
import { EVICT, EXPIRE } from './acts.js';
import type { Act, Double, Knob, Toggle } from './double.js';

export const docspaceDouble = (knobs: readonly Knob[]): Double => ({
  hint: 'This switches the DocSpace double. At a real portal the same happens by its people, its administrators, its version.',
  acts: [EXPIRE, EVICT, REVOKE],
  knobs: [VERSION, ...knobs],
  toggles: TOGGLES,
});

const REVOKE: Act = {
  name: 'revoke',
  label: 'Take the consent back',
  hint: 'As on “Authorized apps”: the next sign-in asks anew.',
  path: 'revoke',
  body: (whose) => ({ ...whose }),
  done: 'The person has taken the app’s access back: its tokens are dead, and the next sign-in asks for consent anew.',
};

const VERSION: Knob = {
  name: 'version',
  legend: 'Be DocSpace version',
  usual: '3.7',
  options: ['3.0', '3.1', '3.2', '3.6', '3.7', '3.8'].map((version) => ({
    value: version,
    label: version === '3.2' ? '3.2 to 3.5' : version,
    switches: { docspace: { version } },
  })),
};

/** Of the cloud. */
export const PORTALS: Knob = {
  name: 'portals',
  legend: 'The person has portals',
  options: [
    { value: 'eu', label: 'In the EU', switches: { docspace: { portals: ['eu'] } } },
    { value: 'both', label: 'In the EU and the US', switches: { docspace: { portals: ['eu', 'us'] } } },
  ],
};

const TOGGLES: readonly Toggle[] = [
  {
    name: 'deny',
    label: 'Deny consent',
    hint: 'The consent page says no. What was allowed before stays allowed.',
    on: { docspace: { deny_consent: true } },
    off: { docspace: { deny_consent: false } },
  },
  {
    name: 'partial',
    label: 'Partial consent',
    hint: 'Of what is new, only your own profile is allowed.',
    on: { docspace: { partial_consent: ['accounts.self:read'] } },
    off: { docspace: { partial_consent: null } },
  },
  {
    name: 'limit',
    label: 'Rate limit',
    hint: 'The ten POSTs of this minute are used up: an odd 429.',
    on: { docspace: { rate_limit: true, rate_limit_posts: 0 } },
    off: { docspace: { rate_limit: false, rate_limit_posts: 10 } },
  },
  {
    name: 'server',
    label: 'Identity server off',
    hint: 'A sign-in ends on the portal’s 502. The Doctor sees it before.',
    on: { docspace: { identity_server: false } },
    off: { docspace: { identity_server: true } },
  },
  {
    name: 'cors',
    label: 'CORS off',
    hint: 'The token endpoint answers no page, whatever the version.',
    on: { docspace: { cors: false } },
    off: { docspace: { cors: true } },
  },
];
