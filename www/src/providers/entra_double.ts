/** What can be changed at the double of Microsoft Entra ID and of the services that stand behind it. */
import { EVICT, EXPIRE, rateLimit } from './acts.js';
import { challenges } from './challenges.js';
import type { Double, Toggle } from './double.js';

const HINT =
  'This switches the test double. With the real service a policy of the tenant, or its administrator, does it.';

/** `section`: of the API's own switches, where it is not Entra's; `parts`: its parts. `cors`: the switch of its CORS, where that is one. */
export function entraDouble(section: string, { parts, cors }: { parts?: readonly string[]; cors?: string }): Double {
  const toggles: Toggle[] = [
    {
      name: 'deny',
      label: 'Deny consent',
      hint: 'What is not consented to yet is declined: AADSTS65004.',
      on: { entra: { deny_consent: true } },
      off: { entra: { deny_consent: false } },
    },
    {
      name: 'admin',
      label: 'Only administrators consent',
      hint: 'What is not consented to yet needs an administrator: AADSTS90094.',
      on: { entra: { admin_consent_required: true } },
      off: { entra: { admin_consent_required: false } },
    },
    rateLimit(section === 'entra' ? { entra: ['token', 'api'] } : { entra: ['token'], [section]: ['api'] }),
  ];
  if (cors !== undefined) {
    toggles.push({
      name: 'cors',
      label: 'CORS off',
      hint: 'The API answers no page.',
      on: { [section]: { [cors]: false } },
      off: { [section]: { [cors]: true } },
    });
  }
  return { hint: HINT, acts: [EXPIRE, EVICT], knobs: [challenges(section, parts)], toggles };
}

/** What the scopes of all of them mean. */
export const ENTRA_SCOPES = {
  meanings: {
    openid: 'An ID token: who it is, signed',
    profile: 'Name and user name',
    email: 'E-mail address, where there is one',
    offline_access: 'Renewal for 24 hours, without asking',
    'User.Read': 'Read your own entry in the directory',
    'https://graph.microsoft.com/User.Read': 'Read your own entry in the directory',
    'https://graph.microsoft.us/User.Read': 'Read your own entry in the directory',
    'Tasks.My.Manage': 'See and complete your own tasks',
    'Tasks.Admin': 'See everybody’s tasks; an administrator has to allow it',
    user_impersonation: 'Do what you may do, in your name',
    '.default': 'All that was consented to for this app',
    'Financials.ReadWrite.All': 'Read and change financial data',
  },
} as const;
