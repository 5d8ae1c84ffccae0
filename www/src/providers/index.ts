/** The providers that the demo has a card for. */
import type { DemoConfig } from '../demo_config.js';
import { businessCentral } from './business_central.js';
import { doccentrum } from './doccentrum.js';
import { docspace } from './docspace.js';
import { entra } from './entra.js';
import { oidc } from './oidc.js';
import type { DemoProvider } from './provider.js';

/** One redirect URI for each provider: an answer of one can then never be taken for another's. */
export function demoProviders(config: DemoConfig): readonly DemoProvider[] {
  return [
    docspace(config.docspace),
    oidc(config.oidc),
    entra(config.entra),
    doccentrum(config.doccentrum),
    businessCentral(config.businessCentral),
  ];
}
