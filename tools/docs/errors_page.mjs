// docs/errors.md, from the table in src/core/error.rs and the advice beside this file.

import { readFileSync } from 'node:fs';
import { at } from '../paths.mjs';
import { groups } from './error_advice.mjs';

/** What the page is. */
export const errorsPath = at('docs', 'errors.md');

/** The table: `Map(code => { when, message })`, in its order. */
export function errorTable() {
  const source = readFileSync(at('src', 'core', 'error.rs'), 'utf8');
  const table = source.slice(source.indexOf('\nerrors! {'), source.indexOf('\n}\n', source.indexOf('\nerrors! {')));
  const rows = table.matchAll(/((?: {4}\/\/\/[^\n]*\n)+) {4}\w+ = "(\w+)",\s*"((?:[^"\\]|\\.)*)";/g);
  return new Map(
    [...rows].map(([, comment, code, message]) => [
      code,
      {
        when: comment
          .replaceAll(/^ *\/\/\/ ?/gm, '')
          .trim()
          .replaceAll('\n', ' '),
        message: JSON.parse(`"${message}"`),
      },
    ]),
  );
}

const INTRODUCTION = `# Errors

Every failure that docgate tells of is an \`AuthError\` with a stable \`code\`: \`ready()\` gives it in an outcome \`failed\`, everything else rejects
with it. Branch on \`code\`; the message is for people, and in English.

\`\`\`ts
try {
  await auth.fetch('/api/2.0/files/rooms');
} catch (thrown) {
  if (!isAuthError(thrown)) throw thrown;
  if (thrown.code === 'login_required' || thrown.code === 'interaction_required') {
    const { scopes, claims, acrValues, maxAge } = thrown;
    button.onclick = () => auth.login({ scopes, claims, acrValues, maxAge }).catch(({ message }) => show(message));
  } else show(thrown.message);
}
\`\`\`

What is known beyond the code stands in fields, where there is something to say: \`field\` (the key, option, claim or member that is meant),
\`provider\`, \`status\`, \`retryAfter\`, \`scopes\`, \`claims\`, \`acrValues\` and \`maxAge\` (what \`login()\` takes), and \`error\`, \`errorDescription\`,
\`errorUri\`, \`errorCodes\`, \`suberror\`, \`correlationId\`: the server’s own words, and therefore untrusted text. No message and no field of docgate’s own
holds a token, code, verifier or secret.

Looking for a symptom rather than a code? [When something goes wrong](faq.md).
`;

/** The whole page. */
export function errorsPage() {
  const table = errorTable();
  const parts = groups.map(({ title, about, codes }) => {
    const each = Object.entries(codes).map(([code, advice]) => {
      const { when, message } = table.get(code) ?? { when: '', message: '' };
      return `### \`${code}\`\n\n${when}\n\n- **Says:** ${message}\n- **What to do:** ${advice}\n`;
    });
    return `## ${title}\n\n${about}\n\n${each.join('\n')}`;
  });
  return `${INTRODUCTION}\n${parts.join('\n')}`;
}
