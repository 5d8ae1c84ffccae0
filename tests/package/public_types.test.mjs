/** The public types of each entry, as a reviewer has read them last (tests/package/golden), and what all of them must have. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { SyntaxKind } from 'typescript/unstable/ast';
import { buildPackage } from '../../tools/build/package.mjs';
import { compiled, walk } from '../../tools/release/compiler.mjs';
import { difference, presentTypes, trackedTypes } from '../../tools/release/golden.mjs';

let present;
const tracked = trackedTypes();

before(async () => {
  await buildPackage();
  present = presentTypes();
});

test('as tracked', () => {
  const entries = new Set([...present.keys(), ...tracked.keys()]);
  assert.ok(entries.has('index'));
  const found = [...entries].flatMap((entry) => difference(entry, present.get(entry), tracked.get(entry)));
  assert.ok(found.length === 0, found.join('\n'));
});

/** Calls `visit` with every node of every entry; gives what it gave. */
function looked(texts, visit) {
  const files = Object.fromEntries([...texts].map(([entry, text]) => [`${entry.replaceAll('/', '_')}.d.ts`, text]));
  return compiled(
    files,
    ({ source }) => {
      const found = [];
      for (const name of Object.keys(files)) {
        const file = source(name);
        walk(file, (node) => found.push(...visit(node, file).map((it) => `${name}: ${it}`)));
      }
      return found;
    },
    { noLib: true },
  );
}

const anyIn = (node, file) => (node.kind === SyntaxKind.AnyKeyword ? [node.parent.getText(file)] : []);

test('no `any`', () => {
  assert.deepEqual(looked(present, anyIn), []);
  assert.equal(looked(new Map([['it', 'export declare function it(x: any): Promise<any[]>;']]), anyIn).length, 2);
});

const DECLARED = [
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.InterfaceDeclaration,
  SyntaxKind.TypeAliasDeclaration,
  SyntaxKind.ClassDeclaration,
  SyntaxKind.VariableStatement,
];

function undocumented(node, file) {
  const exported = node.modifiers?.some(({ kind }) => kind === SyntaxKind.ExportKeyword);
  if (!DECLARED.includes(node.kind) || !exported || (node.jsDoc ?? []).length > 0) return [];
  const { name } = node.declarationList?.declarations[0] ?? node;
  return [name.getText(file)];
}

test('whoever hovers over a name reads what it is', () => {
  assert.deepEqual(looked(present, undocumented), []);
  assert.deepEqual(looked(new Map([['it', 'export type A = 1;\n/** B. */\nexport type B = 2;']]), undocumented), [
    'it.d.ts: A',
  ]);
});
