// Where a script makes code out of texts, which a strict Content-Security-Policy refuses.

import { SyntaxKind } from 'typescript/unstable/ast';
import { compiled, walk } from './compiler.mjs';

const CALLED = [SyntaxKind.CallExpression, SyntaxKind.NewExpression];
const TIMERS = ['setTimeout', 'setInterval'];

/** The places in `scripts` (name to text), as `name: code`. Texts and comments that only look like it do not count. */
export function dynamicCode(scripts) {
  const files = Object.fromEntries(Object.entries(scripts).map(([name, text]) => [`${name}.js`, text]));
  const look = ({ source }) =>
    Object.keys(files).flatMap((name) => {
      const found = [];
      const file = source(name);
      walk(file, (node) => {
        if (makesCode(node)) found.push(`${name.slice(0, -'.js'.length)}: ${node.getText(file).slice(0, 60)}`);
      });
      return found;
    });
  return compiled(files, look, { allowJs: true, noLib: true, moduleDetection: 'force' });
}

function makesCode(node) {
  // `eval` under any name, and `Function` where it is more than asked after.
  if (node.kind === SyntaxKind.Identifier && node.text === 'eval') return true;
  if (!CALLED.includes(node.kind)) return false;
  const { expression, arguments: given = [] } = node;
  const name = expression.text ?? expression.name?.text;
  if (name === 'Function' || name === 'AsyncFunction') return true;
  if (name === 'constructor' && given.some(isText)) return true;
  if (TIMERS.includes(name) && given[0] !== undefined && isText(given[0])) return true;
  // Which module is loaded has to be in the package, for bundlers and for readers.
  return expression.kind === SyntaxKind.ImportKeyword && !(given[0] !== undefined && isText(given[0]));
}

const isText = ({ kind }) => kind === SyntaxKind.StringLiteral || kind === SyntaxKind.NoSubstitutionTemplateLiteral;
