import { type PulseFinding, pulseFindings } from '../../domain/planning/pulse';
import type { PulseView } from '../../domain/planning/pulse-schema';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { pulsesOf } from '../stores/pulses';
import { planningSettings } from './planning-settings';

export interface Pulse {
  readonly items: readonly PulseView[];
  readonly findings: readonly PulseFinding[];
}

/** All surveys of an engagement by day, those of its needs record among them, and what the newest one says. */
export async function pulseOf(db: Db, { id, needs }: Pick<EngagementRow, 'id' | 'needs'>): Promise<Pulse> {
  const recorded = await pulsesOf(db, id);
  const known = new Set(recorded.map(({ date }) => date));
  const before = (needs.employeeImpact?.pulse ?? [])
    .filter(({ date }) => !known.has(date))
    .map((entry) => ({ ...entry, comment: null, recordedBy: null }));
  const items = [...before, ...recorded].sort((a, b) => (a.date < b.date ? -1 : 1));
  return { items, findings: pulseFindings(items, (await planningSettings(db)).rules) };
}
