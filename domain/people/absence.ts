import type { Presence } from '../approval/events';

/** An absence as two instants, the second one being the first moment of presence again. */
export interface AbsenceSpan {
  readonly personId: string;
  readonly from: number;
  readonly until: number;
  readonly substituteId: string;
  /** Null for approvals of every policy. */
  readonly policyKeys: readonly string[] | null;
  readonly includePending: boolean;
}

/** What the directory knows of the people around one question. */
export interface PresenceBook {
  readonly absences: readonly AbsenceSpan[];
  readonly people: ReadonlyMap<string, Colleague>;
  /** Active administrators, the policy's own one first. */
  readonly adminIds: readonly string[];
}

export interface Colleague {
  readonly active: boolean;
  readonly managerId: string | null;
  readonly successorId: string | null;
}

export interface PresenceQuery {
  readonly policyKey: string;
  readonly now: number;
}

/** Longer chains of substitutes end at the administrator (P4). */
const MAX_SUBSTITUTES = 3;

/** Whether a person is there for approvals of a policy, and who acts for them if not. */
export function presenceIn(book: PresenceBook, personId: string, query: PresenceQuery): Presence {
  const own = spansOf(book, personId, query.policyKey);
  const current = own.find(({ from, until }) => from <= query.now && query.now < until);
  const upcoming = own.filter(({ from }) => from > query.now).map(({ from }) => from);
  const changes = [...upcoming, ...(current ? [current.until] : [])];
  const left = book.people.get(personId)?.active === false;
  return {
    awayFrom: current?.from ?? null,
    includePending: current?.includePending ?? false,
    left,
    standInIds: left ? heirsOf(book, personId) : current ? standInsOf(book, current, query) : [],
    changesAt: changes.length > 0 ? Math.min(...changes) : null,
  };
}

const spansOf = ({ absences }: PresenceBook, personId: string, policyKey: string): readonly AbsenceSpan[] =>
  absences.filter((span) => span.personId === personId && (span.policyKeys?.includes(policyKey) ?? true));

const isThere = (book: PresenceBook, id: string): boolean => book.people.get(id)?.active === true;
const managerOf = (book: PresenceBook, id: string): readonly string[] => {
  const managerId = book.people.get(id)?.managerId ?? null;
  return managerId !== null && isThere(book, managerId) ? [managerId] : [];
};

/** The substitute who is there, then that person's manager, then administrators; a circle leads to these at once. */
function standInsOf(book: PresenceBook, absence: AbsenceSpan, { policyKey, now }: PresenceQuery): readonly string[] {
  const seen = new Set([absence.personId]);
  for (let id = absence.substituteId; seen.size <= MAX_SUBSTITUTES && !seen.has(id) && isThere(book, id);) {
    const next = spansOf(book, id, policyKey).find(({ from, until }) => from <= now && now < until);
    if (!next) return [id, ...managerOf(book, id), ...book.adminIds];
    seen.add(id);
    id = next.substituteId;
  }
  return book.adminIds;
}

/** Who takes over from a person who left: the successor, the manager, an administrator (P8). */
function heirsOf(book: PresenceBook, personId: string): readonly string[] {
  const successorId = book.people.get(personId)?.successorId ?? null;
  const successor = successorId !== null && isThere(book, successorId) ? [successorId] : [];
  return [...successor, ...managerOf(book, personId), ...book.adminIds];
}

interface Dates {
  readonly from: string;
  readonly to: string;
  readonly policyKeys?: readonly string[] | undefined;
}

/** Whether two absences of one person concern the same day and the same policy. */
export const overlaps = (a: Dates, b: Dates): boolean =>
  a.from <= b.to &&
  b.from <= a.to &&
  (!a.policyKeys || !b.policyKeys || a.policyKeys.some((key) => b.policyKeys?.includes(key)));
