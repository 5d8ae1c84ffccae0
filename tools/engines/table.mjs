// The table at the end of `npm run test:engines`: what ran in which engine, and what did not, and why.

/**
 * `rows`: `{ title, version?, wasm?, endToEnd?, missing? }`, the two kinds as `{ passed, failed }`; `missing`: why this
 * engine did not run.
 */
export function table(rows) {
  const cells = [['engine', 'version', 'wasm tests', 'end to end'], ...rows.map(line)];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function line({ title, version = '', wasm, endToEnd, missing }) {
  if (missing !== undefined) return [title, version, `not run: ${missing.split('\n')[0]}`];
  return [title, version, counted(wasm), counted(endToEnd)];
}

const counted = (result) => {
  if (result === undefined) return 'left out';
  if (result.passed + result.failed === 0) return 'FAILED: ran no test';
  return `${result.passed} passed, ${result.failed} failed`;
};

/** Whether all of it ran, and nothing failed. */
export function good(rows) {
  return rows.every(
    ({ wasm, endToEnd, missing }) =>
      missing === undefined && [wasm, endToEnd].every((it) => it === undefined || clean(it)),
  );
}

const clean = ({ passed, failed, code }) => passed > 0 && failed === 0 && code === 0;
