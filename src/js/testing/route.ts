/** The doubles behind a Playwright page: its requests to them are answered here, and no server runs. */
import type { Clock } from './clock.js';
import { type CookieJar, cookieJar } from './cookies.js';
import type { ProviderRequest, ProviderResponse } from './provider_types.js';

/** What is needed of Playwright's `Page` or `BrowserContext`. */
export interface RoutedPage {
  route(url: (url: URL) => boolean, handler: (route: Routed) => Promise<void>): Promise<unknown>;
}

/** What is needed of Playwright's `Route`. */
export interface Routed {
  request(): RoutedRequest;
  fulfill(answer: { status: number; headers: Record<string, string>; body: string }): Promise<void>;
  abort(code?: string): Promise<void>;
}

/** What is needed of Playwright's `Request`. */
export interface RoutedRequest {
  method(): string;
  url(): string;
  headers(): Record<string, string>;
  postData(): string | null;
  isNavigationRequest(): boolean;
}

/** Answers what `knows` knows. The cookies of the doubles are kept here, and not in the browser. */
export async function routed(
  page: RoutedPage,
  handle: (request: ProviderRequest) => ProviderResponse,
  knows: (url: URL) => boolean,
  clock: Clock,
): Promise<void> {
  const jar = cookieJar(handle);
  await page.route(knows, (route) => answered(route, jar, clock));
}

async function answered(route: Routed, jar: CookieJar, clock: Clock): Promise<void> {
  const request = route.request();
  const body = request.postData();
  const {
    status,
    headers,
    body: bytes,
    pacing,
  } = jar.visit({
    method: request.method(),
    url: request.url(),
    headers: request.headers(),
    ...(body !== null && { body }),
  });
  if (pacing.hang) return;
  if (pacing.delay > 0) await new Promise<void>((resolve) => void clock.after(pacing.delay, resolve));
  if (pacing.close || pacing.cut_after !== null || pacing.endless) return route.abort('connectionreset');
  const own = headers.filter(([name]) => !/^(?:set-cookie|content-length)$/i.test(name));
  const location = headers.find(([name]) => /^location$/i.test(name))?.[1];
  if (location !== undefined && request.isNavigationRequest()) {
    // Playwright does not ask for what a redirect leads to: so the page goes there by itself.
    const target = JSON.stringify(new URL(location, request.url()).href).replaceAll('<', '\\u003c');
    const html = { 'content-type': 'text/html;charset=utf-8' };
    return route.fulfill({
      status: 200,
      headers: html,
      body: `<!doctype html><script>location.replace(${target})</script>`,
    });
  }
  await route.fulfill({ status, headers: Object.fromEntries(own), body: new TextDecoder().decode(bytes) });
}
