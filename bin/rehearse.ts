/** `npm run rehearse -- examples/hotline.json --years 3`: the same workflows over years of skipped time; prints what comes when. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Example } from './demo/example-schema';
import { readExample } from './demo/read-example';
import { runProgram, StartFailure } from './parts/failure';
import { createProgress } from './parts/progress';
import { begin } from './rehearsal/begin';
import { calendarOf, printCalendar } from './rehearsal/calendar';
import { Closers } from './rehearsal/closers';
import { openWorld, type World } from './rehearsal/world';
import { passYears } from './rehearsal/years';

const YEAR_MS = 365.25 * 86_400_000;
const MOST_YEARS = 5;

runProgram(async () => {
  const { file, years } = orders();
  const example = readExample(file);
  const dataDir = mkdtempSync(join(tmpdir(), 'tenure-rehearsal-'));
  const closers = new Closers();
  closers.add(() => Promise.resolve(rmSync(dataDir, { recursive: true, force: true })));
  const progress = createProgress();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void closers.closeAll().finally(() => process.exit(130)));
  try {
    const world = await openWorld(dataDir, closers, progress.report);
    const lines = await rehearse(example, { world, years, report: progress.report });
    progress.done();
    console.log(lines.join('\n'));
  } finally {
    progress.done();
    await closers.closeAll();
  }
});

interface Rehearsal {
  readonly world: World;
  readonly years: number;
  readonly report: (text: string) => void;
}

async function rehearse(example: Example, { world, years, report }: Rehearsal): Promise<readonly string[]> {
  const play = await begin(example, world, report);
  const since = world.clock.now();
  await passYears(play, { clock: world.clock, until: since + years * YEAR_MS });
  const entries = await calendarOf(play, since);
  const heading = `${example.title}: ${years} years of service, ${entries.length} entries, days of ${example.timeZone}`;
  return [heading, ...printCalendar(entries, example.timeZone)];
}

function orders(): { readonly file: string; readonly years: number } {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { years: { type: 'string', default: '3' } },
  });
  const [file] = positionals;
  const years = Number(values.years);
  if (file === undefined)
    throw new StartFailure('Name an example: npm run rehearse -- examples/hotline.json --years 3');
  if (!(years > 0 && years <= MOST_YEARS)) throw new StartFailure(`--years must be above 0 and at most ${MOST_YEARS}.`);
  return { file, years };
}
