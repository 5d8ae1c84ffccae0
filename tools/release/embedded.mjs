// The modules that scripts have inside: as a text of their own (tools/build/pack.mjs), or in base 64.

import { unpacker } from '../build/packed.mjs';

const { unpack } = await unpacker();

/** The bytes of every module in the script `bytes`, one after the other, as text; empty where there is none. */
export function embedded(bytes) {
  const text = bytes.toString('latin1');
  const packed = [...text.matchAll(/(["'`])([ !#-&(-;=-[\]^_a-~]{1000,})\1/g)]
    .filter(([, , it]) => it.split('~').length > 20)
    .map(([, , it]) => Buffer.from(unpack(it)));
  const base64 = (text.match(/[\w+/]{2000,}={0,2}/g) ?? []).map((it) => Buffer.from(it, 'base64'));
  return [...packed, ...base64].map((it) => it.toString('latin1')).join('\n');
}
