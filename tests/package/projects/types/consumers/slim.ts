import { type Auth, createAuth, loadCore, type WasmSource, wasmIntegrity } from 'docgate/slim';

export function begin(source: WasmSource): Auth {
  const loading: Promise<void> = loadCore(source);
  loading.catch(() => {});
  return createAuth({
    provider: { id: 'docspace' },
    clientId: 'an-id',
    redirectUri: '/callback',
    scopes: ['files:read'],
  });
}

export const integrity: string = wasmIntegrity;
// @ts-expect-error: no source
loadCore();
