/**
 * A visit at the doubles of Microsoft Entra ID and of what is behind it: Graph, docCentrum, Business Central, and an own
 * API (sandbox/README.md). The apps run on `app.localhost`: for Entra, two addresses on `localhost` itself that differ in
 * their port are one.
 */
import { Visit } from './visit.mjs';

/** The directories; ada and grace are of Contoso, linus is of Fabrikam. */
export const CONTOSO = '11111111-1111-4111-8111-111111111111';
export const FABRIKAM = '22222222-2222-4222-8222-222222222222';

export const GRAPH = 'https://graph.microsoft.com';
export const DEMO_API = 'api://demo-api';
export const BUSINESS_CENTRAL = 'https://api.businesscentral.dynamics.com';
export const TIERS = {
  premium: 'api://fc0ecb91-d846-46d0-a363-4f97c69db711',
  lite: 'api://5b0479de-89c3-4c7a-aa5f-393001579763',
};

/** What the clouds are called: in the config, in the doubles' names, in those of the demo apps. */
const CLOUDS = { public: '', usgov: '-us', china: '-cn' };

/** The claims of a JWT. */
export function claimsOf(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString('utf8'));
}

export class EntraVisit extends Visit {
  #leave;

  /** `leave`: what is to be done after the context is closed. */
  constructor(stage, scenario, leave = async () => {}) {
    super(stage, scenario);
    this.#leave = leave;
  }

  async close() {
    await super.close();
    await this.#leave();
  }

  async open(options = {}) {
    if (options.fresh !== false) await this.sandbox.switches({ entra: { auto_login: 'ada', auto_consent: true } });
    await super.open(options);
  }

  /** The address of a double of this scenario. */
  double(name, cloud = 'public') {
    return `http://${this.scenario}.${name}${CLOUDS[cloud]}.localhost:${this.providerPort}`;
  }

  /** Graph is the API base, unless told otherwise. */
  entra({ provider, sandbox, ...changes } = {}) {
    const cloud = provider?.cloud ?? 'public';
    return {
      provider: { id: 'entra', tenant: CONTOSO, ...provider },
      clientId: `demo-entra${CLOUDS[cloud]}`,
      redirectUri: '/callback/entra',
      scopes: ['User.Read'],
      apiBase: this.double('graph', cloud),
      sandbox: { login: this.double('entra', cloud), ...sandbox },
      timeout: 5000,
      ...changes,
    };
  }

  doccentrum({ provider, sandbox, ...changes } = {}) {
    const { cloud = 'public', tier = 'premium' } = provider ?? {};
    return {
      provider: { id: 'doccentrum', tier, tenant: CONTOSO, ...provider },
      clientId: `demo-doccentrum${CLOUDS[cloud]}`,
      redirectUri: '/callback/doccentrum',
      scopes: ['Tasks.My.Manage'],
      apiBase: `${this.double('doccentrum', cloud)}/${tier}`,
      sandbox: { login: this.double('entra', cloud), ...sandbox },
      timeout: 5000,
      ...changes,
    };
  }

  businessCentral({ provider, sandbox, ...changes } = {}) {
    return {
      provider: { id: 'business-central', tenant: CONTOSO, environment: 'Production', ...provider },
      clientId: 'demo-business-central',
      redirectUri: '/callback/business-central',
      sandbox: { login: this.double('entra'), api: this.double('business-central'), ...sandbox },
      timeout: 5000,
      ...changes,
    };
  }

  /** The requests to Entra's `endpoint`: `authorize`, `token`, `logout`. */
  at(endpoint, filters = {}) {
    return { double: 'entra', path: new RegExp(`/oauth2/v2\\.0/${endpoint}$`), ...filters };
  }

  /** A tab in which nobody is signed in yet. */
  async fresh(config, path = '/') {
    const page = await this.tab({ config });
    await this.arrive(page, path);
    return page;
  }

  /** A tab in which ada is signed in. `options`: of the login. */
  async signedIn(config, options = {}) {
    const page = await this.fresh(config);
    await this.enter(page, options);
    this.taken(page, 'event');
    return page;
  }

  /** `auth.fetch(...)` in the page: `{ status, body }` or `{ error }`. */
  fetch(page, path, init, options) {
    return page.evaluate((given) => window.fetched(...given), [path, init ?? {}, options ?? {}]);
  }

  /** The page's access token. */
  async token(page, options = {}) {
    const { value, error } = await this.call(page, 'getAccessToken', options);
    if (error) throw new Error(`getAccessToken() rejected: ${error.code} ${error.message} ${error.errorDescription}`);
    return value;
  }
}
