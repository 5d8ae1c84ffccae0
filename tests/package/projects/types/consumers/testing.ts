import { type Auth, createAuth } from 'docgate';
import { type Fake, fakeAuth } from 'docgate/testing';

export const fake: Fake = fakeAuth();
/** What an app takes for its `Auth`. */
export const auth: Auth = fake.auth;
export const made: typeof createAuth = createAuth;
// @ts-expect-error: no such option
fakeAuth({ nobody: true });
