// One file with the whole public face of an entry: everything that its declarations reach, each once, with its comments.

import { dirname, join } from 'node:path/posix';
import { isTypeReferenceNode, SyntaxKind } from 'typescript/unstable/ast';
import { compiled, walk } from './compiler.mjs';

/**
 * `files`: a map from path to text, all declarations of the package; `entry`: the path to begin with. What `entry` needs
 * and does not export itself is imported where the package's `first` entry (`{ module, path }`) exports it.
 */
export function rolledUp(files, entry, first) {
  return compiled(Object.fromEntries(files), ({ source }) => {
    const scopes = new Map();
    const scope = (path) => {
      if (!scopes.has(path)) scopes.set(path, read(path, source(path)));
      return scopes.get(path);
    };
    const names = exported(entry, scope);
    const others = entry === first.path ? [] : [...exported(first.path, scope)];
    const elsewhere = new Map(others.map(([name, at]) => [keyOf(at), { module: first.module, name }]));
    for (const at of names.values()) elsewhere.delete(keyOf(at));
    const found = reached([...names.values()], scope, elsewhere);
    return written(header(source(entry)), names, found);
  });
}

/** What a file imports, exports and declares. */
function read(path, source) {
  if (source === undefined) throw new Error(`${path} is not among the declarations`);
  const scope = { path, source, imports: new Map(), exports: new Map(), stars: [], declared: new Map() };
  for (const statement of source.statements) {
    if (statement.kind === SyntaxKind.ImportDeclaration) readImport(scope, statement);
    else if (statement.kind === SyntaxKind.ExportDeclaration) readExport(scope, statement);
    else readDeclaration(scope, statement);
  }
  return scope;
}

function readImport(scope, { moduleSpecifier, importClause }) {
  const from = place(scope.path, moduleSpecifier.text);
  if (importClause?.name) scope.imports.set(importClause.name.text, { ...from, name: 'default' });
  const bindings = importClause?.namedBindings;
  if (bindings?.kind === SyntaxKind.NamespaceImport) scope.imports.set(bindings.name.text, { ...from, name: '*' });
  for (const { name, propertyName } of bindings?.elements ?? []) {
    scope.imports.set(name.text, { ...from, name: (propertyName ?? name).text });
  }
}

function readExport(scope, { moduleSpecifier, exportClause }) {
  const from = moduleSpecifier === undefined ? { file: scope.path } : place(scope.path, moduleSpecifier.text);
  if (exportClause === undefined) scope.stars.push(from.file);
  for (const { name, propertyName } of exportClause?.elements ?? []) {
    scope.exports.set(name.text, { ...from, name: (propertyName ?? name).text });
  }
}

function readDeclaration(scope, statement) {
  const names = statement.name
    ? [statement.name.text]
    : (statement.declarationList?.declarations ?? []).map(({ name }) => name.text);
  const exports = statement.modifiers?.some((it) => it.kind === SyntaxKind.ExportKeyword);
  for (const name of names) {
    scope.declared.set(name, [...(scope.declared.get(name) ?? []), statement]);
    if (exports) scope.exports.set(name, { file: scope.path, name });
  }
}

// `./types.js` is declared in `types.d.ts`; anything else is somebody else's package.
function place(path, specifier) {
  if (!specifier.startsWith('.')) return { module: specifier };
  return { file: join(dirname(path), specifier.replace(/\.([cm]?)[jt]s$/, '.d.$1ts')) };
}

/** A map from exported name to where it is declared. */
function exported(path, scope, seen = new Set()) {
  if (seen.has(path)) return new Map();
  seen.add(path);
  const { exports, stars } = scope(path);
  const names = new Map();
  for (const file of stars) for (const [name, at] of exported(file, scope, seen)) names.set(name, at);
  for (const [name, target] of exports) names.set(name, declaration(target, scope));
  return names;
}

/** Follows imports and re-exports to the file that declares it, or to another package. */
function declaration({ file, module, name }, scope) {
  if (module !== undefined) return { module, name };
  const { imports, exports, stars, declared } = scope(file);
  if (declared.has(name)) return { file, name };
  const next = imports.get(name) ?? exports.get(name);
  if (next !== undefined) return declaration(next, scope);
  for (const star of stars) {
    const found = exported(star, scope).get(name);
    if (found !== undefined) return found;
  }
  throw new Error(`${file} has no ${name}`);
}

const keyOf = ({ file, module, name }) => `${file ?? module} ${name}`;

