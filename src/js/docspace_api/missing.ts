/** What a grant that is smaller than asked for means, in sentences for developers. */
import { stillShut } from './routes.js';
import { scopes, spelled } from './scopes.js';

/**
 * One sentence for each of `session.missingScopes`, and one on how that comes and what to do. Empty where nothing is missing.
 *
 * DocSpace answers "Deny" with a smaller grant and no error, if the person agreed to a part of it before.
 */
export function explainMissing(session: {
  readonly scopes: readonly string[];
  readonly missingScopes: readonly string[];
}): string[] {
  const sentences: string[] = [];
  const wanted: string[] = [];
  for (const scope of session.missingScopes) {
    const shut = stillShut(session.scopes, scope).map(spelled);
    if (!Object.hasOwn(scopes, scope)) {
      sentences.push(`${scope} is no scope of DocSpace.`);
    } else if (shut.length === 0 && scope !== 'openid') {
      sentences.push(`${scope} was not granted, but nothing is shut: the granted scopes open the same.`);
    } else {
      const what = scope === 'openid' ? 'there is no ID token' : `403 for ${shut.join('; ')}`;
      sentences.push(`${scope} was not granted: ${what}.`);
      wanted.push(`'${scope}'`);
    }
  }
  if (wanted.length > 0) {
    sentences.push(
      `DocSpace gives no error when somebody presses Deny after agreeing to less before: it grants the earlier part again. Go on with that, or ask once more on a click: login({ scopes: [${wanted.join(', ')}] }).`,
    );
  }
  return sentences;
}
