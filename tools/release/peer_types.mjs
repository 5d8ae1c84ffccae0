// Types of other packages, in the place of which stand types of the same names: what is compared is ours, and an app's
// React is not here.

const PARAMETERS = ['A', 'B', 'C', 'D'].map((it) => `${it} = unknown`).join(', ');
// Each holds what it is given, so that a `Signal<A>` is no `Signal<B>`.
const standIn = (name, path) => `export interface ${name}<${PARAMETERS}> { readonly '${path}': [A, B, C, D]; }`;

/** Declarations of every name that `texts` import from other packages, members of namespaces (`JSX.Element`) included. */
export function peerTypes(texts) {
  const modules = new Map();
  for (const text of texts) {
    for (const [, names, module] of text.matchAll(/^import type \{ (.+) \} from '([^.'][^']*)';$/gm)) {
      const all = modules.get(module) ?? new Map();
      for (const [name, local = name] of names.split(', ').map((it) => it.split(' as '))) {
        const members = [...text.matchAll(new RegExp(`\\b${local}\\.(\\w+)`, 'g'))].map(([, member]) => member);
        all.set(name, new Set([...(all.get(name) ?? []), ...members]));
      }
      modules.set(module, all);
    }
  }
  const declared = ([name, members]) =>
    members.size === 0
      ? standIn(name, name)
      : `export namespace ${name} { ${[...members].map((member) => standIn(member, `${name}.${member}`)).join(' ')} }`;
  return [...modules]
    .map(([module, names]) => `declare module '${module}' {\n${[...names].map(declared).join('\n')}\n}\n`)
    .join('');
}
