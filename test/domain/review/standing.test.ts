import { settleStanding, standingOf } from '../../../domain/review/standing';

describe('a standing', () => {
  test.each([
    [0, 'very-poor'],
    [29.9999, 'very-poor'],
    [30, 'poor'],
    [49.9999, 'poor'],
    [50, 'average'],
    [79.9999, 'average'],
    [80, 'excellent'],
    [100, 'excellent'],
    [null, 'unrated'],
  ])('of %s is %s', (score, standing) => expect(standingOf(score)).toBe(standing));

  test.each([
    ['the first one takes force', null, ['poor'], false, 'poor'],
    ['rises at once', 'poor', ['poor', 'excellent'], false, 'excellent'],
    ['does not fall after one period', 'excellent', ['excellent', 'poor'], false, 'excellent'],
    ['falls after two in a row, to the better of them', 'excellent', ['poor', 'average'], false, 'average'],
    ['falls after two in a row, not further than the first', 'excellent', ['average', 'very-poor'], false, 'average'],
    ['falls at once on a red line', 'excellent', ['excellent', 'very-poor'], true, 'very-poor'],
    ['an unrated period changes nothing', 'average', ['poor', 'unrated'], false, 'average'],
    ['an unrated period breaks the row', 'average', ['unrated', 'poor'], false, 'average'],
    ['nothing rated yet', null, ['unrated'], false, 'unrated'],
    ['the first rating after none', 'unrated', ['unrated', 'average'], false, 'average'],
  ])('%s', (_, inForce, recent, redLine, expected) =>
    expect(settleStanding({ inForce, recent, redLine })).toBe(expected),
  );
});
