/** The providers that the demo has a card for. */
import type { DemoConfig } from '../demo_config.js';
import { businessCentral } from './business_central.js';
import { doccentrum } from './doccentrum.js';
import { docplanner } from './docplanner.js';
import { docspace } from './docspace.js';
import { type Confirm, enadoc } from './enadoc.js';
import { entra } from './entra.js';
import { oidc } from './oidc.js';
import type { DemoProvider } from './provider.js';

/** One redirect URI for each provider: an answer of one can then never be taken for another's. */
export function demoProviders(config: DemoConfig, confirm: Confirm): readonly DemoProvider[] {
  return [
    docspace(config.docspace, config.relay),
    oidc(config.oidc),
    entra(config.entra, config.relay),
    doccentrum(config.doccentrum),
    businessCentral(config.businessCentral, config.relay),
    enadoc(config.enadoc, config.relay, confirm),
    docplanner(config.docplanner, config.relay),
  ];
}
