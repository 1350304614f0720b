/**
 * `node --import tsx bench/overload.ts [rounds] [seconds]`: asks the product three times what it can answer, from outside and
 * whether or not it has answered, while somebody presses a button twice a second; with places for a hundred requests at once as it
 * ships, and interleaved with places for all. Prints what was answered and how late, what was refused and how soon, and how long it
 * takes until answers are as quick as before.
 */
import { quantile } from 'simple-statistics';
import { v7 as uuidv7 } from 'uuid';
import { insertToken } from '../db/stores/tokens';
import { testDatabase } from '../test/database';
import { startProduct } from '../test/e2e/product';
import { ownNamespace } from '../test/temporal';
import { type Called, Callers, type Wanted } from './overload/callers';
import { fill } from './scale/fill';
import { idOf } from './scale/ids';
import { machine, say, withParts } from './timing';

const [rounds = 2, seconds = 60] = process.argv.slice(2).map(Number);
const SECRET = 'a-token-of-the-bench';
const TOO_MUCH = 3;
const CALLERS = 16;
const LOOKS = ['/engagements?limit=100', '/tasks?box=todo&limit=50', '/tasks/counts', '/alarms?limit=100'];
const PLACES = { 'as it ships': '100', 'places for all': '100000' } as const;
const RECOVERY_LIMIT_MS = 120_000;

const looks = (): (() => Wanted) => {
  let n = 0;
  return () => ({ kind: 'look', method: 'GET', path: LOOKS[(n += 1) % LOOKS.length] ?? '' });
};
const press: Wanted = { kind: 'press', method: 'PUT', path: `/users/${idOf('a', 1)}/absences`, body: '[]' };

const msAt = (calls: readonly Called[], p: number): string =>
  calls.length === 0
    ? '–'
    : Math.round(
        quantile(
          calls.map(({ ms }) => ms),
          p,
        ),
      ).toLocaleString('en');

/** Seconds until a second of calls is answered as quickly as usual, at the 95th percentile and within half as much again. */
async function recovery(callers: Callers, usual: number): Promise<string> {
  const from = performance.now();
  while (performance.now() - from < RECOVERY_LIMIT_MS) {
    const calls = await callers.inTurn(looks(), { callers: CALLERS, ms: 1_000 });
    const answered = calls.filter(({ status }) => status === 200);
    const isUsual = answered.length === calls.length && Number(msAt(calls, 0.95).replaceAll(',', '')) <= usual * 1.5;
    if (isUsual) return ((performance.now() - from) / 1_000).toFixed(1);
  }
  return 'not';
}

/** What came of too many calls, and of those who pressed a button beside them. */
function told(meanwhile: readonly Called[], pressed: readonly Called[]): readonly string[] {
  const of = (calls: readonly Called[], status: number) => calls.filter((call) => call.status === status);
  const [answered, refused, done] = [of(meanwhile, 200), of(meanwhile, 503), of(pressed, 200)];
  return [
    (answered.length / seconds).toFixed(0),
    `${msAt(answered, 0.5)}, ${msAt(answered, 0.99)}`,
    `${((refused.length / meanwhile.length) * 100).toFixed(0)} %, ${msAt(refused, 0.99)}`,
    String(meanwhile.length - answered.length - refused.length),
    `${done.length} of ${pressed.length}, ${msAt(done, 0.99)}`,
  ];
}

async function measure(name: keyof typeof PLACES, databaseUrl: string): Promise<void> {
  const product = await startProduct({
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: process.env['TENURE_TEST_TEMPORAL_ADDRESS'] ?? '',
    TEMPORAL_NAMESPACE: await ownNamespace(),
    TENURE_REQUESTS_AT_ONCE: PLACES[name],
  });
  const callers = new Callers(product.base, SECRET);
  try {
    await callers.inTurn(looks(), { callers: CALLERS, ms: 5_000 });
    const before = await callers.inTurn(looks(), { callers: CALLERS, ms: 10_000 });
    const capacity = before.length / 10;
    const ms = seconds * 1_000;
    const [meanwhile, pressed] = await Promise.all([
      callers.atRate(looks(), { perSecond: capacity * TOO_MUCH, ms }),
      callers.atRate(() => press, { perSecond: 2, ms }),
    ]);
    const usual = Number(msAt(before, 0.95).replaceAll(',', ''));
    const after = await recovery(callers, usual);
    say(`| ${[name, `${capacity.toFixed(0)}, ${usual}`, ...told(meanwhile, pressed), after].join(' | ')} |`);
  } finally {
    callers.close();
    await product.stop();
  }
}

void withParts(async () => {
  say(machine());
  const database = await testDatabase();
  try {
    await fill(database.url, { engagements: 1_000, months: 0, people: 100, vendors: 50 });
    const reader = { id: uuidv7(), userId: idOf('a', 1), name: 'bench', secret: SECRET, expiresAt: null };
    await insertToken(database.db, { ...reader, now: Date.now() });
    say(
      '| places | usual calls a second, p95 ms | answered a second | p50, p99 ms | refused, p99 ms | no answer | pressed, p99 ms | as before after s |',
    );
    say('|---|---|---|---|---|---|---|---|');
    const names = ['as it ships', 'places for all'] as const;
    for (const name of Array.from({ length: rounds }, () => names).flat()) await measure(name, database.url);
  } finally {
    await database.drop();
  }
  say(machine());
});
