/** What a test of an app may write with `docgate/testing`, and what the types refuse. Compiled, never run. */
import { type Auth, type AuthConfig, createAuth } from 'docgate';
import { type Fake, fakeAuth, provider, seedSession, virtualClock } from 'docgate/testing';
import type { BrowserContext, Page } from 'playwright-core';

/** An app takes the one for the other. */
export const auths: Auth[] = [
  fakeAuth().auth,
  createAuth({ provider: { id: 'oidc', issuer: 'https://a.example' }, clientId: 'a', redirectUri: '/b' }),
];

export async function app(page: Page, context: BrowserContext): Promise<string> {
  const clock = virtualClock(new Date(0));
  const { auth, control }: Fake = fakeAuth({ start: 'loading', clock, session: { user: { id: 'a' }, lifetime: null } });
  control.settle('failed');
  control.nextLogin({ scopes: ['files:read'] });
  control.nextLogin('network');
  control.nextLogin('leaves');
  control.rejectNext('fetch', 'timeout', { retryAfter: 3 });
  const doubles = await provider({
    clock,
    switches: { docspace: { auto_login: 'ada', token_fault: { kind: 'empty', times: 1 } } },
  });
  await doubles.route(page);
  await doubles.route(context);
  globalThis.fetch = doubles.fetch;
  const config: AuthConfig = doubles.config('docspace');
  const { script } = seedSession(createAuth(config), { accessToken: 'x', user: null });
  await page.addInitScript({ content: script });
  const [first] = doubles.requests;
  return `${await doubles.walk(await auth.loginUrl())} ${first?.path} ${control.logins.length}`;
}

export async function refused(): Promise<void> {
  // @ts-expect-error: no such beginning.
  fakeAuth({ start: 'somehow' });
  // @ts-expect-error: the controls are no part of what the app gets.
  fakeAuth().auth.expire();
  // @ts-expect-error: no such code.
  fakeAuth().control.fail('broken');
  // @ts-expect-error: tokens are the test's.
  seedSession(fakeAuth().auth, {});
  const doubles = await provider();
  // @ts-expect-error: no page.
  await doubles.route({ goto: () => undefined });
  // @ts-expect-error: no such section.
  doubles.switches({ docspaces: {} });
}
