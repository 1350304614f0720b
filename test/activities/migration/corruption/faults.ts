import { copyFile, open, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
export type Pick = ReturnType<typeof seeded>;

export const ROWS = 24_000;
export const MAKE_TABLES = [
  `create table people (id bigint primary key, code text not null, amount numeric(12,2), at timestamptz, photo bytea)`,
  `insert into people select 10 * i, md5(i::text), i / 7.0, timestamptz '2026-01-01Z' + i * interval '1 minute', decode(md5('p' || i), 'hex') from generate_series(1, ${ROWS}) i`,
  `create table lines (a int, b text, note text, primary key (a, b))`,
  `insert into lines select i % 50, 'b' || i, 'n' || i from generate_series(1, 3000) i`,
  `analyze`,
];

const row = (pick: Pick): number => 10 * (1 + pick(ROWS));
/** Ways to spoil the copy of the tables, each as one statement. */
export const ROW_FAULTS: Readonly<Record<string, (pick: Pick) => string>> = {
  'a bit of a text': (pick) => {
    const at = 1 + pick(32);
    return `update people set code = overlay(code placing chr(ascii(substr(code, ${at}, 1)) # 1) from ${at} for 1) where id = ${row(pick)}`;
  },
  'a bit of bytes': (pick) => {
    const bit = pick(128);
    return `update people set photo = set_bit(photo, ${bit}, 1 - get_bit(photo, ${bit})) where id = ${row(pick)}`;
  },
  'a cent': (pick) => `update people set amount = amount + 0.01 where id = ${row(pick)}`,
  'a microsecond': (pick) => `update people set at = at + interval '1 microsecond' where id = ${row(pick)}`,
  'a value that is gone': (pick) => `update people set amount = null where id = ${row(pick)}`,
  'a row deleted': (pick) => `delete from people where id = ${row(pick)}`,
  'a row added': (pick) => `insert into people values (${10 * pick(ROWS + 2) + 5}, 'x', 1, now(), null)`,
  'a row before the first': (pick) => `insert into people values (${-1 - pick(1000)}, 'x', 1, now(), null)`,
  'a row doubled under another key': (pick) =>
    `insert into people select id + 3, code, amount, at, photo from people where id = ${row(pick)}`,
  'another key': (pick) => `update people set id = id + 1 where id = ${row(pick)}`,
  'two values swapped': (pick) => {
    const a = row(pick);
    const b = (a % (10 * ROWS)) + 10;
    return `update people p set code = q.code from people q where (p.id = ${a} and q.id = ${b}) or (p.id = ${b} and q.id = ${a})`;
  },
  'the last rows cut off': (pick) => `delete from people where id > ${10 * (ROWS - 1 - pick(200))}`,
  'part of a composite key': (pick) => `update lines set a = a + 100 where b = 'b${1 + pick(3000)}'`,
  'all of a table': () => `truncate lines`,
};

export const FILES = 40;
export const nameOf = (index: number): string => `folder ${index % 4}/客户 ${index}.dat`;
/** One of them goes over in two pieces. */
const sizeOf = (index: number): number => (index === 7 ? 17 * 1024 * 1024 : 500 + index * 997);

export async function makeFiles(root: string, makeFolder: (path: string) => Promise<unknown>): Promise<void> {
  for (let index = 0; index < FILES; index += 1) {
    await makeFolder(join(root, `folder ${index % 4}`));
    const pick = seeded(index);
    await writeFile(
      join(root, nameOf(index)),
      Buffer.from(Array.from({ length: 256 }, () => pick(256)))
        .toString('hex')
        .repeat(Math.ceil(sizeOf(index) / 512))
        .slice(0, sizeOf(index)),
    );
  }
}

/** A file of the copy, and how to take back what sending again cannot. */
interface Spot {
  readonly root: string;
  readonly pick: Pick;
}
type Undo = () => Promise<void>;
const nothing: Undo = () => Promise.resolve();

async function flip(path: string, at: number, bit: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, at);
    await file.write(Buffer.from([(byte[0] ?? 0) ^ (1 << bit)]), 0, 1, at);
  } finally {
    await file.close();
  }
}

/** Ways to spoil the copy of the files. */
export const FILE_FAULTS: Readonly<Record<string, (spot: Spot) => Promise<Undo>>> = {
  'a bit of a file': async ({ root, pick }) => {
    const index = pick(FILES);
    await flip(join(root, nameOf(index)), pick(sizeOf(index)), pick(8));
    return nothing;
  },
  'a file cut short': async ({ root, pick }) => {
    const index = pick(FILES);
    await truncate(join(root, nameOf(index)), pick(sizeOf(index)));
    return nothing;
  },
  'a file made longer': async ({ root, pick }) => {
    await writeFile(join(root, nameOf(pick(FILES))), Buffer.alloc(1 + pick(100)), { flag: 'a' });
    return nothing;
  },
  'a file emptied': async ({ root, pick }) => {
    await truncate(join(root, nameOf(pick(FILES))), 0);
    return nothing;
  },
  'a file deleted': async ({ root, pick }) => {
    await rm(join(root, nameOf(pick(FILES))));
    return nothing;
  },
  'a file doubled under another name': async ({ root, pick }) => {
    const copy = join(root, `copy-${pick(1000)}.dat`);
    await copyFile(join(root, nameOf(pick(FILES))), copy);
    return () => rm(copy);
  },
  'a file under another name': async ({ root, pick }) => {
    const [from, to] = [join(root, nameOf(pick(FILES))), join(root, `renamed-${pick(1000)}.dat`)];
    await rename(from, to);
    return () => rm(to);
  },
  'two files swapped': async ({ root, pick }) => {
    const first = pick(FILES);
    const [a, b] = [first, (first + 1 + pick(FILES - 1)) % FILES].map((index) => join(root, nameOf(index)));
    const [ofA, ofB] = [await readFile(a ?? ''), await readFile(b ?? '')];
    await writeFile(a ?? '', ofB);
    await writeFile(b ?? '', ofA);
    return nothing;
  },
};
