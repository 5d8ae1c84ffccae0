/** A browser's cookies at the doubles, kept for each host. */
import type { ProviderRequest, ProviderResponse } from './provider_types.js';

/** Sends requests with the cookies that earlier answers set. */
export interface CookieJar {
  visit(request: ProviderRequest): ProviderResponse;
}

/** An empty one. */
export function cookieJar(handle: (request: ProviderRequest) => ProviderResponse): CookieJar {
  const hosts = new Map<string, Map<string, string>>();
  return {
    visit(request) {
      const { host } = new URL(request.url);
      const jar = hosts.get(host) ?? new Map<string, string>();
      hosts.set(host, jar);
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const { cookie: _, ...headers } = { cookie: '', ...request.headers };
      const answer = handle({ ...request, headers: cookie === '' ? headers : { ...headers, cookie } });
      for (const [name, line] of answer.headers) {
        const [, key, value] = (/^set-cookie$/i.test(name) && /^([^=;]+)=([^;]*)/.exec(line)) || [];
        if (key === undefined || value === undefined) continue;
        if (/;\s*max-age=0\b/i.test(line)) jar.delete(key);
        else jar.set(key, value);
      }
      return answer;
    },
  };
}
