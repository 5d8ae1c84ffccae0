/** How the doubles of Microsoft Entra ID's APIs ask more of a token than they do otherwise. */
import type { Knob } from './double.js';

/** An authentication context that a tenant's policy could want. */
const CLAIMS = { kind: 'claims', claims: { access_token: { acrs: { essential: true, value: 'c1' } } } };

/** For the APIs in this section of the switches; `parts`: where it has several, each with a challenge of its own. */
export function challenges(section: string, parts: readonly string[] = []): Knob {
  const switches = (challenge: object | null, person: boolean) => {
    const asked = parts.length === 0 ? challenge : Object.fromEntries(parts.map((part) => [part, challenge]));
    const entra = { claims_need_interaction: person };
    return section === 'entra' ? { entra: { ...entra, challenge: asked } } : { [section]: { challenge: asked }, entra };
  };
  return {
    name: 'challenge',
    legend: 'What the API asks of a token',
    options: [
      { value: 'none', label: 'Nothing more', switches: switches(null, false) },
      { value: 'renewal', label: 'Claims that a renewal brings', switches: switches(CLAIMS, false) },
      { value: 'person', label: 'Claims that need the person', switches: switches(CLAIMS, true) },
    ],
  };
}