/** Everything that `names` need, as a map from `file name` to `{ name, texts }` or `{ name, module }`. */
function reached(names, scope, elsewhere) {
  const found = new Map();
  const open = [...names];
  while (open.length > 0) {
    const next = open.pop();
    const at = elsewhere.has(keyOf(next)) ? { as: next.as ?? next.name, ...elsewhere.get(keyOf(next)) } : next;
    const key = keyOf(at);
    if (found.has(key)) continue;
    if (at.module !== undefined) {
      found.set(key, at);
      continue;
    }
    const { source, imports, declared } = scope(at.file);
    const texts = declared.get(at.name).map((statement) => {
      for (const name of used(statement)) {
        const local = declared.has(name) ? { file: at.file, name } : imports.get(name);
        if (local === undefined) continue;
        const target = declaration(local, scope);
        if (target.name !== name) open.push({ ...target, as: name });
        else open.push(target);
      }
      return text(statement, source);
    });
    found.set(key, { ...at, texts });
  }
  return found;
}

/** The names that types in `node` begin with. */
function used(node) {
  const names = new Set();
  const first = (name) => {
    let leftmost = name;
    while (leftmost.left ?? leftmost.expression) leftmost = leftmost.left ?? leftmost.expression;
    names.add(leftmost.text);
  };
  walk(node, (it) => {
    if (isTypeReferenceNode(it)) first(it.typeName);
    else if (it.kind === SyntaxKind.TypeQuery) first(it.exprName);
    else if (it.kind === SyntaxKind.ExpressionWithTypeArguments) first(it.expression);
    else if (it.kind === SyntaxKind.ImportType && /^["']\./.test(it.argument.getText())) {
      throw new Error(`${it.getText()}: import the type by its name, so that a reader finds it`);
    }
  });
  return names;
}

// Without `export`, and with the comment that stands right before it: above the first declaration stands that of the file as well.
function text(statement, source) {
  const start = statement.getStart(source);
  const comments = source.text.slice(statement.pos, start).match(/\/\*\*.*?\*\//gs) ?? [];
  const body = source.text.slice(start, statement.end).replace(/^export /, '');
  return [...comments.slice(-1), body].join('\n');
}

const header = (source) => /^\s*(\/\*\*.*?\*\/)/s.exec(source.text)?.[1] ?? '';

function written(comment, names, found) {
  const local = new Map();
  for (const at of found.values()) {
    const name = at.as ?? at.name;
    const other = local.get(name);
    if (other !== undefined) throw new Error(`two declarations are called ${name}: give one of them another name`);
    local.set(name, at);
  }
  const public_ = new Set([...names].filter(([name, at]) => name === at.name).map(([name]) => name));
  const values = (text) => /^(?:\/\*\*.*?\*\/\n)?(?:declare )?(?:abstract )?(?:function|const|class|let)\b/s.test(text);
  const blocks = [...local.entries()]
    .filter(([, at]) => at.texts !== undefined)
    .map(([name, at]) => ({ name, open: public_.has(name), value: values(at.texts[0]), texts: at.texts }))
    .sort((a, b) => b.open - a.open || b.value - a.value || (a.name < b.name ? -1 : 1));
  const renamed = [...names].filter(([name, at]) => name !== at.name || at.module !== undefined);
  return [
    comment,
    ...imports(local),
    ...blocks.flatMap(({ open, texts }) => texts.map((it) => (open ? published(it) : it))),
    `export { ${renamed.map(([name, at]) => (at.name === name ? name : `${at.name} as ${name}`)).join(', ')} };`.replace(
      '{  }',
      '{}',
    ),
    '',
  ]
    .filter((it, at, all) => it !== '' || at === all.length - 1)
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

const published = (text) => text.replace(/^(\/\*\*.*?\*\/\n)?/s, (comment) => `${comment ?? ''}export `);

function imports(local) {
  const lines = [];
  const named = new Map();
  for (const [name, at] of local) {
    if (at.module === undefined) continue;
    if (at.name === '*') lines.push(`import type * as ${name} from '${at.module}';`);
    else if (at.name === 'default') lines.push(`import type ${name} from '${at.module}';`);
    else named.set(at.module, [...(named.get(at.module) ?? []), at.name === name ? name : `${at.name} as ${name}`]);
  }
  for (const [module, names] of named) lines.push(`import type { ${names.sort().join(', ')} } from '${module}';`);
  return lines.length === 0 ? [] : [lines.sort().join('\n')];
}
