// The instructions of a function: where each begins and ends, and which function a call names.
// What the compiler writes for the MVP and the standard library brings with it (bulk memory, sign
// extension, saturating conversions) is known; anything else throws.

export const UNREACHABLE = 0x00;
export const BLOCK = 0x02;
export const LOOP = 0x03;
export const IF = 0x04;
export const ELSE = 0x05;
export const END = 0x0b;
export const BRANCH = 0x0c;
export const BRANCH_TABLE = 0x0e;
export const RETURN = 0x0f;
export const CALL = 0x10;

const BRANCH_IF = 0x0d;
const CALL_INDIRECT = 0x11;
const MEMORY_GROW = 0x40;

/** What goes on elsewhere, or has an effect that outlives the instance. */
export const leaving = new Set([
  ...[UNREACHABLE, BLOCK, LOOP, IF, ELSE, END, BRANCH, BRANCH_IF, BRANCH_TABLE, RETURN],
  ...[CALL, CALL_INDIRECT, MEMORY_GROW],
]);

/** Reads one instruction: `{ op, start, end }`, and for a call `callee`. */
export function instruction(reader) {
  const start = reader.at;
  const op = reader.byte();
  const callee = op === CALL ? reader.unsigned() : undefined;
  if (op !== CALL) passOperands(reader, op);
  return { op, start, end: reader.at, callee };
}

function passOperands(reader, op) {
  if (op === BRANCH_TABLE) reader.list(() => reader.pass());
  if (op === 0x43)
    reader.at += 4; // f32.const
  else if (op === 0x44)
    reader.at += 8; // f64.const
  else for (let left = numbers(op, reader); left > 0; left -= 1) reader.pass();
}

/** How many numbers follow `op`. */
function numbers(op, reader) {
  if (op === 0xfc) return extended(reader.unsigned());
  if (op === BLOCK || op === LOOP || op === IF) return 1;
  if (op === BRANCH || op === BRANCH_IF || op === BRANCH_TABLE) return 1;
  if (op === CALL_INDIRECT) return 2;
  if (op >= 0x20 && op <= 0x24) return 1; // locals, globals
  if (op >= 0x28 && op <= 0x3e) return 2; // loads, stores
  if (op === 0x3f || op === MEMORY_GROW) return 1;
  if (op === 0x41 || op === 0x42) return 1; // i32.const, i64.const
  if ([UNREACHABLE, 0x01, ELSE, END, RETURN, 0x1a, 0x1b].includes(op)) return 0;
  if (op >= 0x45 && op <= 0xc4) return 0; // arithmetic
  throw new Error(`an unknown instruction: 0x${op.toString(16)}`);
}

// Saturating conversions, `memory.copy`, `memory.fill`.
function extended(op) {
  if (op <= 7) return 0;
  if (op === 10) return 2;
  if (op === 11) return 1;
  throw new Error(`an unknown instruction: 0xfc ${op}`);
}
