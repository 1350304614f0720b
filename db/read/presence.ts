import type { Presence } from '../../domain/approval/events';
import { addDays } from '../../domain/calendar/civil';
import { localDate, startOfDate } from '../../domain/calendar/zone';
import { type AbsenceSpan, type Colleague, presenceIn } from '../../domain/people/absence';
import type { Db } from '../knex';
import type { UserRow } from '../stores/people';
import { countingIn } from './appointments';
import type { WaitingMatter } from './role-holders';

export interface PresenceQuestion {
  readonly personIds: readonly string[];
  readonly policyKey: string;
  readonly adminIds: readonly string[];
  readonly now: number;
  /** What absences, managers and successors have to count in. */
  readonly matter: WaitingMatter;
}

/** Who of some people is away, will be away, or has left; whoever is not named is there. */
export async function presenceOf(db: Db, question: PresenceQuestion): Promise<Readonly<Record<string, Presence>>> {
  const { personIds, adminIds, matter } = question;
  const absences = await absencesAround(db, personIds, matter);
  const mentioned = [...personIds, ...absences.flatMap(({ personId, substituteId }) => [personId, substituteId])];
  const people = await colleagues(db, mentioned, matter);
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
  readonly entered_by: string | null;
  readonly entered_at: Date | null;
}

const CHAIN = 3;
const HOUR_MS = 3_600_000;

/** Present and coming absences of people, and of those who stand in for them, as far as a chain is followed. */
async function absencesAround(
  db: Db,
  personIds: readonly string[],
  matter: WaitingMatter,
): Promise<readonly AbsenceSpan[]> {
  const found = new Map<string, AbsenceSpan[]>();
  let next = [...new Set(personIds)];
  for (let depth = 0; depth <= CHAIN && next.length > 0; depth += 1) {
    const spans = await absencesOf(db, next, matter);
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

async function absencesOf(
  db: Db,
  personIds: readonly string[],
  matter: WaitingMatter,
): Promise<readonly AbsenceSpan[]> {
  const rows = await db('absences')
    .join('users', 'users.id', 'absences.user_id')
    .whereIn('absences.user_id', [...personIds])
    // One day of grace: dates are those of each person's own time zone.
    .where('absences.ends_on', '>=', addDays(localDate('UTC', matter.now), -1))
    .orderBy('absences.starts_on')
    .select<Row[]>(
      'absences.user_id',
      db.raw('absences.starts_on::text'),
      db.raw('absences.ends_on::text'),
      'absences.substitute_id',
      'absences.policy_keys',
      'absences.include_pending',
      'users.time_zone',
      'absences.entered_by',
      'absences.entered_at',
    );
  return rows
    .filter((row) => counts(row, matter))
    .map((row) => ({
      personId: row.user_id,
      from: startOfDate(row.time_zone, row.starts_on),
      until: startOfDate(row.time_zone, addDays(row.ends_on, 1)),
      substituteId: row.substitute_id,
      policyKeys: row.policy_keys,
      includePending: row.include_pending,
    }));
}

/** Whoever has a part in a matter does not send somebody else away from it, until the time to wait is over. */
function counts({ user_id, entered_by, entered_at }: Row, { partyIds, now, hours }: WaitingMatter): boolean {
  if (entered_by === null || entered_at === null || entered_by === user_id || !partyIds.includes(entered_by))
    return true;
  return entered_at.getTime() + hours * HOUR_MS <= now;
}

type ColleagueRow = Pick<UserRow, 'id' | 'active' | 'manager_id'> & { readonly successor_id: string | null };

async function colleagues(
  db: Db,
  ids: readonly string[],
  matter: WaitingMatter,
): Promise<ReadonlyMap<string, Colleague>> {
  const own = await appointed(db, await colleagueRows(db, ids), matter);
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

/** People with the managers and successors that count. */
async function appointed(
  db: Db,
  rows: readonly ColleagueRow[],
  matter: WaitingMatter,
): Promise<readonly ColleagueRow[]> {
  const managers = new Map(rows.map(({ id, manager_id }) => [id, manager_id]));
  const successors = new Map(rows.map(({ id, successor_id }) => [id, successor_id]));
  const managerIds = await countingIn(db, 'manager', { current: managers, matter });
  const successorIds = await countingIn(db, 'successor', { current: successors, matter });
  return rows.map((row) => ({
    ...row,
    manager_id: managerIds.get(row.id) ?? null,
    successor_id: successorIds.get(row.id) ?? null,
  }));
}

const colleagueRows = (db: Db, ids: readonly string[]): Promise<ColleagueRow[]> =>
  db('users')
    .whereIn('id', [...new Set(ids)])
    .select<ColleagueRow[]>('id', 'active', 'manager_id', 'successor_id');
