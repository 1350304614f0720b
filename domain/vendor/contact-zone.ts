import type { Vendor } from './vendor-schema';

/** Countries for which the data of ICU names two zones that keep the same time by law, or by the clock. */
const ONE_TIME: Readonly<Record<string, string>> = { CN: 'Asia/Shanghai', DE: 'Europe/Berlin' };

/** The time zone of a country that has one, as ICU knows it; null for countries with several. */
export function zoneOfCountry(country: string): string | null {
  const locale = new Intl.Locale(`und-${country}`);
  const [zone, ...others] = locale.getTimeZones?.() ?? locale.timeZones ?? [];
  return ONE_TIME[country] ?? (others.length === 0 ? (zone ?? null) : null);
}

/** Where the contact of a vendor reads dates and times: as recorded, else by its country, else as those who ask. */
export const contactZone = ({ timeZone, country }: Pick<Vendor, 'timeZone' | 'country'>, fallback: string): string =>
  timeZone ?? zoneOfCountry(country) ?? fallback;
