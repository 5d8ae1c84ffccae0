/** What `config.json`, beside the page, says: where the providers are, and how this app is registered with them. */

import { base } from './base.js';

export interface Registration {
  readonly clientId: string;
  readonly scopes: readonly string[];
}

/** Where a docCentrum is, in one of the clouds. */
export interface DocCentrumPlace {
  readonly login: string;
  readonly api: string;
  readonly clientId: string;
}

export interface DemoConfig {
  /** The control API of the test doubles. */
  readonly control: string;
  /** Above the entries of docgate-relay. */
  readonly relay: string;
  /** Stops and starts the relay, where whoever serves this page can; beside the page. */
  readonly relaySwitch: string | null;
  readonly docspace: Registration & {
    readonly portal: string;
    /** The doubles of the cloud: where people sign in, and the portal. */
    readonly cloud: { readonly login: string; readonly api: string };
    readonly confidentialClientId: string;
  };
  readonly oidc: Registration & {
    readonly issuer: string;
    readonly apiBase: string | null;
    /** The issuer of the test double. */
    readonly double: string;
  };
  readonly entra: {
    readonly login: string;
    readonly graph: string;
    readonly demoApi: string;
    readonly tenants: readonly string[];
    readonly clientId: string;
    readonly webClientId: string;
  };
  readonly doccentrum: {
    readonly tenant: string;
    readonly public: DocCentrumPlace;
    readonly usgov: DocCentrumPlace;
  };
  readonly businessCentral: DocCentrumPlace & { readonly tenant: string; readonly environment: string };
  readonly enadoc: { readonly identityProvider: string; readonly clientId: string };
  /** Where Docplanner's people sign in. */
  readonly docplanner: { readonly issuer: string; readonly clientId: string; readonly redirectUri: string };
}

export async function loadDemoConfig(): Promise<DemoConfig> {
  const answer = await fetch(new URL('config.json', base), { cache: 'no-store' });
  if (!answer.ok) throw new Error(`config.json answered ${answer.status}`);
  const whole = new Reader(await answer.json(), '');
  const docspace = whole.inner('docspace');
  const cloud = docspace.inner('cloud');
  const oidc = whole.inner('oidc');
  const entra = whole.inner('entra');
  const doccentrum = whole.inner('doccentrum');
  const businessCentral = whole.inner('businessCentral');
  const enadoc = whole.inner('enadoc');
  const docplanner = whole.inner('docplanner');
  return {
    control: whole.text('control'),
    relay: whole.text('relay'),
    relaySwitch: whole.has('relaySwitch') ? whole.text('relaySwitch') : null,
    docspace: {
      ...registration(docspace),
      portal: docspace.text('portal'),
      cloud: { login: cloud.text('login'), api: cloud.text('api') },
      confidentialClientId: docspace.text('confidentialClientId'),
    },
    oidc: {
      ...registration(oidc),
      issuer: oidc.text('issuer'),
      apiBase: oidc.has('apiBase') ? oidc.text('apiBase') : null,
      double: oidc.text('double'),
    },
    entra: {
      login: entra.text('login'),
      graph: entra.text('graph'),
      demoApi: entra.text('demoApi'),
      tenants: entra.texts('tenants'),
      clientId: entra.text('clientId'),
      webClientId: entra.text('webClientId'),
    },
    doccentrum: {
      tenant: doccentrum.text('tenant'),
      public: place(doccentrum.inner('public')),
      usgov: place(doccentrum.inner('usgov')),
    },
    businessCentral: {
      ...place(businessCentral),
      tenant: businessCentral.text('tenant'),
      environment: businessCentral.text('environment'),
    },
    enadoc: { identityProvider: enadoc.text('identityProvider'), clientId: enadoc.text('clientId') },
    docplanner: {
      issuer: docplanner.text('issuer'),
      clientId: docplanner.text('clientId'),
      redirectUri: docplanner.text('redirectUri'),
    },
  };
}

const registration = (from: Reader) => ({ clientId: from.text('clientId'), scopes: from.texts('scopes') });

const place = (from: Reader) => ({
  login: from.text('login'),
  api: from.text('api'),
  clientId: from.text('clientId'),
});

/** Reads one object of the file, and names the key that is wrong. */
class Reader {
  readonly #object: Record<string, unknown>;
  readonly #name: string;

  constructor(value: unknown, name: string) {
    if (typeof value !== 'object' || value === null) throw new Error(`config.json: ${name || 'it'} is not an object`);
    this.#object = value as Record<string, unknown>;
    this.#name = name === '' ? '' : `${name}.`;
  }

  has(key: string): boolean {
    return this.#object[key] !== undefined;
  }

  inner(key: string): Reader {
    return new Reader(this.#object[key], `${this.#name}${key}`);
  }

  text(key: string): string {
    const value = this.#object[key];
    if (typeof value !== 'string') throw new Error(`config.json: ${this.#name}${key} is not a string`);
    return value;
  }

  texts(key: string): readonly string[] {
    const value = this.#object[key];
    const good = Array.isArray(value) && value.every((each) => typeof each === 'string');
    if (!good) throw new Error(`config.json: ${this.#name}${key} is not a list of strings`);
    return value;
  }
}
