import type { CommunicationRules } from './rules-schema';
import type { Cadence } from './schema';

export const COMMUNICATION_RULES_KEY = 'communication-rules';

/** As it ships; every organisation sets its own. */
export const SHIPPED_COMMUNICATION_RULES: CommunicationRules = {
  planRequired: false,
  silence: { weeklyDays: 14, monthlyDays: 20, generalDays: 45 },
};

const DAY = 86_400_000;

/** Days without a contact that are silence. A cadence in days may be missed once, and never stretches the general limit. */
export function silenceDays(cadence: Cadence | null, { silence }: CommunicationRules): number {
  if (cadence === null) return silence.generalDays;
  if (cadence === 'weekly') return silence.weeklyDays;
  if (cadence === 'monthly') return silence.monthlyDays;
  return Math.min(2 * cadence.days, silence.generalDays);
}

/** Instants in epoch milliseconds; null where there is none. */
export interface Talking {
  readonly lastContact: number | null;
  /** First day of service. */
  readonly since: number | null;
  /** When the last alarm of silence was closed: whoever closed it has taken it up. */
  readonly closedAt: number | null;
}

/** From when on nobody has spoken for too long; null where nothing counts yet. */
export function silentFrom({ lastContact, since, closedAt }: Talking, days: number): number | null {
  const known = [lastContact, since, closedAt].filter((at) => at !== null);
  return lastContact === null && since === null ? null : Math.max(...known) + days * DAY;
}
