import { localDate } from '../../domain/calendar/zone';
import type { NewTimesheet, TimesheetLine } from '../../domain/delivery/ledger-schema';
import { DAY_HOURS, dayObjection, reversalObjection, timesheetAccess } from '../../domain/delivery/timesheet';
import { DomainError, fieldError, type Refusal } from '../../domain/errors';
import { isInsider, type Person } from '../../domain/people/people';
import type { EngagementRow } from '../../db/stores/engagements';
import { closedMonths } from '../../db/stores/management-costs';
import { findPeople } from '../../db/stores/people';
import { findTimesheet, hoursByDay, insertTimesheets, lockTimesheets } from '../../db/stores/timesheets';
import type { Trx } from '../../db/transaction';

/** Who writes, for which engagement, and when. */
export interface Writing {
  readonly engagement: EngagementRow;
  readonly actor: Person;
  readonly now: number;
}

export type WantedLine = NewTimesheet & { readonly id: string; readonly personId: string };

/** What is wrong with a line that somebody wants to write; `index` is its place among the wanted ones. */
export interface LineFault {
  readonly index: number;
  readonly field: keyof NewTimesheet;
  readonly refusal: Refusal;
}

/** Every fault of lines that are wanted, before any is written. Holds the hours of their people until the transaction ends. */
export async function lineFaults(
  trx: Trx,
  lines: readonly WantedLine[],
  { engagement, actor, now }: Writing,
): Promise<readonly LineFault[]> {
  const personIds = [...new Set(lines.map(({ personId }) => personId))];
  await lockTimesheets(trx, personIds);
  const people = new Map((await findPeople(trx, personIds)).map((person) => [person.id, person]));
  const { time_zone: zone, owner_id: ownerId, state, created_at } = engagement;
  const since = localDate(zone, created_at.getTime());
  const ledger = { state, today: localDate(zone, now), since, closedMonths: await closedMonths(trx, engagement.id) };
  const full = await fullDays(trx, lines);
  return lines.flatMap((line, index) => {
    const person = people.get(line.personId);
    const access = timesheetAccess({ writer: actor, personId: line.personId, ownerId });
    const day = dayObjection(line.on, ledger);
    return [
      ...(access ? [{ index, field: 'personId' as const, refusal: access }] : []),
      ...(person?.active && isInsider(person)
        ? []
        : [{ index, field: 'personId' as const, refusal: invalid('is not an active person of the organisation') }]),
      ...(day ? [{ index, field: 'on' as const, refusal: day }] : []),
      ...(full.has(index)
        ? [{ index, field: 'hours' as const, refusal: invalid('no day has more than 24 hours') }]
        : []),
    ];
  });
}

const invalid = (message: string): Refusal => ({ code: 'INVALID_FIELDS', message });

/** Places of lines that take a day of their person beyond its hours. */
async function fullDays(trx: Trx, lines: readonly WantedLine[]): Promise<ReadonlySet<number>> {
  const hours = new Map(
    await hoursByDay(trx, { personIds: lines.map(({ personId }) => personId), days: lines.map(({ on }) => on) }),
  );
  const full = new Set<number>();
  for (const [index, { personId, on, hours: more }] of lines.entries()) {
    const total = (hours.get(`${personId}:${on}`) ?? 0) + more;
    hours.set(`${personId}:${on}`, total);
    if (total > DAY_HOURS) full.add(index);
  }
  return full;
}

/** Writes one line, or refuses it for its first fault. */
export async function writeTimesheet(trx: Trx, wanted: WantedLine, writing: Writing): Promise<TimesheetLine> {
  const [fault] = await lineFaults(trx, [wanted], writing);
  if (fault?.refusal.code === 'INVALID_FIELDS') throw fieldError(fault.field, fault.refusal.message);
  if (fault) throw DomainError.from(fault.refusal);
  const line = lineOf(wanted, writing);
  await insertTimesheets(trx, writing.engagement.id, [line]);
  return line;
}

export const lineOf = (
  { id, personId, on, hours, role, note }: WantedLine,
  { actor, now }: Pick<Writing, 'actor' | 'now'>,
): TimesheetLine => ({
  id,
  personId,
  on,
  hours,
  role,
  note: note ?? null,
  reverses: null,
  recordedBy: actor.id,
  recordedAt: new Date(now).toISOString(),
});

/**
 * Takes a line back by one of the opposite hours: on the same day, or today where the month of that day has been closed.
 */
export async function reverseTimesheet(
  trx: Trx,
  { id, lineId, reason }: { readonly id: string; readonly lineId: string; readonly reason: string },
  { engagement, actor, now }: Writing,
): Promise<TimesheetLine> {
  const found = await findTimesheet(trx, engagement.id, lineId);
  if (!found) throw new DomainError('NOT_FOUND', 'The engagement has no such line.');
  const { line, isReversed } = found;
  await lockTimesheets(trx, [line.personId]);
  const today = localDate(engagement.time_zone, now);
  const closed = await closedMonths(trx, engagement.id);
  const on = closed.has(line.on.slice(0, 7)) ? today : line.on;
  const { owner_id: ownerId, state } = engagement;
  const refusal =
    timesheetAccess({ writer: actor, personId: line.personId, ownerId }) ??
    reversalObjection(line, isReversed) ??
    dayObjection(on, { state, today, since: on, closedMonths: closed });
  if (refusal) throw DomainError.from(refusal);
  const reversal = {
    ...lineOf({ ...line, id, on, note: reason }, { actor, now }),
    hours: -line.hours,
    reverses: lineId,
  };
  await insertTimesheets(trx, engagement.id, [reversal]);
  return reversal;
}
