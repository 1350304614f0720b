import { formatInstant } from '../../templates/format';

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
