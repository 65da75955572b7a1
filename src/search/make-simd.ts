/** Makes `simd.wasm` from `simd.wat`: `npm run build:simd`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import wabt from 'wabt';

const here = (name: string) => join(import.meta.dirname, name);

/** The bytes that `simd.wat` stands for. */
export async function assemble(): Promise<Uint8Array> {
  const { parseWat } = await wabt();
  const module = parseWat('simd.wat', readFileSync(here('simd.wat')), { simd: true });
  module.validate();
  return module.toBinary({}).buffer;
}

if (process.argv[1] === import.meta.filename) writeFileSync(here('simd.wasm'), await assemble());
