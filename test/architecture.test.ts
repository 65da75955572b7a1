import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';

/**
 * The house's rule of who may import whom, read from the code itself: a room, the rooms it may
 * enter, and the packages that live there. The drawing is in docs/design.md.
 */
interface Room {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
}

const ANY_NODE = 'node:*';

const HOUSE: Readonly<Record<string, Room>> = {
  core: { rooms: [], packages: [] },
  content: {
    rooms: ['core'],
    packages: [
      'zod',
      'yaml',
      'mustache',
      'text-readability',
      'csv-parse',
      'csv-stringify',
      ANY_NODE,
    ],
  },
  search: { rooms: ['core'], packages: ['fuse.js', 'ml-matrix', 'wabt', ANY_NODE] },
  reading: { rooms: ['core'], packages: ['chrono-node', 'libphonenumber-js'] },
  storage: { rooms: ['core'], packages: ['kysely', 'better-sqlite3', 'pg', 'zod', ANY_NODE] },
  delivery: {
    rooms: ['core', 'storage/store.ts'],
    packages: ['nodemailer', 'standardwebhooks', ANY_NODE],
  },
  evaluation: { rooms: ['core', 'content', 'search', 'reading'], packages: ['zod', ANY_NODE] },
  privacy: {
    rooms: [
      'core',
      'config.ts',
      'storage/store.ts',
      'storage/staff-store.ts',
      'storage/privacy-store.ts',
    ],
    packages: ['zod', ANY_NODE],
  },
  transcripts: {
    rooms: ['core', 'storage/store.ts', 'storage/staff-store.ts'],
    packages: ['csv-stringify'],
  },
  replay: { rooms: ['core', 'storage/archive-store.ts'], packages: [ANY_NODE] },
  'turn.ts': { rooms: ['core', 'storage/store.ts', 'storage/errors.ts'], packages: [] },
  channels: {
    rooms: ['core', 'turn.ts', 'storage/store.ts', 'storage/errors.ts'],
    packages: [
      'botbuilder',
      'botbuilder-core',
      'botframework-connector',
      'express',
      'ws',
      'zod',
      'rate-limiter-flexible',
      ANY_NODE,
    ],
  },
  site: {
    rooms: ['core', 'html.ts', 'storage/store.ts'],
    packages: ['express', 'helmet', 'prom-client', ANY_NODE],
  },
  console: {
    rooms: [
      'core',
      'html.ts',
      'log.ts',
      'privacy',
      'reading/calendar.ts',
      'replay/compare.ts',
      'replay/trial.ts',
      'transcripts',
      'storage/store.ts',
      'storage/privacy-store.ts',
      'storage/staff-store.ts',
      'storage/insights-store.ts',
      'storage/teach-store.ts',
      'storage/errors.ts',
    ],
    packages: [
      'express',
      'chart.js',
      '@node-rs/argon2',
      'otplib',
      'qrcode',
      'openid-client',
      'csv-stringify',
      ANY_NODE,
    ],
  },
  widget: { rooms: [], packages: [] },
};

/** Rooms that wire the others: free to import, so nobody may import them. */
const WIRING = ['main.ts', 'start.ts', 'server.ts', 'live-guide.ts', 'open-guide.ts', 'commands'];

interface Import {
  readonly file: string;
  readonly from: string;
  readonly target: string;
  /** Type imports are gone when the code runs, so they make no ring. */
  readonly typeOnly: boolean;
}

const root = path.resolve('src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.split(path.sep).join('/'));
const imports = files.flatMap(importsOf);

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const pattern =
    /^\s*(?:import|export)\s(type\s)?[^'"]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm;
  return [...text.matchAll(pattern)].map((match) => {
    const written = match[2] ?? match[3] ?? '';
    const target = written.startsWith('.')
      ? path.posix.join(path.posix.dirname(file), written)
      : written;
    return { file, from: roomOf(file), target, typeOnly: match[1] !== undefined };
  });
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? file;
}

function isOwnFile(target: string): boolean {
  return files.includes(target);
}

describe('The house', () => {
  it('reads its own imports', () => {
    expect(imports.length).to.be.greaterThan(100);
  });

  for (const [name, room] of Object.entries(HOUSE)) {
    it(`lets ${name} import only what its table allows`, () => {
      const wrong = imports
        .filter(({ from }) => from === name)
        .filter(({ target }) => !isAllowed(name, room, target))
        .map(({ file, target }) => `${file} imports ${target}`);
      expect(wrong).to.deep.equal([]);
    });
  }

  it('lets nobody import the rooms that wire the others', () => {
    const wrong = imports
      .filter(({ from, target }) => !WIRING.includes(from) && WIRING.includes(roomOf(target)))
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(wrong).to.deep.equal([]);
  });

  it('has no ring of imports that run', () => {
    expect(findRing()).to.equal(null);
  });

  it('keeps clock, chance, environment and log out of the core', () => {
    const banned = /\b(Date\.now|new Date\(\)|Math\.random|process\.|console\.|setTimeout|fetch\()/;
    const wrong = files
      .filter((file) => file.startsWith('core/'))
      .filter((file) => banned.test(readFileSync(path.join(root, file), 'utf8')));
    expect(wrong).to.deep.equal([]);
  });

  it('reads the environment in config.ts and the entry points only', () => {
    const wrong = files
      .filter((file) => !['config.ts', 'main.ts'].includes(file) && roomOf(file) !== 'commands')
      .filter((file) => readFileSync(path.join(root, file), 'utf8').includes('process.env'));
    expect(wrong).to.deep.equal([]);
  });
});

function isAllowed(name: string, room: Room, target: string): boolean {
  if (!isOwnFile(target)) {
    const node = target.startsWith('node:') && room.packages.includes(ANY_NODE);
    return node || room.packages.some((one) => target === one || target.startsWith(`${one}/`));
  }
  return [name, ...room.rooms].some((one) => target === one || target.startsWith(`${one}/`));
}

/** Depth-first search; returns the first ring of files that import each other, or null. */
function findRing(): string | null {
  const edges = new Map<string, string[]>();
  for (const { file, target, typeOnly } of imports) {
    if (!typeOnly && isOwnFile(target)) edges.set(file, [...(edges.get(file) ?? []), target]);
  }
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): string | null => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file].join(' -> ');
    if (done.has(file)) return null;
    for (const next of edges.get(file) ?? []) {
      const ring = visit(next, [...trail, file]);
      if (ring) return ring;
    }
    done.add(file);
    return null;
  };
  for (const file of edges.keys()) {
    const ring = visit(file, []);
    if (ring) return ring;
  }
  return null;
}
