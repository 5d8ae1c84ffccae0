// A wasm module as the linker leaves it under `--emit-relocs`, and back to bytes.

import { instruction, UNREACHABLE } from './instructions.mjs';
import { Reader, unsigned } from './reader.mjs';
import { relocations, symbols } from './relocations.mjs';

const [CUSTOM, IMPORTS, EXPORTS, START, ELEMENTS, CODE, DATA] = [0, 2, 7, 8, 9, 10, 11];
const FUNCTION = 0;
const I32_CONST = 0x41;

/** Reads all that {@link write} can change, and what the linker told. */
export function read(bytes) {
  const sections = sectionsOf(bytes);
  const find = (id, name) => sections.find((it) => it.id === id && it.name === name);
  const list = (id, one) => {
    const reader = new Reader(bytes, find(id)?.start);
    return find(id) === undefined ? [] : reader.list((position) => one(reader, position));
  };
  const linking = find(CUSTOM, 'linking');
  if (linking === undefined) throw new Error('the wasm was linked without --emit-relocs');
  const imported = list(IMPORTS, passImport).length;
  const names = functionNames(bytes, find(CUSTOM, 'name'));
  const exported = list(EXPORTS, readExport).filter(({ kind }) => kind === FUNCTION);
  const start = find(START) === undefined ? [] : [new Reader(bytes, find(START).start).unsigned()];
  return {
    bytes,
    sections,
    imported,
    roots: [...exported.map(({ index }) => index), ...start],
    functions: list(CODE, (reader, position) => {
      const index = imported + position;
      return { index, name: names.get(index) ?? '', ...body(reader) };
    }),
    segments: list(DATA, segment),
    elements: list(ELEMENTS, (reader) => ({
      offset: offset(reader),
      functions: reader.list(() => reader.unsigned()),
    })),
    symbols: symbols(bytes, linking),
    codeRelocations: relocations(bytes, sections, find(CUSTOM, 'reloc.CODE')),
    dataRelocations: relocations(bytes, sections, find(CUSTOM, 'reloc.DATA')),
  };
}

/** The bytes of `module` with its functions and elements as they are now and the `data` given, without relocations. */
export function write(module, data) {
  const parts = [module.bytes.subarray(0, 8)];
  for (const { id, name, start, end } of module.sections) {
    if (id === CUSTOM && (name === 'linking' || name.startsWith('reloc.'))) continue;
    let content = data.subarray(start, end);
    if (id === ELEMENTS) content = elementsSection(module.elements);
    else if (id === CODE) content = codeSection(module);
    parts.push(Uint8Array.of(id), unsigned(content.length), content);
  }
  return Buffer.concat(parts);
}

function sectionsOf(bytes) {
  const reader = new Reader(bytes, 8);
  const sections = [];
  while (reader.at < bytes.length) {
    const id = reader.byte();
    const length = reader.unsigned();
    const start = reader.at;
    const name = id === CUSTOM ? reader.name() : undefined;
    sections.push({ id, name, start, body: reader.at, end: start + length });
    reader.at = start + length;
  }
  return sections;
}

function passImport(reader) {
  reader.name();
  reader.name();
  if (reader.byte() !== FUNCTION) throw new Error('the wasm imports something other than functions');
  reader.unsigned();
}

function readExport(reader) {
  reader.name();
  return { kind: reader.byte(), index: reader.unsigned() };
}

function functionNames(bytes, section) {
  const reader = new Reader(bytes, section?.body);
  while (section !== undefined && reader.at < section.end) {
    const kind = reader.byte();
    const end = reader.unsigned() + reader.at;
    if (kind === 1) return new Map(reader.list(() => [reader.unsigned(), reader.name()]));
    reader.at = end;
  }
  throw new Error('the wasm has no names of functions');
}

function body(reader) {
  const end = reader.unsigned() + reader.at;
  const start = reader.at;
  reader.list(() => [reader.unsigned(), reader.byte()]);
  const locals = reader.bytes.subarray(start, reader.at);
  const instructions = [];
  while (reader.at < end) instructions.push(instruction(reader));
  return { locals, instructions };
}

function segment(reader) {
  offset(reader);
  const length = reader.unsigned();
  reader.at += length;
  return { start: reader.at - length, length };
}

// Segments, of data or of the table, are active and in the only memory or table. The expression that
// says where they begin.
function offset(reader) {
  if (reader.unsigned() !== 0 || reader.byte() !== I32_CONST) throw new Error('an unknown kind of segment');
  const start = reader.at - 1;
  reader.signed();
  reader.byte();
  return reader.bytes.subarray(start, reader.at);
}

function elementsSection(elements) {
  const parts = elements.flatMap(({ offset, functions }) => [
    Uint8Array.of(0),
    offset,
    unsigned(functions.length),
    ...functions.map(unsigned),
  ]);
  return Buffer.concat([unsigned(elements.length), ...parts]);
}

function codeSection({ bytes, functions }) {
  const parts = functions.map(({ locals, instructions }) => {
    const code = instructions.map((it) =>
      it.op === UNREACHABLE ? Uint8Array.of(UNREACHABLE) : bytes.subarray(it.start, it.end),
    );
    const content = Buffer.concat([locals, ...code]);
    return Buffer.concat([unsigned(content.length), content]);
  });
  return Buffer.concat([unsigned(functions.length), ...parts]);
}
