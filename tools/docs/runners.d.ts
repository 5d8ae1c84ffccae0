// As much of Vitest, Jest and Playwright Test as the samples of docs/testing.md use. They are no packages of this workspace;
// the pages of Playwright are those of its own types.

interface RunnerExpect {
  toBe(value: unknown): void;
  toEqual(value: unknown): void;
  toContain(value: unknown): void;
  toMatchObject(value: object): void;
  readonly rejects: { toMatchObject(value: object): Promise<void> };
}

interface RunnerTimers {
  useFakeTimers(options?: { toFake?: string[]; doNotFake?: string[] }): void;
  useRealTimers(): void;
  advanceTimersByTime(milliseconds: number): void;
  advanceTimersByTimeAsync(milliseconds: number): Promise<void>;
}

declare module 'vitest' {
  export function test(name: string, body: () => void | Promise<void>): void;
  export function beforeAll(body: () => void | Promise<void>): void;
  export function beforeEach(body: () => void | Promise<void>): void;
  export function afterAll(body: () => void | Promise<void>): void;
  export function afterEach(body: () => void | Promise<void>): void;
  export function expect(value: unknown): RunnerExpect;
  export const vi: RunnerTimers;
}

declare module '@jest/globals' {
  export { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
  export const jest: RunnerTimers;
}

declare module 'jest-environment-jsdom' {
  export class TestEnvironment {
    readonly global: typeof globalThis;
    setup(): Promise<void>;
  }
}

declare module '@playwright/test' {
  import type { BrowserContext, Locator, Page } from 'playwright-core';

  interface Fixtures {
    readonly page: Page;
    readonly context: BrowserContext;
  }
  export function test(name: string, body: (fixtures: Fixtures) => Promise<void>): void;
  export function expect(locator: Locator): { toHaveText(text: string): Promise<void>; toBeVisible(): Promise<void> };
  export function expect(value: string): { toBe(value: string): void; toContain(value: string): void };
}

declare const module: { exports: unknown };
declare function require(name: 'jest-environment-jsdom'): typeof import('jest-environment-jsdom');
