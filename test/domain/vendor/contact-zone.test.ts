import { contactZone, zoneOfCountry } from '../../../domain/vendor/contact-zone';

test.each([
  ['JP', 'Asia/Tokyo'],
  ['SG', 'Asia/Singapore'],
  ['CN', 'Asia/Shanghai'],
  ['DE', 'Europe/Berlin'],
  ['US', null],
  ['AU', null],
])('the time zone of %s is %s', (country, zone) => expect(zoneOfCountry(country)).toBe(zone));

test.each([
  ['Europe/Paris', 'JP', 'Europe/Paris'],
  [null, 'JP', 'Asia/Tokyo'],
  [null, 'US', 'Europe/Berlin'],
])('a contact with %s on record in %s reads in %s', (timeZone, country, zone) =>
  expect(contactZone({ timeZone, country }, 'Europe/Berlin')).toBe(zone),
);
