import { dueOnDay } from '../../domain/action-item/marks';
import { addDays } from '../../domain/calendar/civil';
import { localDate } from '../../domain/calendar/zone';
import { unassessed } from '../../domain/residency/crossings';
import { dataCrossings } from '../read/data-crossings';
import { pendingWithKey } from '../read/pending-with-key';
import { residencyRules } from '../read/residency-rules';
import type { Trx } from '../transaction';
import { cancelItems, endItem, openActionItem } from './action-items';
import type { EngagementRow } from './engagements';
import { privacyAssessmentOf } from './privacy-assessments';

interface Asked {
  readonly now: number;
  readonly vendorId?: string;
}

const prefixOf = ({ id }: EngagementRow): string => `privacy-assessment:${id}:`;

/**
 * Whoever answers for the engagement is asked to assess where its data goes, as long as a country is left that nobody has
 * spoken of; each time for the countries that are. What data no longer goes to is no longer asked about.
 */
export async function askPrivacyAssessment(trx: Trx, engagement: EngagementRow, asked: Asked): Promise<void> {
  const crossings = await dataCrossings(trx, engagement, asked);
  const { assessment } = await privacyAssessmentOf(trx, engagement.id);
  const countries = unassessed(crossings, assessment).join('-');
  const prefix = `${prefixOf(engagement)}${countries}:`;
  const pending = await pendingWithKey(trx, engagement.id, prefixOf(engagement));
  const others = pending.filter(({ key }) => !key.startsWith(prefix));
  await cancelItems(
    trx,
    others.map(({ id }) => id),
    asked.now,
  );
  if (countries !== '' && pending.length === others.length)
    await ask(trx, engagement, { key: `${prefix}${asked.now}`, now: asked.now });
}

async function ask(trx: Trx, engagement: EngagementRow, { key, now }: { key: string; now: number }): Promise<void> {
  const { id, owner_id: owner, sponsor_id: sponsor, time_zone: zone } = engagement;
  const { assessmentDays } = await residencyRules(trx);
  await openActionItem(trx, {
    key,
    engagementId: id,
    kind: 'privacy-assessment',
    assigneeId: owner,
    escalateIds: sponsor ? [sponsor] : [],
    opensAt: now,
    dueAt: dueOnDay(zone, addDays(localDate(zone, now), assessmentDays)),
    now,
  });
}

/** It has been assessed: what was asked is done, and asked anew for what the assessment does not speak of. */
export async function settlePrivacyWork(trx: Trx, engagement: EngagementRow, now: number): Promise<void> {
  for (const { key } of await pendingWithKey(trx, engagement.id, prefixOf(engagement))) await endItem(trx, key, now);
  await askPrivacyAssessment(trx, engagement, { now });
}
