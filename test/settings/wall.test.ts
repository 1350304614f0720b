import { sourcesIn } from './sources';

const FOLDERS = ['api', 'db', 'activities', 'templates', 'domain', 'workflows', 'bin'];

const usesOf = (word: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    FOLDERS.flatMap(sourcesIn)
      .map(({ file, text }) => [file, text.split(word).length - 1] as const)
      .filter(([file, uses]) => uses > 0 && !file.startsWith('db/wall/'))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

test('what is done with our rights while a vendor waits is this and nothing else: each place is a hole in the wall', () => {
  expect(usesOf('asOurselves(')).toEqual({
    // Trail, dates, work and alarms of our people, which follow from what a vendor does.
    'api/issues.ts': 1,
    'api/reviews/act.ts': 1,
    'api/milestones.ts': 2,
    'api/plan-again.ts': 1,
    'api/settlement-answers.ts': 2,
    'db/stores/audit.ts': 1,
    'db/stores/report-value.ts': 2,
    // Yes or no: barred, returned, closed, suspended, ended; how far a plan has come; rules.
    'api/pages/improvement-view.ts': 1,
    'api/vendor-page/writes.ts': 2,
    'db/read/period-card.ts': 2,
    'db/stores/scorecards.ts': 1,
    'db/stores/settings.ts': 1,
    // How much room is left, of which a vendor's files take some as well.
    'db/stores/engagement-files.ts': 1,
    // Who of us does what both sides have agreed.
    'api/reviews/meeting-view.ts': 1,
    // The link itself, once more.
    'api/review-links.ts': 1,
    'api/vendor-links.ts': 1,
  });
});

test('there is one door, and no other code speaks to PostgreSQL past its client', () => {
  expect(usesOf('within(scope')).toEqual({ 'api/links/mailed-page.ts': 1 });
  const past = Object.keys(usesOf("from 'pg'")).filter((file) => file.startsWith('api/'));
  expect(past).toEqual([]);
});
