import { BUILTIN_POLICIES } from '../../../domain/approval/builtin';
import {
  DECIDERS,
  FIRST_STEPS,
  type Holdings,
  isNew,
  missingDeciders,
  stepsOf,
} from '../../../domain/start/first-steps';

const NOTHING: Holdings = { people: 0, roles: ['admin'], calendars: 0, vendors: 0, engagements: 0 };
const done = (part: Partial<Holdings>): readonly string[] =>
  stepsOf({ ...NOTHING, ...part }).flatMap((one) => (one.done ? [one.step] : []));

test('each step is done by what it leaves behind, and by nothing else', () => {
  expect(done({})).toEqual([]);
  expect(done({ people: 1 })).toEqual(['people']);
  expect(done({ roles: DECIDERS })).toEqual(['deciders']);
  expect(done({ calendars: 1 })).toEqual(['calendar']);
  expect(done({ vendors: 1 })).toEqual(['vendors']);
  expect(done({ engagements: 1 })).toEqual(['engagement']);
  expect(done({ people: 1, roles: DECIDERS, calendars: 1, vendors: 1, engagements: 1 })).toEqual(FIRST_STEPS);
});

test('roles that nobody has are named, and those only', () => {
  expect(missingDeciders({ roles: ['finance', 'legal', 'manager'] })).toEqual(['executive', 'hr', 'security']);
});

test('an installation is new until its first engagement', () => {
  expect(isNew(NOTHING)).toBe(true);
  expect(isNew({ engagements: 1 })).toBe(false);
});

test('the roles to be held are those that the policies as they ship ask', () => {
  const asked = [...JSON.stringify(BUILTIN_POLICIES).matchAll(/"role":"(\w+)"/g)].map(([, role]) => role);
  expect([...new Set(asked)].toSorted()).toEqual(DECIDERS);
});
