import type { Presence } from '../../domain/approval/events';
import { addDays } from '../../domain/calendar/civil';
import { localDate, startOfDate } from '../../domain/calendar/zone';
import { type AbsenceSpan, type Colleague, presenceIn } from '../../domain/people/absence';
import type { Db } from '../knex';
import type { UserRow } from '../stores/people';

export interface PresenceQuestion {
  readonly personIds: readonly string[];
  readonly policyKey: string;
  readonly adminIds: readonly string[];
  readonly now: number;
}

/** Who of some people is away, will be away, or has left; whoever is not named is there. */
export async function presenceOf(db: Db, question: PresenceQuestion): Promise<Readonly<Record<string, Presence>>> {
  const { personIds, adminIds } = question;
  const absences = await absencesAround(db, personIds, question.now);
  const mentioned = [...personIds, ...absences.flatMap(({ personId, substituteId }) => [personId, substituteId])];
  const people = await colleagues(db, mentioned);
  const book = { absences, people, adminIds };
  const known = personIds.map((id) => [id, presenceIn(book, id, question)] as const);
  return Object.fromEntries(
    known.filter(([, { awayFrom, left, changesAt }]) => awayFrom !== null || left || changesAt !== null),
  );
}

interface Row {
  readonly user_id: string;
  readonly starts_on: string;
  readonly ends_on: string;
  readonly substitute_id: string;
  readonly policy_keys: readonly string[] | null;
  readonly include_pending: boolean;
  readonly time_zone: string;
}

const CHAIN = 3;

/** Present and coming absences of people, and of those who stand in for them, as far as a chain is followed. */
async function absencesAround(db: Db, personIds: readonly string[], now: number): Promise<readonly AbsenceSpan[]> {
  const found = new Map<string, AbsenceSpan[]>();
  let next = [...new Set(personIds)];
  for (let depth = 0; depth <= CHAIN && next.length > 0; depth += 1) {
    const spans = await absencesOf(db, next, now);
    next.forEach((id) =>
      found.set(
        id,
        spans.filter(({ personId }) => personId === id),
      ),
    );
    next = [...new Set(spans.map(({ substituteId }) => substituteId))].filter((id) => !found.has(id));
  }
  return [...found.values()].flat();
}

async function absencesOf(db: Db, personIds: readonly string[], now: number): Promise<readonly AbsenceSpan[]> {
  const rows = await db('absences')
    .join('users', 'users.id', 'absences.user_id')
    .whereIn('absences.user_id', [...personIds])
    // One day of grace: dates are those of each person's own time zone.
    .where('absences.ends_on', '>=', addDays(localDate('UTC', now), -1))
    .orderBy('absences.starts_on')
    .select<Row[]>(
      'absences.user_id',
      db.raw('absences.starts_on::text'),
      db.raw('absences.ends_on::text'),
      'absences.substitute_id',
      'absences.policy_keys',
      'absences.include_pending',
      'users.time_zone',
    );
  return rows.map((row) => ({
    personId: row.user_id,
    from: startOfDate(row.time_zone, row.starts_on),
    until: startOfDate(row.time_zone, addDays(row.ends_on, 1)),
    substituteId: row.substitute_id,
    policyKeys: row.policy_keys,
    includePending: row.include_pending,
  }));
}

type ColleagueRow = Pick<UserRow, 'id' | 'active' | 'manager_id'> & { readonly successor_id: string | null };

async function colleagues(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Colleague>> {
  const own = await colleagueRows(db, ids);
  const others = await colleagueRows(
    db,
    own.flatMap((row) => [row.manager_id, row.successor_id]).filter((id) => id !== null),
  );
  return new Map(
    [...own, ...others].map((row) => [
      row.id,
      { active: row.active, managerId: row.manager_id, successorId: row.successor_id },
    ]),
  );
}

const colleagueRows = (db: Db, ids: readonly string[]): Promise<ColleagueRow[]> =>
  db('users')
    .whereIn('id', [...new Set(ids)])
    .select<ColleagueRow[]>('id', 'active', 'manager_id', 'successor_id');
