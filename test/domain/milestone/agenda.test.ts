import {
  deliverBy,
  dueOfMilestone,
  isOverdue,
  type MilestoneClock,
  milestoneDates,
} from '../../../domain/milestone/agenda';
import { deliverMilestone, type Milestone, planMilestone } from '../../../domain/milestone/milestone';
import { SHIPPED_MILESTONE_RULES } from '../../../domain/milestone/rules';
import { judgeMilestone } from '../../../domain/milestone/verdict';
import { office } from '../../calendars';

const at = (text: string): number => Date.parse(text);
const CREATED = at('2027-01-04T09:00:00Z');
const clockIn = (timeZone: string, holidays: string[] = []): MilestoneClock => ({
  calendar: office({ timeZone, holidays }),
  timeZone,
  rules: SHIPPED_MILESTONE_RULES,
});
const planned = (due: string): Milestone =>
  planMilestone(
    { title: 'First phase', description: '', due, criteria: [{ key: 'live', text: 'Live' }] },
    { id: 'm', number: 1, engagementId: 'e', state: 'CONTRACTING', by: 'owner', now: CREATED },
  );
const delivered = (from: Milestone, now: number): Milestone =>
  deliverMilestone(
    from,
    { note: 'Done', links: [], documentIds: [] },
    { side: 'vendor', actorId: null, on: '2027-03-31', now },
  );
const rejected = (from: Milestone, now: number): Milestone =>
  judgeMilestone(
    delivered(from, now),
    { criteria: [{ key: 'live', met: false, reason: 'It is not.' }] },
    { outcome: 'rejected', by: 'owner', now },
  );
const dates = (milestone: Milestone, clock: MilestoneClock) =>
  milestoneDates(milestone, clock).map((item) => [item.facts['word'], new Date(item.at).toISOString().slice(0, 16)]);

describe('the dates of a milestone', () => {
  test.each<[string, string, MilestoneClock, readonly string[]]>([
    [
      'five working days before a Wednesday lie over a weekend',
      '2027-03-31',
      clockIn('UTC'),
      ['2027-03-24T09:00', '2027-03-31T09:00', '2027-04-01T09:00', '2027-04-14T09:00'],
    ],
    [
      'a Sunday stays the day that was agreed on; its reminder falls on a working day',
      '2027-03-07',
      clockIn('UTC'),
      ['2027-03-01T09:00', '2027-03-07T09:00', '2027-03-08T09:00', '2027-03-19T09:00'],
    ],
    [
      'a holiday moves what is counted in working days',
      '2027-03-31',
      clockIn('UTC', ['2027-03-26', '2027-04-05']),
      ['2027-03-23T09:00', '2027-03-31T09:00', '2027-04-01T09:00', '2027-04-15T09:00'],
    ],
    [
      'nine in the morning stays nine where clocks go forward on the 28th of March',
      '2027-03-28',
      clockIn('Europe/Berlin'),
      ['2027-03-22T08:00', '2027-03-28T07:00', '2027-03-29T07:00', '2027-04-09T07:00'],
    ],
    [
      'and where they go back on the 31st of October',
      '2027-10-31',
      clockIn('Europe/Berlin'),
      ['2027-10-25T07:00', '2027-10-31T08:00', '2027-11-01T08:00', '2027-11-12T08:00'],
    ],
  ])('%s', (_name, due, clock, expected) => {
    const words = ['recall', 'due', 'late', 'very-late'];
    expect(dates(planned(due), clock)).toEqual(words.map((word, index) => [word, expected[index]]));
  });

  test('a delivery stops them; a rejection gives ten working days more, and says what is missing at once', () => {
    const clock = clockIn('UTC');
    const milestone = planned('2027-03-31');
    expect(dates(delivered(milestone, at('2027-03-30T10:00:00Z')), clock)).toEqual([]);
    const again = rejected(milestone, at('2027-04-02T10:00:00Z'));
    expect(deliverBy(again, clock)).toBe('2027-04-16');
    expect(dates(again, clock)).toEqual([
      ['rejected', '2027-04-02T10:00'],
      ['recall', '2027-04-09T09:00'],
      ['due', '2027-04-16T09:00'],
      ['late', '2027-04-17T09:00'],
      ['very-late', '2027-04-30T09:00'],
    ]);
    const early = rejected(milestone, at('2027-03-03T10:00:00Z'));
    expect(deliverBy(early, clock)).toBe('2027-03-31');
  });

  test('another day is spoken of anew', () => {
    const clock = clockIn('UTC');
    const { said } = dueOfMilestone(planned('2027-03-31'), clock, at('2027-04-02T10:00:00Z'));
    expect(said).toEqual(['recall:2027-03-31', 'due:2027-03-31', 'late:2027-03-31']);
    const moved = { ...planned('2027-05-31'), said };
    expect(dates(moved, clock).map(([word]) => word)).toEqual(['recall', 'due', 'late', 'very-late']);
  });

  test('of several reminders that passed while nothing ran only the gravest is spoken of', () => {
    const clock = clockIn('UTC');
    const words = (now: string) => dueOfMilestone(planned('2027-03-31'), clock, at(now)).say.map(({ word }) => word);
    expect(words('2027-03-23T09:00:00Z')).toEqual([]);
    expect(words('2027-03-24T09:00:00Z')).toEqual(['recall']);
    expect(words('2027-04-01T09:00:00Z')).toEqual(['late']);
    expect(words('2027-06-01T09:00:00Z')).toEqual(['very-late']);
  });

  test('it is overdue from the first moment of the next day on, where the engagement is', () => {
    const clock = clockIn('Asia/Shanghai');
    expect(isOverdue(planned('2027-03-31'), clock, at('2027-03-31T15:59:59Z'))).toBe(false);
    expect(isOverdue(planned('2027-03-31'), clock, at('2027-03-31T16:00:00Z'))).toBe(true);
    expect(isOverdue(delivered(planned('2027-03-31'), CREATED), clock, at('2027-05-01T00:00:00Z'))).toBe(false);
  });
});
