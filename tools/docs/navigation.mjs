// What a reader finds on the left, in the order in which a newcomer reads it. A page that is not there is left out.

import { existsSync, readdirSync } from 'node:fs';
import { at } from '../paths.mjs';

const GROUPS = [
  ['Start', ['README.md', 'docs/getting-started.md', 'docs/configuration.md', 'docs/faq.md', 'docs/errors.md']],
  [
    'Providers',
    ['README', 'docspace', 'entra', 'doccentrum', 'business-central', 'enadoc', 'docplanner', 'oidc'].map(provider),
  ],
  [
    'Frameworks',
    [
      'docs/frameworks/README.md',
      ...['typescript', 'react', 'vue', 'svelte', 'angular', 'solid'].map((name) => `docs/frameworks/${name}.md`),
      'docs/rust.md',
    ],
  ],
  [
    'Guides',
    [
      'sessions',
      'popups',
      'doctor',
      'testing',
      'relay',
      'csp',
      'service-workers',
      'bundlers',
      'loading',
      'browsers',
      'wrapped-apps',
    ].map(guide),
  ],
  ['Coming from', ['oidc-client-ts', 'auth0-spa-js', 'msal-browser'].map((name) => `docs/migration/${name}.md`)],
  [
    'Project',
    [
      'SECURITY.md',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      ...['requirements', 'conformance', 'supply-chain', 'size'].map(guide),
      'examples',
      'docs/decisions',
      'www/README.md',
      'sandbox/README.md',
      'fuzz/README.md',
    ],
  ],
];

/** Names that stand in the navigation in place of a page's own title. */
const SHORT = new Map([
  ['README.md', 'Overview'],
  ['docs/faq.md', 'When something goes wrong'],
  ['docs/errors.md', 'Error codes'],
  ['docs/providers/README.md', 'Which there are'],
  ['docs/providers/docspace.md', 'ONLYOFFICE DocSpace'],
  ['docs/providers/entra.md', 'Microsoft Entra ID'],
  ['docs/providers/doccentrum.md', 'docCentrum'],
  ['docs/providers/business-central.md', 'Business Central'],
  ['docs/providers/enadoc.md', 'Enadoc'],
  ['docs/providers/docplanner.md', 'Docplanner'],
  ['docs/providers/oidc.md', 'Any other server'],
  ['docs/frameworks/README.md', 'Which one'],
  ['docs/migration/oidc-client-ts.md', 'oidc-client-ts'],
  ['docs/migration/auth0-spa-js.md', 'auth0-spa-js'],
  ['docs/migration/msal-browser.md', 'msal-browser'],
  ['docs/popups.md', 'Popups and hidden frames'],
  ['docs/loading.md', 'WebAssembly or JavaScript'],
  ['docs/csp.md', 'Content-Security-Policy'],
  ['docs/relay.md', 'docgate-relay'],
  ['docs/requirements.md', 'Requirements'],
  ['docs/conformance.md', 'Conformance'],
  ['docs/decisions', 'Decisions'],
  ['examples', 'Examples'],
  ['www/README.md', 'The demo'],
  ['sandbox/README.md', 'The test doubles'],
  ['fuzz/README.md', 'Fuzzing'],
]);

function provider(name) {
  return `docs/providers/${name}.md`;
}

function guide(name) {
  return `docs/${name}.md`;
}

/** `[{ title, pages: [{ path, title? }] }]`: what is there of it, and below `docs` what nobody has sorted in yet. */
export function navigation() {
  const known = new Set(GROUPS.flatMap(([, paths]) => paths));
  const others = readdirSync(at('docs'))
    .map((name) => `docs/${name}`)
    .filter((path) => path.endsWith('.md') && !known.has(path));
  return GROUPS.map(([title, paths]) => ({
    title,
    pages: [...paths, ...(title === 'Guides' ? others : [])]
      .filter((path) => existsSync(at(path)))
      .map((path) => ({ path, title: SHORT.get(path) })),
  })).filter(({ pages }) => pages.length > 0);
}
