/** Somebody changed a value that gives others a say. Instants in epoch milliseconds. */
export interface Change<T> {
  readonly before: T;
  readonly after: T;
  readonly byId: string;
  /** From then on it counts everywhere. */
  readonly countsFrom: number;
}

/** A request, or whatever else the value would have to count in. */
export interface Matter {
  /** Whoever has a part in it. */
  readonly partyIds: readonly string[];
  readonly now: number;
}

/**
 * A value as it counts in a matter: changes by those who have a part in it are as if they had not been made, until their time
 * has come. Changes are given oldest first; those after the one that led to the value are not about it.
 */
export function counting<T>(value: T, changes: readonly Change<T>[], { partyIds, now }: Matter): T {
  const recent = changes.filter(({ countsFrom }) => now < countsFrom);
  const told = recent.slice(0, recent.findLastIndex(({ after }) => after === value) + 1);
  const [first] = told;
  if (first === undefined) return value;
  const valid = told.findLast(({ byId }) => !partyIds.includes(byId));
  return valid ? valid.after : first.before;
}
