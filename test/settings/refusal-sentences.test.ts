import { saidIn } from '../../templates/said';
import { sourcesIn } from './sources';

const FOLDERS = ['domain', 'api', 'activities', 'db', 'workflows'];

/** Told to machines and operators alone, or in words of their own that follow the code's (`refusalWords`). */
const UNSAID = [
  'The key is not for this.',
  'Pages of this origin may not read payloads (TENURE_TEMPORAL_UI).',
  'Keys of machines may not read payloads.',
  'The token is not for this: it needs the scope administer.',
  'A session may read payloads for the pages of TENURE_TEMPORAL_UI only.',
  'The token is not for this: it needs the scope {}.',
  'Your roles do not allow this.',
  'Your roles do not allow this: it needs {}.',
];

const TEXT = /([`'"])((?:(?!\1)[\s\S])*?[a-z0-9)}]\.)\1/.source;
const CODES = '(?:STATE_CONFLICT|FORBIDDEN)';
const SHAPES = [
  new RegExp(`'${CODES}',\\s*${TEXT}`, 'g'),
  new RegExp(`code: '${CODES}',\\s*message:\\s*${TEXT}`, 'g'),
  new RegExp(`\\bconflict\\(\\s*${TEXT}`, 'g'),
];

/** Every sentence in the code, each value in it as `{}`. */
const sentences: readonly string[] = [
  ...new Set(
    FOLDERS.flatMap(sourcesIn)
      .flatMap(({ text }) => SHAPES.flatMap((shape) => [...text.matchAll(shape)].map((found) => found[2] ?? '')))
      .map((one) => one.replace(/\$\{[^}]*\}/g, '{}').replace(/\\'/g, "'")),
  ),
].sort();

test('all sentences that refuse somebody are found', () => {
  expect(sentences.length).toBeGreaterThan(150);
  expect(UNSAID.filter((one) => !sentences.includes(one))).toEqual([]);
});

test.each(sentences.filter((one) => !UNSAID.includes(one)))('"%s" has words in Chinese', (sentence) => {
  const message = sentence.replaceAll('{}', 'x');
  expect(saidIn('zh-CN', message)).not.toBe(message);
});
