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
export function demoProviders(
  config: DemoConfig,
  at: (name: string) => string,
  confirm: Confirm,
): readonly DemoProvider[] {
  const { relay } = config;
  return [
    docspace(config.docspace, at, relay),
    oidc(config.oidc, at),
    entra(config.entra, at, relay),
    doccentrum(config.doccentrum, at),
    businessCentral(config.businessCentral, at, relay),
    enadoc(config.enadoc, at, relay, confirm),
    docplanner(config.docplanner, at, relay),
  ];
}
