/**
 * A visit with a relay of its own on the app's site, `relay.app.localhost` (docs/relay.md): its entries are those of
 * tools/serve/relay_config.mjs, at the doubles of this visit's scenario.
 */
import { holdPort } from '../../../tools/serve/port.mjs';
import { startRelay } from '../../../tools/serve/relay.mjs';
import { relayConfig, relaySecrets } from '../../../tools/serve/relay_config.mjs';
import { EntraVisit } from './entra_visit.mjs';

export class RelayVisit extends EntraVisit {
  #shared;
  #running = [];

  /**
   * `changes`: to the relay's configuration, or a function of the visit that gives them; `shared`: no relay of its own is
   * started; `apps`: the names of the hosts that its entries serve.
   */
  constructor(stage, scenario, { changes = {}, shared, apps = ['app'] } = {}) {
    super(stage, scenario);
    this.changes = changes;
    this.#shared = shared;
    this.origins = apps.map(stage.pages.origin);
    /** Where all of its relays take their secrets from. */
    this.env = relaySecrets();
  }

  async open(options) {
    await super.open(options);
    if (options?.fresh !== false) {
      await this.sandbox.switches({ enadoc: { auto_login: 'ada' }, docspace: { auto_consent: true } });
    }
    if (this.#shared) return;
    const port = await holdPort();
    this.relayHost = `relay.app.localhost:${port.port}`;
    this.relay = await this.start({ port });
  }

  /** A relay that answers to the same name, configured alike. `onLine` sees what it prints. */
  async start({ port, changes = this.changes, env = this.env, host = this.relayHost, onLine } = {}) {
    const config = relayConfig({
      sandboxPort: this.providerPort,
      origins: this.origins,
      host,
      scenario: this.scenario,
      changes: typeof changes === 'function' ? changes(this) : changes,
    });
    const relay = await startRelay({ program: process.env.DOCGATE_RELAY, port, config, env, onLine });
    this.#running.push(relay);
    return relay;
  }

  async close() {
    await super.close();
    await Promise.all(this.#running.map((relay) => relay.stop()));
  }

  another(stage) {
    const other = new RelayVisit(stage, this.scenario, { shared: true });
    other.origins = this.origins;
    other.relayHost = this.relayHost;
    other.relay = this.relay;
    return other;
  }

  // Addresses and configs

  /** The whole address of an entry, as a page's config has it. */
  entry(name) {
    return `http://${this.relayHost}/v1/${name}`;
  }

  /** One of the doubles of this scenario. */
  twin(name) {
    return `http://${this.scenario}.${name}.localhost:${this.providerPort}`;
  }

  enadoc({ provider, ...changes } = {}) {
    return {
      provider: {
        id: 'enadoc',
        relay: this.entry('enadoc'),
        identityProvider: this.twin('enadoc'),
        confirm: false,
        ...provider,
      },
      clientId: 'demo-enadoc',
      redirectUri: '/callback/enadoc',
      timeout: 5000,
      ...changes,
    };
  }

  /** DocSpace with the secret at the relay. */
  relayedDocspace({ provider, ...changes } = {}) {
    return {
      ...this.docspace(),
      provider: { id: 'docspace', portal: this.portal, relay: this.entry('docspace'), ...provider },
      clientId: 'demo-docspace-confidential',
      redirectUri: '/callback/relay-docspace',
      ...changes,
    };
  }

  /** The OpenID Connect double, likewise. */
  relayedOidc({ provider, ...changes } = {}) {
    return {
      ...this.oidc(),
      provider: { id: 'oidc', issuer: this.issuer, relay: this.entry('oidc'), ...provider },
      clientId: 'demo-oidc-confidential',
      redirectUri: '/callback/relay-oidc',
      ...changes,
    };
  }

  /** Entra with a registration of the type Web, likewise. */
  relayedEntra({ provider, ...changes } = {}) {
    const config = this.entra({ provider: { tenant: 'organizations', relay: this.entry('entra'), ...provider } });
    return { ...config, clientId: 'demo-entra-web', redirectUri: '/callback/relay-entra', ...changes };
  }

  /** Docplanner's provider; its guard is the page's `window.auth`. */
  docplanner(changes = {}) {
    return { id: 'docplanner', relay: this.entry('docplanner'), audience: this.entry('docplanner'), ...changes };
  }
}
