import { HELPERS } from '../../templates/helpers';
import { formatCountry, formatInstant } from '../../templates/format';

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
