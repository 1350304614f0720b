/**
 * `npx tsx bench/scale.ts [engagements] [months] [rounds] [--only=name] [--unkept] [--plans] [--sizes]`: fills a PostgreSQL with years of service and measures
 * pages and API over the whole product on the loopback interface, calls interleaved. `docs/performance.md` keeps the
 * figures; `--only` measures those calls alone that are named so, `--unkept` where no closing has kept forecasts, `--plans` prints the plans of the slow statements for `docs/query-plans.md`, `--sizes` what the tables take.
 */
import pg from 'pg';
import request from 'supertest';
import type { Db } from '../db/knex';
import { testDatabase } from '../test/database';
import { ENGAGEMENT_PARTS, engagementTab } from '../templates/engagement-parts';
import { fill, type Scale } from './scale/fill';
import { keepForecastsOf } from './scale/forecasts';
import { idOf } from './scale/ids';
import { planOf, Recorder } from './scale/plans';
import { giveToken, productOver, SECRET, signIn } from './scale/product';
import { printSizes } from './scale/sizes';
import { machine, say, served, Stopwatch, withParts } from './timing';

/** Somebody who administers, owns engagements and has an inbox. */
const READER = 1;
const HEAVIEST = 12;

const headers = (secret: string) => ({ authorization: `Bearer ${secret}`, accept: 'application/json' });

/** What is measured: its name, its address, and whether it is a page. */
const CALLS = (n: number, vendors: number): readonly (readonly [string, string, 'api' | 'page'])[] => {
  const engagement = idOf('c', n);
  const vendor = idOf('b', 1 + (n % vendors));
  return [
    ['portfolio', '/portfolio', 'api'],
    ['list of 100 engagements', '/engagements?limit=100', 'api'],
    ['engagements whose date has passed', '/engagements?overdue=true&limit=100', 'api'],
    ['engagements found by their title', `/engagements?q=Service%20${n}`, 'api'],
    ['engagement', `/engagements/${engagement}`, 'api'],
    ['coming dates', `/engagements/${engagement}/calendar`, 'api'],
    ['36 scorecards', `/engagements/${engagement}/scorecards`, 'api'],
    ['scorecard of a vendor', `/vendors/${vendor}/scorecard`, 'api'],
    ['league of a category', '/league?category=logistics', 'api'],
    ['alarms', '/alarms?limit=100', 'api'],
    ['inbox', '/tasks?box=todo&limit=50', 'api'],
    ['inbox, done', '/tasks?box=done&limit=50', 'api'],
    ['counts of the inbox', '/tasks/counts', 'api'],
    ['page of engagements', '/engagements', 'page'],
    ...ENGAGEMENT_PARTS.map(
      (part) => [`page of an engagement, ${part}`, engagementTab(engagement, part), 'page'] as const,
    ),
    ['page of a vendor', `/vendors/${vendor}`, 'page'],
    ['page of a league', '/league?category=logistics', 'page'],
    ['page at home', '/home', 'page'],
    ['page of the inbox', '/inbox', 'page'],
    ['page of the portfolio', '/portfolio', 'page'],
    ['the same of one owner', `/portfolio?owner=${idOf('a', 1 + (n % 100))}`, 'page'],
  ];
};

interface Scene {
  readonly db: Db;
  readonly url: string;
  readonly look: ReturnType<typeof request.agent>;
  readonly watch: Stopwatch;
  readonly vendors: number;
}

const ONLY = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length) ?? '';

async function round({ db, url, look, watch, vendors }: Scene, n: number): Promise<void> {
  const calls = CALLS(n, vendors).filter(([what]) => what.includes(ONLY));
  for (const [what, path, kind] of calls)
    await watch.time(what, db, async () =>
      kind === 'page' ? look.get(path) : request(url).get(`/api/v1${path}`).set(headers(SECRET)),
    );
}

async function measure(db: Db, { scale, rounds }: { scale: Scale; rounds: number }): Promise<Recorder> {
  const watch = new Stopwatch();
  const seen = Array.from({ length: rounds }, (_none, n) => 1 + ((n * 997) % scale.engagements));
  if (!process.argv.includes('--unkept'))
    await keepForecastsOf(
      db,
      seen.map((n) => idOf('c', n)),
    );
  const recorder = await served(productOver(db), async (url) => {
    const scene = { db, url, look: await signIn(url), watch, vendors: scale.vendors };
    await round({ ...scene, watch: new Stopwatch() }, 1);
    const notes = new Recorder(db);
    for (const n of seen) await round(scene, n);
    return notes;
  });
  watch.print();
  return recorder;
}

async function printPlans(url: string, recorder: Recorder): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of recorder.heaviest(HEAVIEST)) {
      const { sql, runs, mean, longest } = statement;
      say(
        `\n### ${runs} runs, mean ${mean.toFixed(1)} ms, longest ${longest.toFixed(1)} ms\n${sql.replace(/\s+/g, ' ')}\n`,
      );
      say(await planOf(client, statement));
    }
  } finally {
    await client.end();
  }
}

async function main(): Promise<void> {
  const figures = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const [engagements = 10_000, months = 36, rounds = 20] = figures.map(Number);
  const scale = { engagements, months, people: 100, vendors: Math.ceil(engagements / 20) };
  await withParts(async () => {
    const database = await testDatabase();
    try {
      say(machine());
      const filled = await fill(database.url, scale);
      for (const { what, rows, ms } of filled)
        say(`${what}: ${rows.toLocaleString('en')} rows in ${(ms / 1000).toFixed(1)} s`);
      if (process.argv.includes('--sizes')) await printSizes(database.db, engagements);
      await giveToken(database.db, idOf('a', READER));
      const recorder = await measure(database.db, { scale, rounds });
      say(machine());
      if (process.argv.includes('--plans')) await printPlans(database.url, recorder);
    } finally {
      await database.drop();
    }
  });
}

void main();
