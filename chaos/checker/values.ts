import type { Evidence, OpOf, Violation } from '../evidence';
import { groupBy } from './count';

const I7 = (what: string): Violation => ({ invariant: 'I7', what });

/**
 * I7: whoever reports a value, how often, and in which order, it counts once. The clients of this suite agree about the
 * value of a period, so that each has one reading and it is that value.
 */
export function checkValues({ ops, records }: Evidence): readonly Violation[] {
  const reported = groupBy(ops.filter(isValue), nameOf);
  const kept = new Map(records.values.map((row) => [nameOf(row), row]));
  return [
    ...[...reported].flatMap(([name, calls]) => {
      const row = kept.get(name);
      const isDone = calls.some(({ outcome }) => outcome === 'ok');
      if (!row) return isDone ? [I7(`the value of ${name} was answered with success and is not there`)] : [];
      const values = calls.map(({ value }) => value);
      return [
        ...(row.value !== null && values.includes(row.value) ? [] : [I7(`${name} has a value that nobody reported`)]),
        ...(row.revisions === 1 ? [] : [I7(`${name} has ${row.revisions} readings of one value`)]),
      ];
    }),
    ...records.values.filter((row) => !reported.has(nameOf(row))).map((row) => I7(`${nameOf(row)} was never reported`)),
  ];
}

const isValue = (op: Evidence['ops'][number]): op is OpOf<'value'> => op.op === 'value';
const nameOf = ({ engagementId, period }: { readonly engagementId: string; readonly period: string }): string =>
  `${engagementId} ${period}`;
