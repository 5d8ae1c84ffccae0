/** The way through a double's pages without a browser: its redirects followed, its buttons pressed. */
import type { CookieJar } from './cookies.js';
import type { ProviderRequest, ProviderResponse, WalkOptions } from './provider_types.js';

/** More steps than any login has. */
const STEPS = 24;

/** From the authorization URL to the first address that `knows` does not know. */
export function walked(jar: CookieJar, knows: (url: URL) => boolean, start: string, options: WalkOptions = {}): string {
  const { person = 'ada', consent = 'allow' } = options;
  const wanted = [
    ...(person === null ? ['login-cancel'] : [`user-${person}`, `account-${person}`]),
    `consent-${consent}`,
    'arrival-continue',
    'portal-eu',
    'portal-us',
  ];
  let request: ProviderRequest = { url: start };
  for (let step = 0; step < STEPS; step += 1) {
    const url = new URL(request.url);
    if (!knows(url)) return url.href;
    const answer = jar.visit(request);
    const next = location(answer) ?? '';
    if (next !== '') {
      request = { url: new URL(next, url).href };
      continue;
    }
    const page = new TextDecoder().decode(answer.body);
    const pressed = wanted.map((button) => pressedIn(page, button, url)).find((form) => form !== undefined);
    if (pressed === undefined) {
      throw new Error(
        `walk() does not get past ${url.origin}${url.pathname}, which answered ${answer.status}: ${said(page)}`,
      );
    }
    request = pressed;
  }
  throw new Error(`walk() was led in circles at ${new URL(request.url).origin}.`);
}

/** Where an answer leads: by a redirect, or as a page's own script is told. */
function location({ headers }: ProviderResponse): string | undefined {
  return headers.find(([name]) => /^(?:location|x-redirect-uri)$/i.test(name))?.[1];
}

/** The request that a button's form makes. */
function pressedIn(page: string, button: string, base: URL): ProviderRequest | undefined {
  for (const [, attributes = '', inside = ''] of page.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)) {
    const [pressed] = new RegExp(`<button[^>]* id="${button}"[^>]*>`).exec(inside) ?? [];
    if (pressed === undefined) continue;
    const fields = [...inside.matchAll(/<input[^>]*>/g)].map(([input]) => input);
    const form = new URLSearchParams();
    for (const field of [...fields, pressed]) {
      const name = attribute(field, 'name');
      if (name !== undefined) form.append(name, attribute(field, 'value') ?? '');
    }
    const url = new URL(attribute(attributes, 'action') ?? base.href, base);
    if (attribute(attributes, 'method') !== 'post') return { url: `${url.origin}${url.pathname}?${form}` };
    // Such a form is sent by the page's script, which does not follow redirects.
    const scripted = attributes.includes('data-answer') ? { 'x-disable-redirect': 'true' } : {};
    return {
      method: 'POST',
      url: url.href,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: base.origin, ...scripted },
      body: form.toString(),
    };
  }
  return undefined;
}

/** An attribute's value, as a browser reads it. */
function attribute(tag: string, name: string): string | undefined {
  const [, value] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? [];
  const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'", amp: '&' };
  return value?.replace(/&(lt|gt|quot|#39|#x27|amp);/g, (whole, entity: string) => entities[entity] ?? whole);
}

/** What a page says, without its tags. */
function said(page: string): string {
  return page
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
}
