/**
 * `docgate/testing`: for the tests of an app that signs people in with docgate. A fake `Auth`, a session put into a page, time
 * that a test moves, and a provider that runs inside of the test.
 *
 * docs/testing.md shows all of it with Vitest, Jest and Playwright.
 */
export type { Clock, VirtualClock } from './testing/clock.js';
export { pageClock, virtualClock } from './testing/clock.js';
export type { Evidence } from './testing/failure.js';
export { failure as authError } from './testing/failure.js';
export { fakeAuth } from './testing/fake_auth.js';
export type { Fake, FakeControl, FakeOptions, LoginAnswer, RejectedMethod } from './testing/fake_types.js';
export type { FakeSession } from './testing/person.js';
export { provider } from './testing/provider.js';
export type * from './testing/provider_types.js';
export type { Routed, RoutedPage, RoutedRequest } from './testing/route.js';
export type { SeedOptions, SessionSeed } from './testing/seed.js';
export { seedSession } from './testing/seed.js';
