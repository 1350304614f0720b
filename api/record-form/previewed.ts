import { valueHash } from '../../db/stores/audit';
import { all, type FieldPlan, one, type Typed } from './plan';

/** By this a form says that what follows from exactly these values has been seen. */
const SEEN = 'seen';

/** What `typedIn` has to read beside the fields of a form that shows what follows. */
export const SEEN_FIELD: FieldPlan = { name: SEEN, kind: 'hidden', label: '' };

const printOf = (fields: readonly FieldPlan[], typed: Typed): string =>
  valueHash(Object.fromEntries(fields.map(({ name }) => [name, [...all(typed, name)]]))).slice(0, 24);

/** Sent along with what was seen. */
export const seenField = (fields: readonly FieldPlan[], typed: Typed): FieldPlan => ({
  ...SEEN_FIELD,
  value: printOf(fields, typed),
});

/** Whether what follows from these very values was seen: others are worked out anew. */
export const wasSeen = (fields: readonly FieldPlan[], typed: Typed): boolean =>
  one(typed, SEEN) === printOf(fields, typed);
