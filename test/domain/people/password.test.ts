import { isCommonPassword } from '../../../api/sign-in/common-passwords';
import { passwordFault } from '../../../domain/people/password';

const person = { email: 'jing.li@oceanic.example', name: 'Jing Li' };
const fault = (password: string) => passwordFault({ password, person, isCommon: isCommonPassword });

test.each([
  ['correct horse battery', null],
  ['elf zeichen', 'short'],
  ['zwölfzeichen', null],
  ['密码密码密码密码密码密码', 'common'],
  ['春眠不觉晓处处闻啼鸟夜来', null],
  ['            ', 'common'],
  ['1qaz2wsx3edc', 'common'],
  ['QWERTYqwerty', 'common'],
  ['motherfucker', 'common'],
  ['jing.li-oceanic', 'own'],
  ['Tenure-Oceanic1', 'own'],
  ['x'.repeat(257), 'long'],
  ['abcdefgh'.repeat(32), null],
  ['😀😁😂🤣😃😄😅😆😉😊😋😎', null],
] as const)('%j: %s', (password, expected) => {
  expect(fault(password)).toBe(expected);
});

test('hardly any password that was drawn at random is taken for common', () => {
  const drawn = Array.from({ length: 20_000 }, (_none, n) => `drawn-${(n * 2_654_435_761) % 4_294_967_291}-${n}`);
  expect(drawn.filter(isCommonPassword).length).toBeLessThanOrEqual(2);
});
