// Declarations whose methods are properties with functions. TypeScript holds only those to the direction of their
// parameters; of methods it also takes one that wants more than it is given.

import { SyntaxKind } from 'typescript/unstable/ast';
import { compiled, walk } from './compiler.mjs';

/** `files` (name to text) with `m(a: A): B` written as `m: { (a: A): B }`, the overloads of a name together. */
export function strictMethods(files) {
  const result = { ...files };
  for (;;) {
    const found = methodsOf(result);
    if (found.length === 0) return result;
    for (const [name, edits] of found) {
      for (const { from, to, by } of outermost(edits).sort((a, b) => b.from - a.from)) {
        result[name] = result[name].slice(0, from) + by + result[name].slice(to);
      }
    }
  }
}

/** `[[file, edits]]` of those files that have methods. */
function methodsOf(files) {
  const found = ({ source }) =>
    Object.keys(files).map((name) => {
      const edits = [];
      walk(source(name), ({ kind, members }) => {
        if (kind === SyntaxKind.InterfaceDeclaration || kind === SyntaxKind.TypeLiteral) {
          edits.push(...changed(members, source(name)));
        }
      });
      return [name, edits];
    });
  return compiled(files, found, { noLib: true }).filter(([, edits]) => edits.length > 0);
}

function changed(members, file) {
  const named = new Map();
  for (const it of members.filter(({ kind }) => kind === SyntaxKind.MethodSignature)) {
    const name = file.text.slice(it.name.getStart(file), it.name.end);
    named.set(name, [...(named.get(name) ?? []), it]);
  }
  const begin = ({ name, postfixToken }) => postfixToken?.end ?? name.end;
  return [...named.values()].flatMap(([first, ...rest]) => {
    const signatures = [first, ...rest].map((it) => file.text.slice(begin(it), it.end).replace(/;$/, ''));
    return [
      { from: begin(first), to: first.end, by: `: { ${signatures.join('; ')} };` },
      ...rest.map((it) => ({ from: it.getStart(file), to: it.end, by: '' })),
    ];
  });
}

// One within another waits for the next round.
function outermost(edits) {
  return edits.filter((it) => !edits.some((other) => other !== it && other.from <= it.from && it.to <= other.to));
}
