import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Model } from './model.ts';

/** Raised when the layout of the file or the way of training changes: older files are then stale. */
const format = 27;

type Numbers = Uint8Array | Int8Array | Uint32Array | Float32Array;

/** The big arrays of a model, in the order they stand in the file. */
function arraysOf({ owners, vocabulary, axes, rows, votes, sides }: Model): readonly Numbers[] {
  const { hashes, rarity } = vocabulary;
  const { starts, rows: postings, weights, meanings } = rows;
  const { centre, directions } = axes;
  return [
    owners,
    hashes,
    rarity,
    centre,
    directions,
    starts,
    postings,
    weights,
    votes,
    meanings,
    sides,
  ];
}

/** Writes a model: one line of JSON, then its arrays. A reader never sees half a file. */
export function saveModel(model: Model, file: string): void {
  const {
    version,
    targets,
    phrasings,
    contentWords,
    kernel,
    calibration,
    inside,
    thresholds,
    untaught,
    figures,
  } = model;
  const { count, dimensions } = model.rows;
  const arrays = arraysOf(model);
  const header = {
    format,
    version,
    lengths: arrays.map((array) => array.length),
    count,
    dimensions,
    kernel,
    calibration,
    inside,
    thresholds,
    untaught,
    figures,
    targets,
    phrasings,
    contentWords,
  };
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  const bytes = arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength));
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, Buffer.concat([line, ...bytes]));
  renameSync(draft, file);
}

/** Reads a model; null when there is none, or when it is of another content or format. */
export function loadModel(file: string, version: string): Model | null {
  const read = readIfThere(file);
  const end = read?.indexOf(10) ?? -1;
  if (read === null || end < 0) return null;
  const header = JSON.parse(read.toString('utf8', 0, end));
  if (header.format !== format || header.version !== version) return null;
  const take = taker(read, end + 1, header.lengths);
  const owners = take(Uint32Array);
  const vocabulary = { hashes: take(Uint32Array), rarity: take(Float32Array) };
  const centre = take(Float32Array);
  const directions = take(Float32Array);
  const axes = { count: directions.length / centre.length, centre, directions };
  const starts = take(Uint32Array);
  const postings = take(Uint32Array);
  const weights = take(Float32Array);
  const votes = take(Float32Array);
  const meanings = take(Int8Array);
  const sides = take(Uint8Array);
  const { count, dimensions, kernel, calibration, inside, thresholds, untaught, figures } = header;
  const { targets, phrasings, contentWords } = header;
  const rows = { count, dimensions, starts, rows: postings, weights, meanings };
  return {
    version,
    targets,
    phrasings,
    owners,
    contentWords,
    kernel,
    vocabulary,
    axes,
    rows,
    votes,
    sides,
    calibration,
    inside,
    thresholds,
    untaught,
    figures,
  };
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

interface Kind<T> {
  new (buffer: ArrayBuffer): T;
  readonly BYTES_PER_ELEMENT: number;
}

/** Takes one array after the other, each copied so that it begins where its kind may begin. */
function taker(file: Buffer, from: number, lengths: readonly number[]) {
  let at = from;
  let next = 0;
  return <T>(kind: Kind<T>): T => {
    const size = (lengths[next++] ?? 0) * kind.BYTES_PER_ELEMENT;
    if (at + size > file.length) throw new RangeError('the search model file is cut short');
    const copy = new ArrayBuffer(size);
    new Uint8Array(copy).set(file.subarray(at, at + size));
    at += size;
    return new kind(copy);
  };
}
