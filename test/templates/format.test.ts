import { HELPERS } from '../../templates/helpers';
import type { Locale } from '../../domain/people/people';
import {
  formatBytes,
  formatCountry,
  formatDay,
  formatInstant,
  formatNames,
  formatNumber,
  formatPercent,
  formatRelative,
  monthName,
} from '../../templates/format';

const AT = Date.UTC(2026, 10, 27, 10, 30);

test('a date is read in the zone of its reader, also after more zones than are kept', () => {
  const zones = Intl.supportedValuesOf('timeZone').slice(0, 150);
  const first = zones.map((timeZone) => formatInstant(AT, { locale: 'en', timeZone }));
  const again = zones.map((timeZone) => formatInstant(AT, { locale: 'en', timeZone }));

  expect(again).toEqual(first);
  expect(new Set(first).size).toBeGreaterThan(10);
  expect(formatInstant(AT, { locale: 'en', timeZone: 'Asia/Shanghai' })).toBe('Fri 27 Nov 2026, 18:30 (GMT+8)');
  expect(formatInstant(AT, { locale: 'zh-CN', timeZone: 'Asia/Shanghai' })).toBe('2026年11月27日 周五 18:30（GMT+8）');
});

test('a country is told by its name in the language of the reader, and what is none as it was written', () => {
  expect(formatCountry('DE', 'en')).toBe('Germany');
  expect(formatCountry('DE', 'zh-CN')).toBe('德国');
  expect(formatCountry('Atlantis', 'en')).toBe('Atlantis');
  expect(formatCountry('ZZ', 'en')).toBe('ZZ');
});

test('facts about countries name them, one and several, and leave the same letters elsewhere alone', () => {
  const { factValue } = HELPERS;
  const said = (key: string, value: Parameters<typeof factValue>[0]['value']) =>
    factValue({ key, value }, { data: { frame: { locale: 'en', timeZone: 'UTC', now: AT } } } as never);
  expect(said('country', { kind: 'text', text: 'SG' })).toBe('Singapore');
  expect(said('dataTransfer.destinations', { kind: 'list', items: ['SG', 'US'] })).toBe('Singapore · United States');
  expect(said('dataTransfer.destinations', { kind: 'text', text: 'SG · US' })).toBe('Singapore · United States');
  expect(said('carriers', { kind: 'list', items: ['SG'] })).toBe('SG');
  expect(said('unit', { kind: 'text', text: 'DE' })).toBe('DE');
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How each culture writes it: English as in Britain with 24 hours, Chinese as in the mainland. */
const WRITTEN: readonly (readonly [string, (locale: Locale) => string, string, string])[] = [
  ['a day', (l) => formatDay('2026-03-01', l), 'Sun, 1 Mar 2026', '2026年3月1日周日'],
  ['a leap day', (l) => formatDay('2028-02-29', l), 'Tue, 29 Feb 2028', '2028年2月29日周二'],
  ['what is no day', (l) => formatDay('soon', l), 'soon', 'soon'],
  [
    'midnight',
    (l) => formatInstant(Date.UTC(2026, 0, 1), { locale: l, timeZone: 'UTC' }),
    'Thu 1 Jan 2026, 00:00 (UTC)',
    '2026年1月1日 周四 00:00（UTC）',
  ],
  [
    'the hour that summer time skips',
    (l) => formatInstant(Date.UTC(2026, 2, 29, 1), { locale: l, timeZone: 'Europe/Berlin' }),
    'Sun 29 Mar 2026, 03:00 (CEST)',
    '2026年3月29日 周日 03:00（GMT+2）',
  ],
  ['a month', (l) => monthName(l, 2), 'February', '二月'],
  ['a number', (l) => formatNumber(1_234_567.891, l), '1,234,567.89', '1,234,567.89'],
  ['a negative number', (l) => formatNumber(-0.5, l), '-0.5', '-0.5'],
  ['a share', (l) => formatPercent(9_950, l), '99.5%', '99.5%'],
  ['more than all', (l) => formatPercent(1_234_567, l), '12,345.67%', '12,345.67%'],
  ['tomorrow', (l) => formatRelative(DAY, 0, l), 'tomorrow', '明天'],
  ['three days ago', (l) => formatRelative(0, 3 * DAY, l), '3 days ago', '3天前'],
  ['in five hours', (l) => formatRelative(5 * HOUR + 1, 0, l), 'in 5 hours', '5小时后'],
  ['now', (l) => formatRelative(0, 0, l), 'this minute', '此刻'],
  ['two people', (l) => formatNames(['Lei Wang', '李静'], l), 'Lei Wang and 李静', 'Lei Wang和李静'],
  ['three people', (l) => formatNames(['A', 'B', 'C'], l), 'A, B and C', 'A、B和C'],
  ['a size', (l) => formatBytes(1_536_000, l), '1.54 MB', '1.54 MB'],
];

test.each(WRITTEN)('%s is written as each culture writes it', (_what, write, english, chinese) => {
  expect([write('en'), write('zh-CN')]).toEqual([english, chinese]);
});
