import { parseLink } from '../../links';
import { reviewPageLinks, settlementPageLinks, surveyPageLinks } from '../../page-links';

const SECRETS = ['s'.repeat(32)];
const URL = 'https://tenure.example';
const target = { id: '018f4c1e-0000-7000-8000-000000000001', address: 'wu@example.com', expiresAt: 1_800_000_000_000 };
const name = '018f4c1e-0000-7000-8000-000000000001.mywpiww0';
const read = (link: string) => parseLink(link.split('/').at(-1) ?? '') ?? { taskId: '', expiresAt: 0, mac: '' };

test.each([
  ['a review', reviewPageLinks, `/m/${name}.znv-bMGAsevSooAYAqbDDjsmPRbmOfaNUUoN_Bg-jUM`],
  ['a settlement', settlementPageLinks, `/s/${name}.j3PvZ-_YRJL3gW5YbsGk3pEg7WNLr195Fp-AbOoLlCk`],
  ['a survey', surveyPageLinks, `/f/${name}.rMIXtmoSYRGw6KPS4fRF7gY8uACykP54mReny-_CS1k`],
])('links to %s that were mailed before open as ever', (_page, links, path) => {
  const { linkTo, isGenuine } = links(SECRETS, URL);
  expect(linkTo(target)).toBe(URL + path);
  expect(isGenuine(read(path), target)).toBe(true);
});

test('a link opens no other kind of page, and nothing for another address', () => {
  const link = read(surveyPageLinks(SECRETS, URL).linkTo(target));
  expect(settlementPageLinks(SECRETS, URL).isGenuine(link, target)).toBe(false);
  expect(surveyPageLinks(SECRETS, URL).isGenuine(link, { ...target, address: 'eve@example.com' })).toBe(false);
});

test('a link that was made with an older key opens, and new ones are made with the newest', () => {
  const keys = ['n'.repeat(32), ...SECRETS];
  const old = read(surveyPageLinks(SECRETS, URL).linkTo(target));
  expect(surveyPageLinks(keys, URL).isGenuine(old, target)).toBe(true);
  expect(surveyPageLinks(keys, URL).linkTo(target)).toBe(surveyPageLinks(['n'.repeat(32)], URL).linkTo(target));
});
