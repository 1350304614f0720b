import { addDays } from '../../domain/calendar/civil';
import { nextWorkingDay } from '../../domain/calendar/calendar';
import { sharedHours } from '../../domain/calendar/shared-hours';
import { localDate } from '../../domain/calendar/zone';
import type { Db } from '../knex';
import { together } from '../together';
import type { EngagementRow } from '../stores/engagements';
import { findPerson } from '../stores/people';
import { vendorVoice } from './vendor-voice';
import { workCalendarOf } from './work-calendar';

export interface SharedHours {
  /** Who speaks for the vendor: its representative, else its contact. */
  readonly name: string;
  readonly timeZone: string;
  readonly on: string;
  readonly hours: number;
  /** Half a year later; null where the hours are the same. */
  readonly later: { readonly on: string; readonly hours: number } | null;
}

/** 26 weeks: the same weekday in the other half of the year, beyond a change of clocks. */
const HALF_A_YEAR = 182;

/** Hours that the owner and whoever speaks for the vendor both work, on the owner's next working day; null without one. */
export async function sharedHoursOf(db: Db, row: EngagementRow, now: number): Promise<SharedHours | null> {
  const [owner, voice] = await together(db, [() => findPerson(db, row.owner_id), () => vendorVoice(db, row)]);
  if (!owner || !voice) return null;
  const [ours, theirs] = [await workCalendarOf(db, owner.timeZone), await workCalendarOf(db, voice.timeZone)];
  const at = (day: string) => {
    const on = nextWorkingDay(ours, day);
    return { on, hours: sharedHours(ours, theirs, on) };
  };
  const today = localDate(owner.timeZone, now);
  const [soon, later] = [at(today), at(addDays(today, HALF_A_YEAR))];
  return { name: voice.name, timeZone: voice.timeZone, ...soon, later: later.hours === soon.hours ? null : later };
}
