import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { SmtpFault } from './mail/sink';
import type { Fault } from './proxy';
import type { ReleaseName } from './stage/releases';
import { type Disk, onFullDisk } from './stage/small-disk';
import type { LineName } from './stage/site';
import { keepersOf, type PartName, type Stage } from './stage/stage';
import { StartFailure } from '../bin/parts/failure';

/** Something that goes wrong, and for how long. */
export type Trouble =
  | { readonly kind: 'kill'; readonly part: PartName }
  /** Ends it in order and starts it again, as an operator does. */
  | { readonly kind: 'restart'; readonly part: PartName }
  /** Whoever keeps Temporal's records. */
  | { readonly kind: 'kill-records' }
  | { readonly kind: 'hold'; readonly parts: readonly PartName[] }
  | { readonly kind: 'halt'; readonly part: PartName }
  | { readonly kind: 'line'; readonly line: LineName; readonly fault: Fault }
  | { readonly kind: 'smtp'; readonly fault: SmtpFault }
  /** Somebody holds a table, so that whoever writes to it waits. */
  | { readonly kind: 'lock'; readonly table: string }
  /** As an administrator of the database ends sessions (57P01). */
  | { readonly kind: 'end-sessions' }
  /** One server process of PostgreSQL dies, and with it all sessions. */
  | { readonly kind: 'kill-backend' }
  | { readonly kind: 'full-disk'; readonly disk: Disk }
  /** An ordered mail that no template can be made of. */
  | { readonly kind: 'poison' }
  /** Many mails are ordered at once. */
  | { readonly kind: 'post'; readonly count: number }
  /** A release takes over from the one that runs. */
  | { readonly kind: 'take-over'; readonly release: ReleaseName };

export interface Incident {
  /** Milliseconds from the beginning of the run. */
  readonly at: number;
  readonly forMs: number;
  readonly trouble: Trouble;
}

export const describe = ({ trouble, forMs }: Incident): string => {
  const { kind, ...about } = trouble;
  return `${kind} ${JSON.stringify(about)}${forMs > 0 ? ` for ${(forMs / 1_000).toFixed(1)} s` : ''}`;
};

/** Lets it happen and mends it; answers when it was over, in milliseconds since 1970. */
export async function happen(stage: Stage, { trouble, forMs }: Incident): Promise<number> {
  await HANDS[trouble.kind](stage, trouble, () => sleep(forMs));
  return Date.now();
}

type Of<Kind extends Trouble['kind']> = Extract<Trouble, { kind: Kind }>;
type Hand<Kind extends Trouble['kind']> = (stage: Stage, trouble: Of<Kind>, wait: () => Promise<void>) => Promise<void>;

const hands: { readonly [Kind in Trouble['kind']]: Hand<Kind> } = {
  kill: async ({ keepers }, { part }, wait) => {
    keepers[part].kill();
    await wait();
  },
  restart: async ({ keepers }, { part }, wait) => {
    await keepers[part].restart();
    await keepers[part].ready();
    await wait();
  },
  'kill-records': async ({ records }, _trouble, wait) => {
    records.kill();
    await wait();
  },
  hold: async ({ keepers }, { parts }, wait) => {
    for (const part of parts) keepers[part].hold();
    await wait();
    for (const part of parts) keepers[part].release();
  },
  halt: async ({ keepers }, { part }, wait) => {
    keepers[part].halt();
    await wait();
    keepers[part].goOn();
  },
  line: async ({ lines }, { line, fault }, wait) => {
    await lines[line].set(fault);
    await wait();
    await lines[line].set({ kind: 'pass' });
  },
  smtp: async ({ sink }, { fault }, wait) => {
    sink.fault = fault;
    await wait();
    sink.fault = null;
  },
  lock: (stage, { table }, wait) =>
    inDatabase(stage, async (client) => {
      await client.query('begin');
      await client.query(`lock table ${client.escapeIdentifier(table)} in access exclusive mode`);
      await wait();
      await client.query('rollback');
    }),
  'end-sessions': (stage, _trouble, wait) =>
    inDatabase(stage, async (client) => {
      await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'tenure' and pid <> pg_backend_pid()`,
      );
      await wait();
    }),
  'kill-backend': async (stage, _trouble, wait) => {
    await inDatabase(stage, async (client) => {
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      if (rows[0]) process.kill(rows[0].pid, 'SIGKILL');
    });
    await wait();
  },
  'full-disk': (stage, { disk }, wait) => onFullDisk(stage, disk, wait),
  poison: (stage, _trouble, wait) =>
    inDatabase(stage, async (client) => {
      await client.query(
        `insert into mail_orders (key, kind, recipient_id, facts, due_at)
         select 'poison-' || gen_random_uuid(), 'no-such-kind', users.id, '{}', now() from users limit 1`,
      );
      await wait();
    }),
  post: (stage, { count }, wait) =>
    inDatabase(stage, async (client) => {
      await client.query(
        `insert into mail_orders (key, kind, recipient_id, facts, due_at)
         select 'post-' || gen_random_uuid(), 'sign-in-changed', person.id, '{"change": "password-set"}', now()
           from (select id from users order by id limit 1) person, generate_series(1, $1::int)`,
        [count],
      );
      await wait();
    }),
  'take-over': async ({ releases }, { release }, wait) => {
    if (!releases) throw new StartFailure('There is one release here, and no other to take over from it.');
    await releases.takeOver(release);
    await wait();
  },
};

// Each hand is called with the trouble of its own kind: the kind of a trouble is the name of its hand.
const HANDS = hands as Record<Trouble['kind'], Hand<Trouble['kind']>>;

/** Cut off, out of connections, shutting down or starting. */
const IS_AWAY = /^(08|53|57)/;

/** With a connection past the lines; one that is cut meanwhile was meant to be. */
async function inDatabase({ databaseUrl }: Stage, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await work(client);
  } catch (error) {
    // A server that is away makes trouble enough. A statement that it refuses would be no trouble at all, and nobody would know.
    if (error instanceof pg.DatabaseError && !IS_AWAY.test(error.code ?? '')) throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Everything works again, whatever was broken. */
export async function heal(stage: Stage): Promise<void> {
  const { lines, sink, records } = stage;
  const keepers = keepersOf(stage);
  sink.fault = null;
  for (const line of Object.values(lines)) await line.set({ kind: 'pass' });
  for (const keeper of keepers) {
    keeper.goOn();
    keeper.release();
  }
  await records.ready();
  await Promise.all(keepers.map((keeper) => keeper.ready()));
}
