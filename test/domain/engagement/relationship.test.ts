import fc from 'fast-check';
import { contactRegularity, issueTimeliness, relationshipOf } from '../../../domain/engagement/relationship';

const DAY = 86_400_000;
const NOTHING = { users: null, vendor: null };

test('is 40 % performance and 20 % each of issues, contact and satisfaction', () => {
  const facts = { performance: 80, issues: 50, contact: 100, satisfaction: { users: 90, vendor: 70 } };
  const { score, parts } = relationshipOf(facts);
  expect(score).toBe(0.4 * 80 + 0.2 * 50 + 0.2 * 100 + 0.2 * 80);
  expect(parts.map(({ weightBp }) => weightBp)).toEqual([4000, 2000, 2000, 2000]);
});

test.each([
  [{ performance: 80, issues: null, contact: 50, satisfaction: NOTHING }, 70, [6667, 0, 3333, 0]],
  [
    { performance: null, issues: 90, contact: 60, satisfaction: { users: null, vendor: 30 } },
    60,
    [0, 3333, 3334, 3333],
  ],
  [{ performance: null, issues: null, contact: null, satisfaction: NOTHING }, null, [0, 0, 0, 0]],
])('leaves out what is not known: %j is %s with the weights %j', (facts, score, weights) => {
  const found = relationshipOf(facts);
  expect(found.score).toBe(score);
  expect(found.parts.map(({ weightBp }) => weightBp)).toEqual(weights);
});

test('lies between its lowest and its highest part', () => {
  const part = fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: null });
  fc.assert(
    fc.property(part, part, part, part, (performance, issues, contact, users) => {
      const { score, parts } = relationshipOf({ performance, issues, contact, satisfaction: { users, vendor: null } });
      const known = parts.flatMap(({ value }) => (value === null ? [] : [value]));
      if (score === null) return expect(known).toEqual([]);
      expect(score).toBeGreaterThanOrEqual(Math.min(...known) - 0.001);
      expect(score).toBeLessThanOrEqual(Math.max(...known) + 0.001);
      expect(parts.reduce((sum, { weightBp }) => sum + weightBp, 0)).toBe(10_000);
    }),
  );
});

describe('issues in time', () => {
  const clocks = { answerRecallAt: 0, answerDueAt: 0, resolveRecallAt: 0, resolveDueAt: 100 };
  const issue = (state: 'open' | 'resolved' | 'closed', resolvedAt: number | null, closedAt: number | null = null) => ({
    ...{ state, clocks, resolvedAt, closedAt },
  });

  test('count against those that were or should have been put right', () => {
    const issues = [issue('resolved', 90), issue('resolved', 110), issue('closed', null, 100), issue('open', null)];
    expect(issueTimeliness(issues, 99)).toBeCloseTo(66.67, 2);
    expect(issueTimeliness(issues, 100)).toBe(50);
  });

  test('are unknown while none is due', () => expect(issueTimeliness([issue('open', null)], 50)).toBeNull());
});

describe('contact', () => {
  const over = (contacts: readonly number[], to = 100) =>
    contactRegularity({ contacts: contacts.map((day) => day * DAY), days: 20, from: 0, to: to * DAY });

  test.each([
    ['always there', [0, 20, 40, 60, 80], 100],
    ['never', [], 0],
    ['once, from before the span on', [-10], 10],
    ['twice on days close to each other', [0, 5], 25],
    ['only on the last day', [99], 1],
  ])('%s', (_what, contacts, share) => expect(over(contacts)).toBeCloseTo(share));

  test('of no time at all is unknown', () => expect(over([0], 0)).toBeNull());
});
