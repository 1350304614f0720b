import fc from 'fast-check';
import { isCountry } from '../../../domain/vendor/countries';
import { isLei, isUscc } from '../../../domain/vendor/identifiers';

describe('a unified social credit code', () => {
  test.each([
    ['91350100M000100Y43', 'the example of GB 32100-2015'],
    ['91110000600037341L', 'a joint venture in Beijing'],
    ['9144030071526726XG', 'a company in Shenzhen'],
  ])('%s is right (%s)', (code) => expect(isUscc(code)).toBe(true));

  test.each([
    ['91350100M000100Y44', 'another check character'],
    ['91350100M000100Y4', 'a character short'],
    ['91350100M000100Y433', 'a character long'],
    ['91350100I000100Y43', 'the letter I, which the standard leaves out'],
    ['91350100m000100y43', 'small letters'],
    ['', 'nothing'],
  ])('%s is wrong (%s)', (code) => expect(isUscc(code)).toBe(false));

  test('is wrong with any one character changed', () => {
    const right = '91350100M000100Y43';
    fc.assert(
      fc.property(fc.nat(17), fc.constantFrom(...Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY')), (at, character) => {
        fc.pre(right[at] !== character);
        expect(isUscc(right.slice(0, at) + character + right.slice(at + 1))).toBe(false);
      }),
    );
  });
});

describe('a legal entity identifier', () => {
  test.each([
    ['506700GE1G29325QX363', 'GLEIF itself'],
    ['HWUPKR0MPOU8FGXBT394', 'Apple Inc. in the public LEI register'],
    ['INR2EJN1ERAN0W5ZP974', 'Microsoft Corporation in the public LEI register'],
    ['5493001KJTIIGC8Y1R12', 'Bloomberg Finance L.P. in the public LEI register'],
  ])('%s is right (%s)', (code) => expect(isLei(code)).toBe(true));

  test.each([
    ['506700GE1G29325QX364', 'other check digits'],
    ['506700EG1G29325QX363', 'two characters swapped'],
    ['506700GE1G29325QX36', 'a character short'],
    ['506700ge1g29325qx363', 'small letters'],
    ['506700GE1G29325QX3A3', 'a letter among the check digits'],
  ])('%s is wrong (%s)', (code) => expect(isLei(code)).toBe(false));
});

test('a country is one that ISO 3166-1 has assigned', () => {
  expect(['CN', 'DE', 'US', 'TW', 'HK', 'SS'].filter(isCountry)).toEqual(['CN', 'DE', 'US', 'TW', 'HK', 'SS']);
  expect(['XX', 'UK', 'EU', 'SU', 'cn', '', 'C N'].filter(isCountry)).toEqual([]);
});
