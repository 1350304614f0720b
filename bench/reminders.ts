/**
 * `node --import tsx bench/reminders.ts [engagements] [seconds]`: so many engagements have a reminder of their values due in the
 * same minute, or spread over so many seconds. The whole product as real processes takes them to a real SMTP server, while somebody
 * reads lists and the inbox. Prints what was lost and what came twice, how long it took, and what the reader felt before and meanwhile.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from 'simple-statistics';
import { v7 as uuidv7 } from 'uuid';
import type { Db } from '../db/knex';
import { insertToken } from '../db/stores/tokens';
import { type Product, startProduct } from '../test/e2e/product';
import { ownNamespace } from '../test/temporal';
import { testDatabase } from '../test/database';
import { freePort } from '../bin/parts/ports';
import { countingRelay, type Relay } from './reminders/relay';
import { fallDue } from './reminders/fall-due';
import { fill } from './scale/fill';
import { idOf } from './scale/ids';
import { machine, say, withParts } from './timing';

const [engagements = 2_000, spreadSeconds = 0] = process.argv.slice(2).map(Number);
const READS = ['/engagements?limit=100', '/tasks?box=todo&limit=50', '/tasks/counts', '/alarms?limit=100'];
const SECRET = 'a-token-of-the-bench';
const PAUSE_MS = 100;
/** From before the product is started until what is due falls due: enough to start it, and to see what is usual. */
const BEFORE_MS = 150_000;
/** A hundred thousand mails take half an hour on two cores. */
const LIMIT_MS = 3 * 3_600_000 + spreadSeconds * 1_000;

/** Reads in turn until told to stop; milliseconds of each call. */
async function read({ base }: Product, isOver: () => boolean | Promise<boolean>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let n = 0; !(await isOver()); n += 1) {
    const from = performance.now();
    const answer = await fetch(`${base}/api/v1${READS[n % READS.length] ?? ''}`, {
      headers: { authorization: `Bearer ${SECRET}` },
    });
    await answer.text();
    if (answer.status !== 200) throw new Error(`${answer.url} was answered with ${answer.status}`);
    times.push(performance.now() - from);
    await sleep(PAUSE_MS);
  }
  return times;
}

const p95 = (times: readonly number[]): string => quantile([...times], 0.95).toFixed(0);

interface Waiting {
  readonly turns: number;
  readonly mails: number;
}

async function waiting(db: Db, until: number): Promise<Waiting> {
  const [watches] = await db('watches').where('due_at', '<=', new Date(until)).count<{ count: string }[]>();
  const [orders] = await db('mail_orders').count<{ count: string }[]>();
  return { turns: Number(watches?.count), mails: Number(orders?.count) };
}

interface Falling {
  readonly relay: Relay;
  /** Epoch milliseconds of the first reminder, and how many fall due. */
  readonly from: number;
  readonly due: number;
}

async function measure(db: Db, product: Product, { relay, from, due }: Falling): Promise<void> {
  const until = from + spreadSeconds * 1_000;
  const before = await read(product, () => Date.now() >= from);
  say(`usual: ${before.length} calls, p95 ${p95(before)} ms`);
  let turnsDone = 0;
  let looked = 0;
  const isDone = async (): Promise<boolean> => {
    if (Date.now() - from > LIMIT_MS) throw new Error('they do not come to their end');
    if (Date.now() - looked < 2_000) return false;
    looked = Date.now();
    const { turns, mails } = await waiting(db, until);
    if (turns === 0 && turnsDone === 0 && Date.now() >= until) turnsDone = Date.now();
    return turnsDone > 0 && mails === 0;
  };
  const meanwhile = await read(product, isDone);
  const seconds = (at: number): string => ((at - from) / 1_000).toFixed(0);
  say(`meanwhile: ${meanwhile.length} calls, p95 ${p95(meanwhile)} ms`);
  say(`all turns taken after ${seconds(turnsDone)} s, all mails with the relay after ${seconds(Date.now())} s`);
  const { mails, twice, about } = relay.told();
  say(`${mails} mails about ${about} engagements; ${due - about} engagements without one; ${twice} mails came twice`);
  if (about !== due || twice > 0) process.exitCode = 1;
}

void withParts(async () => {
  say(machine());
  const database = await testDatabase();
  const port = await freePort();
  const relay = await countingRelay(port);
  try {
    await fill(database.url, { engagements, months: 0, people: 100, vendors: Math.ceil(engagements / 20) });
    const reader = { id: uuidv7(), userId: idOf('a', 1), name: 'bench', secret: SECRET, expiresAt: null };
    await insertToken(database.db, { ...reader, now: Date.now() });
    // Before the date keeper takes its first look: nobody wakes it for what is not told to it.
    const from = Date.now() + BEFORE_MS;
    const due = await fallDue(database.db, { from, spreadSeconds });
    const product = await startProduct({
      DATABASE_URL: database.url,
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      TEMPORAL_ADDRESS: process.env['TENURE_TEST_TEMPORAL_ADDRESS'] ?? '',
      TEMPORAL_NAMESPACE: await ownNamespace(),
    });
    try {
      await measure(database.db, product, { relay, from, due });
    } finally {
      await product.stop();
    }
  } finally {
    await relay.close();
    await database.drop();
  }
  say(machine());
});
