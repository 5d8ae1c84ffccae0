/** What `/config.json` says: where the providers are, and how this app is registered with them. */

export interface Registration {
  readonly clientId: string;
  readonly scopes: readonly string[];
}

export interface DemoConfig {
  readonly docspace: Registration & { readonly portal: string };
  readonly oidc: Registration & { readonly issuer: string; readonly apiBase: string | null };
}

export async function loadDemoConfig(): Promise<DemoConfig> {
  const answer = await fetch('/config.json', { cache: 'no-store' });
  if (!answer.ok) throw new Error(`/config.json answered ${answer.status}`);
  const whole = record(await answer.json(), 'the file');
  const docspace = record(whole.docspace, 'docspace');
  const oidc = record(whole.oidc, 'oidc');
  return {
    docspace: { ...registration(docspace, 'docspace'), portal: text(docspace.portal, 'docspace.portal') },
    oidc: {
      ...registration(oidc, 'oidc'),
      issuer: text(oidc.issuer, 'oidc.issuer'),
      apiBase: oidc.apiBase === undefined ? null : text(oidc.apiBase, 'oidc.apiBase'),
    },
  };
}

function registration(from: Record<string, unknown>, name: string): Registration {
  const scopes = from.scopes;
  if (!Array.isArray(scopes)) throw new Error(`/config.json: ${name}.scopes is not a list`);
  return {
    clientId: text(from.clientId, `${name}.clientId`),
    scopes: scopes.map((scope) => text(scope, `${name}.scopes`)),
  };
}

function record(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error(`/config.json: ${name} is not an object`);
  return value as Record<string, unknown>;
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new Error(`/config.json: ${name} is not a string`);
  return value;
}
