import type { Db } from '../knex';
import { hashSecret } from './tokens';

export const TRIES_WINDOW_MS = 15 * 60_000;

/** What is counted: tries at one account, at the second factor of one, those from one address, answers of the organisation's sign-in to one, refusals of one that are no tries and what its passkeys were asked, and mails that were asked for to one account. */
export interface Tried {
  readonly kind: 'account' | 'second-factor' | 'address' | 'provider' | 'refusal' | 'challenge' | 'mail';
  readonly name: string;
}

/** Wrong tries within the quarter of an hour that the first of them began. An address may be that of a whole house. */
export const TRIES = {
  account: 10,
  'second-factor': 10,
  address: 60,
  provider: 60,
  refusal: 60,
  challenge: 600,
  mail: 3,
} as const satisfies Record<Tried['kind'], number>;

const keyOf = ({ kind, name }: Tried): string => hashSecret(`${kind} ${name}`);

export interface Counted {
  readonly tries: number;
  /** When they are forgotten. */
  readonly until: number;
}

/** Counts one more try before it is known how it ends, in one statement: many at once through several processes all count. */
export async function countTry(db: Db, tried: Tried, now: number): Promise<Counted> {
  const over = new Date(now - TRIES_WINDOW_MS);
  const { rows } = await db.raw<{ rows: { since: Date; tries: number }[] }>(
    `insert into sign_in_tries (key, since, tries) values (?, ?, 1)
     on conflict (key) do update set
       since = case when sign_in_tries.since <= ? then excluded.since else sign_in_tries.since end,
       tries = case when sign_in_tries.since <= ? then 1 else sign_in_tries.tries + 1 end
     returning since, tries`,
    [keyOf(tried), new Date(now), over, over],
  );
  const { since = new Date(now), tries = 1 } = rows[0] ?? {};
  return { tries, until: since.getTime() + TRIES_WINDOW_MS };
}

/** A try that went well does not count. */
export async function giveBackTry(db: Db, tried: Tried): Promise<void> {
  await db('sign_in_tries')
    .where({ key: keyOf(tried) })
    .andWhere('tries', '>', 0)
    .decrement('tries', 1);
}
