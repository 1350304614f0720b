import { healthOf } from '../../../domain/engagement/health';

test.each([
  [null, 'green'],
  [100, 'green'],
  [80, 'green'],
  [79.9999, 'amber'],
  [50, 'amber'],
  [49.9999, 'red'],
  [0, 'red'],
])('an engagement whose last period scored %s is %s', (score, health) => expect(healthOf(score)).toBe(health));
