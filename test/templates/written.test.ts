import { writtenIn } from '../../api/pages/written';
import { LOCALES } from '../../domain/people/people';
import type { PageName } from '../../templates/page-data';
import { renderPage } from '../../templates/render';
import { pageSamples } from '../../templates/samples/pages';

const ASSETS = {
  styleHref: '/assets/style.css',
  iconHref: '/assets/icon.svg',
  passkeysHref: '/assets/passkeys.js',
  keysHref: '/assets/keys.js',
};
const AREA = /<textarea [^>]*?name="([^"]+)"/g;

/** Lists of who is told, in the policy editor. */
const PEOPLE = /^steps\..+\.cc$/;

const areas = (name: PageName): readonly string[] =>
  LOCALES.flatMap((locale) =>
    [...renderPage(name, locale, pageSamples(locale, ASSETS)[name] as never).matchAll(AREA)].map(([, field]) => field!),
  );

const NAMES = new Set((Object.keys(pageSamples('en', ASSETS)) as PageName[]).flatMap(areas));

test('the text of every text area of every page is kept for its writer where its form is gone', () => {
  expect(NAMES.size).toBeGreaterThan(20);
  const written = [...NAMES].filter((name) => !PEOPLE.test(name));
  expect(written.filter((name) => writtenIn({ [name]: ['What somebody wrote.'] }).length === 0)).toEqual([]);
});

test('what was chosen or counted is not shown as if it had been written', () => {
  const chosen = { choice: ['approve'], csrf: ['secret'], amount: ['100'], quantity: ['2'], token: ['secret'] };
  expect(writtenIn(chosen)).toEqual([]);
});
