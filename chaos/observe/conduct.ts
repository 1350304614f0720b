import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { logFile } from '../../bin/parts/part';
import type { Db } from '../../db/knex';
import type { Conduct, Resources } from '../evidence';
import { keepersOf, PRODUCT, type Stage } from '../stage/stage';

export async function resourcesOf({ keepers }: Stage, db: Db): Promise<Resources> {
  const { rows } = await db.raw<{ rows: { count: number }[] }>(
    `select count(*)::int as count from pg_stat_activity where usename = 'tenure'`,
  );
  const sum = (of: (name: (typeof PRODUCT)[number]) => number): number =>
    PRODUCT.reduce((total, name) => total + of(name), 0);
  return {
    connections: rows[0]?.count ?? 0,
    fileHandles: sum((name) => keepers[name].fileHandles()),
    residentMb: sum((name) => keepers[name].residentMb()),
  };
}

export const conductOf = (stage: Stage, before: Resources, after: Resources): Conduct => ({
  before,
  after,
  ends: [...new Set([...keepersOf(stage), stage.records])].flatMap(({ name, strayEnds }) =>
    strayEnds.map((end) => `${end}${lastWordsOf(stage, name)}`),
  ),
  leaks: leaksIn(stage),
  defects: defectsIn(stage),
});

const LAST_WORDS = 1_500;

/** The log goes with the folder of the run; why a part has ended stands near the end of it. */
function lastWordsOf({ dataDir }: Stage, name: string): string {
  const file = logFile(dataDir, name);
  const said = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return said === '' ? '' : `, ${said.slice(-LAST_WORDS)}`;
}

/** Keys and tokens of this installation, and links, whole, in any log. */
function leaksIn({ dataDir, secrets, sink }: Stage): readonly string[] {
  const folder = join(dataDir, 'logs');
  const tokens = sink.deliveries.flatMap(({ links }) => links.flatMap((link) => /\/a\/(\S+)/.exec(link)?.[1] ?? []));
  const secret: readonly string[] = [...Object.values<string>({ ...secrets }), ...new Set(tokens)];
  return readdirSync(folder).flatMap((name) => {
    const lines = readFileSync(join(folder, name), 'utf8').split('\n');
    return lines.flatMap((line, index) => (secret.some((one) => line.includes(one)) ? [`${name}:${index + 1}`] : []));
  });
}

const MOST_DEFECTS = 5;
const DEFECT = z.object({
  level: z.literal(50),
  err: z.object({ message: z.string(), stack: z.string().default('') }),
});

/** With the place in the code: the logs go with the folder of the run. */
function defectsIn({ dataDir }: Stage): readonly string[] {
  const files = ['api-1', 'api-2'].map((name) => logFile(dataDir, name)).filter(existsSync);
  const lines = files
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => line.includes('"err"'));
  const told = lines.flatMap((line) => {
    const { data } = DEFECT.safeParse(parsed(line));
    return data ? [`${data.err.message} ${data.err.stack.split('\n')[1]?.trim() ?? ''}`] : [];
  });
  return [...new Set(told)].slice(0, MOST_DEFECTS);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Broken off by a kill.
    return null;
  }
}
