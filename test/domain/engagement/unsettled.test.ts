import type { AgendaItem } from '../../../domain/engagement/agenda';
import { laterIfUnsettled } from '../../../domain/engagement/unsettled';

const HOUR = 3_600_000;
const after = { at: 10 * HOUR, key: 'x' };
const item = (key: string, at: number): AgendaItem => ({ key, kind: 'issue', at, facts: {} });

test.each([
  ['done and still due, it waits an hour', after.at + 1, after.at, after.at + HOUR],
  ['done long ago and due again, it is due at once', after.at + 1, after.at - 2 * HOUR, after.at + 1],
  ['done once and ahead by its own date, it keeps that date', after.at + 2, after.at, after.at + 2],
  ['never done, it is due at once', after.at + 1, null, after.at + 1],
])('%s', (_case, at, doneAt, expected) => {
  const done = new Map(doneAt === null ? [] : [['a', doneAt]]);

  expect(laterIfUnsettled([item('a', at), item('b', at)], after, done)).toEqual([item('a', expected), item('b', at)]);
});
