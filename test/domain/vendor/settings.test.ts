import { isAcrossBorder } from '../../../domain/vendor/settings';

test.each([
  [[], 'US', false],
  [['CN'], 'CN', false],
  [['CN'], 'US', true],
  [['CN', 'HK'], 'HK', false],
])('at home in %j, a vendor in %s works across a border: %s', (home, country, across) => {
  expect(isAcrossBorder(home, country)).toBe(across);
});
