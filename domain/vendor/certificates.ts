import { addDays, daysBetween } from '../calendar/civil';

/** Days before its end from which a certificate is work, between reminders, and after its end for which it is bridged. */
export const CERTIFICATE_RHYTHM = { leadDays: 30, reminderDays: 7, graceDays: 30 } as const;

export interface DatedCertificate {
  readonly type: string;
  readonly no: string;
  readonly validTo: string;
}

/** Identity of a certificate's term: a renewed one has another end and is other work. */
export const certificateKey = ({ type, no, validTo }: DatedCertificate): string => `${type}|${no}|${validTo}`;

/** Whole days left; negative once it has ended. The last valid day counts as 0. */
export const daysLeft = ({ validTo }: DatedCertificate, today: string): number => daysBetween(today, validTo);

export const opensOn = ({ validTo }: DatedCertificate): string => addDays(validTo, -CERTIFICATE_RHYTHM.leadDays);

/** Past its grace: the vendor is conditional from this day on. */
export const isBeyondGrace = (certificate: DatedCertificate, today: string): boolean =>
  daysLeft(certificate, today) < -CERTIFICATE_RHYTHM.graceDays;

/**
 * The day of the newest reminder that is due, or null before the first and after the grace. Days on which nobody was
 * there to remind are not made up for: after a long silence one mail goes out, not one for each week.
 */
export function newestReminder(certificate: DatedCertificate, today: string): string | null {
  const first = opensOn(certificate);
  const since = daysBetween(first, today);
  if (since < 0 || isBeyondGrace(certificate, today)) return null;
  return addDays(first, since - (since % CERTIFICATE_RHYTHM.reminderDays));
}

/** Of certificates of one type only the newest counts: an old paper beside its successor troubles nobody. */
export function current<C extends DatedCertificate>(certificates: readonly C[]): readonly C[] {
  return certificates.filter(
    (one) => !certificates.some((other) => other.type === one.type && other.validTo > one.validTo),
  );
}
