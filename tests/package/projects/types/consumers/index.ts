import { type Auth, type AuthConfig, type AuthErrorCode, createAuth, isAuthError, type Session } from 'docgate';

const config: AuthConfig = {
  provider: { id: 'docspace', portal: 'https://docs.example.com' },
  clientId: 'an-id',
  redirectUri: '/callback',
  scopes: ['files:read', 'a scope of tomorrow'],
};

export const auth: Auth = createAuth(config);

// A function beside a spread config knows its parameters.
export const shell: Auth = createAuth({ ...config, navigate: (url) => console.log(url.length) });

export async function start(): Promise<Session | undefined> {
  const outcome = await auth.ready();
  switch (outcome.status) {
    case 'signed-in':
      return outcome.session;
    case 'failed': {
      const code: AuthErrorCode = outcome.error.code;
      throw new Error(code);
    }
    default:
      return undefined;
  }
}

export const codeOf = (thrown: unknown): AuthErrorCode | undefined => (isAuthError(thrown) ? thrown.code : undefined);

// @ts-expect-error: a key that does not exist
createAuth({ ...config, clientSecret: 'x' });
// @ts-expect-error: a provider that does not exist
createAuth({ ...config, provider: { id: 'nobody' } });
