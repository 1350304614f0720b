import fc from 'fast-check';
import { moveCommunications, type PlannedCommunication } from '../../../domain/planning/communication';

const offsets = [-30, -7, 30];
const planned = (offset: number, date: string, pending = true): PlannedCommunication => ({
  id: `${offset}@${date}`,
  offset,
  date,
  pending,
});
const move = (before: readonly PlannedCommunication[], on: string, today = '2026-11-24') =>
  moveCommunications(before, { on, offsets, today });

describe('the days on which people are told of a transition', () => {
  test('are 30 and 7 days before and 30 days after it', () =>
    expect(move([], '2027-03-01')).toEqual({
      open: [
        { offset: -30, date: '2027-01-30' },
        { offset: -7, date: '2027-02-22' },
        { offset: 30, date: '2027-03-31' },
      ],
      cancel: [],
    }));

  test('are not made up for where they lie behind', () =>
    expect(move([], '2026-12-01').open.map(({ date }) => date)).toEqual(['2026-11-24', '2026-12-31']));

  test('stay as they are when the transition stays', () => {
    const before = [planned(-30, '2027-01-30'), planned(-7, '2027-02-22'), planned(30, '2027-03-31')];
    expect(move(before, '2027-03-01')).toEqual({ open: [], cancel: [] });
  });

  test('move with the transition, but what was said stays said', () => {
    const before = [planned(-30, '2027-01-30', false), planned(-7, '2027-02-22'), planned(30, '2027-03-31')];
    expect(move(before, '2027-04-01', '2027-02-10')).toEqual({
      open: [
        { offset: -7, date: '2027-03-25' },
        { offset: 30, date: '2027-05-01' },
      ],
      cancel: ['-7@2027-02-22', '30@2027-03-31'],
    });
  });

  test('leave open work open when its new day would lie behind', () =>
    expect(move([planned(-30, '2027-01-30')], '2026-12-10', '2026-11-24')).toMatchObject({ cancel: [] }));

  test('settle: asked twice, nothing changes the second time', () => {
    const day = fc
      .integer({ min: 0, max: 120 })
      .map((n) => new Date(Date.UTC(2026, 10, 1 + n)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 5 }), day, (transitions, today) => {
        let state: readonly PlannedCommunication[] = [];
        for (const on of transitions) {
          const { open, cancel } = move(state, on, today);
          state = [
            ...state.filter(({ id }) => !cancel.includes(id)),
            ...open.map(({ offset, date }) => planned(offset, date)),
          ];
        }
        expect(move(state, transitions.at(-1) ?? today, today)).toEqual({ open: [], cancel: [] });
        expect(new Set(state.map(({ offset }) => offset)).size).toBe(state.length);
      }),
    );
  });
});
