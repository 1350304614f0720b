import { addMonthsClamped } from '../calendar/civil';
import type { Criticality } from '../planning/catalogue';
import { planTestedOn, type Preparation } from './preparation';

const MONTHS = 12;

/**
 * The day by which the exit of important or critical work is tried again: a year after the service began, or after the last
 * test of the plan or drill that passed, or sooner where the plan says so. Null where nobody asks for it.
 */
export function drillDue(known: Preparation, criticality: Criticality): string | null {
  if (criticality === 'general' || known.liveOn === null) return null;
  const tried = [known.liveOn, planTestedOn(known), ...known.datasets.map(({ provenOn }) => provenOn)];
  const last = tried.reduce<string>((newest, on) => (on !== null && on > newest ? on : newest), known.liveOn);
  const due = addMonthsClamped(last, MONTHS);
  const planned = known.plan?.body.nextTestAt;
  return planned !== undefined && planned > last && planned < due ? planned : due;
}
