import { v7 as uuidv7 } from 'uuid';
import type { Person } from '../../domain/people/people';
import { isAlive, type SessionRules, type SignInMethod, USUAL_SESSION } from '../../domain/people/session-rules';
import type { Db } from '../knex';
import { toPerson, type UserRow } from './people';
import { hashSecret } from './tokens';

export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly method: SignInMethod;
  readonly agent: string;
  readonly createdAt: number;
  /** When its person has last shown who they are. */
  readonly provedAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
}

interface Row {
  readonly id: string;
  readonly secret_hash: string;
  readonly user_id: string;
  readonly method: SignInMethod;
  readonly agent: string;
  readonly created_at: Date;
  readonly proved_at: Date;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
}

const toSession = (row: Row): Session => ({
  id: row.id,
  userId: row.user_id,
  method: row.method,
  agent: row.agent,
  createdAt: row.created_at.getTime(),
  provedAt: row.proved_at.getTime(),
  lastSeenAt: row.last_seen_at.getTime(),
  expiresAt: row.expires_at.getTime(),
});

export interface NewSession {
  readonly userId: string;
  readonly secret: string;
  readonly now: number;
  readonly method?: SignInMethod;
  readonly agent?: string;
  readonly lifeMs?: number;
  /** When its person has shown who they are, where that was before. */
  readonly provedAt?: number;
}

/** Answers its id. */
export async function insertSession(db: Db, session: NewSession): Promise<string> {
  const { userId, secret, now, method = 'token', agent = '', lifeMs = USUAL_SESSION.lifeMs, provedAt = now } = session;
  const at = new Date(now);
  const id = uuidv7();
  await db('sessions').insert({
    id,
    secret_hash: hashSecret(secret),
    user_id: userId,
    method,
    agent,
    created_at: at,
    proved_at: new Date(provedAt),
    last_seen_at: at,
    expires_at: new Date(now + lifeMs),
  });
  return id;
}

export interface HeldSession {
  readonly session: Session;
  readonly person: Person;
}

/** The session behind a cookie with its active person, or null once it has run out. Reading it changes nothing. */
export async function heldSession(
  db: Db,
  secret: string,
  { now, rules }: { readonly now: number; readonly rules: SessionRules },
): Promise<HeldSession | null> {
  const row = await db<Row>('sessions')
    .where({ secret_hash: hashSecret(secret) })
    .first();
  if (!row || !isAlive(toSession(row), rules, now)) return null;
  const user = await db<UserRow>('users').where({ id: row.user_id, active: true }).first();
  return user ? { session: toSession(row), person: toPerson(user) } : null;
}

const MINUTE_MS = 60_000;

/** Notes that a session is in use, once a minute at most. */
export async function noteSessionUse(db: Db, { id, lastSeenAt }: Session, now: number): Promise<void> {
  if (lastSeenAt > now - MINUTE_MS) return;
  await db<Row>('sessions')
    .where({ id })
    .update({ last_seen_at: new Date(now) });
}

/** Sessions of a person that are alive, the newest first. */
export async function liveSessions(
  db: Db,
  userId: string,
  { now, rules }: { readonly now: number; readonly rules: SessionRules },
): Promise<readonly Session[]> {
  const rows = await db<Row>('sessions').where({ user_id: userId }).orderBy('created_at', 'desc').limit(200);
  return rows.map(toSession).filter((session) => isAlive(session, rules, now));
}

export async function deleteSession(db: Db, secret: string): Promise<void> {
  await db('sessions')
    .where({ secret_hash: hashSecret(secret) })
    .delete();
}

/** Ends sessions of a person: one, all but one, or all of them. Answers how many there were. */
export async function endSessions(
  db: Db,
  userId: string,
  which: { readonly id?: string; readonly butId?: string } = {},
): Promise<number> {
  const query = db<Row>('sessions').where({ user_id: userId });
  if (which.id !== undefined) void query.where({ id: which.id });
  if (which.butId !== undefined) void query.whereNot({ id: which.butId });
  return query.delete();
}

/** Keeps the newest sessions of a person, the given one in any case. */
export async function dropOldest(
  db: Db,
  userId: string,
  { keptId, most }: { readonly keptId: string; readonly most: number },
): Promise<void> {
  const older = db<Row>('sessions')
    .where({ user_id: userId })
    .whereNot({ id: keptId })
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .offset(most - 1)
    .select('id');
  await db<Row>('sessions').whereIn('id', older).delete();
}
