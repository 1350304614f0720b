import { criticalityOf } from '../domain/planning/criticality';
import type { Engagement, Party } from '../domain/engagement/engagement';
import type { NewEngagement } from '../domain/engagement/schema';
import { isEnded } from '../domain/engagement/statuses';
import { endOpenMatters } from '../db/stores/end-of-service';
import { appendAudit, type Channel, engagementStream } from '../db/stores/audit';
import { insertEngagement, saveEngagement, saveLiveOn, findEngagement } from '../db/stores/engagements';
import { insertDuties } from '../db/stores/compliance-duties';
import { seedRisks } from '../db/stores/risks';
import { saveSignature, type SignaturePaper } from '../db/stores/contracts';
import { inTransaction } from '../db/transaction';
import { localDate } from '../domain/calendar/zone';
import { planCommunications } from './communications';
import type { Deps } from './deps';
import { noteSuspension } from './suspension';
import { seedRisksFor } from '../domain/risk/seed';

export interface CreateEngagement {
  readonly id: string;
  readonly body: NewEngagement;
  readonly actorId: string;
  readonly channel: Channel;
  readonly now: number;
}

export interface RecordEngagement {
  readonly engagement: Engagement;
  readonly type: string;
  readonly actorId: string | null;
  readonly channel: Channel;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly now: number;
}

export interface RecordSignature {
  readonly engagementId: string;
  readonly party: Party;
  readonly signatory: string;
  readonly signedAt: string;
  readonly paper?: SignaturePaper | null;
  readonly now: number;
}

/** What the workflow of an engagement writes: row, audit entry and nothing else, in one transaction, safe to repeat. */
export const recordActivities = ({ db }: Pick<Deps, 'db'>) => ({
  async createEngagement({ id, body, actorId, channel, now }: CreateEngagement): Promise<void> {
    await inTransaction(db, async (trx) => {
      await insertEngagement(trx, { id, body, criticality: criticalityOf(body.needs), now });
      await seedRisks(trx, seedRisksFor(id), now);
      const payload = { title: body.title, serviceType: body.serviceType, ownerId: body.ownerId };
      await appendAudit(trx, engagementStream(id), [
        { key: 'created', at: now, type: 'engagement.created', actorId, channel, payload },
      ]);
    });
  },

  async recordEngagement({ engagement, type, actorId, channel, detail, now }: RecordEngagement): Promise<void> {
    await inTransaction(db, async (trx) => {
      await saveEngagement(trx, engagement, now);
      await noteSuspension(trx, { engagement, type, actorId, detail, now });
      if (isEnded(engagement.state)) await endOpenMatters(trx, engagement.id, now);
      const payload = { state: engagement.state, ...detail };
      const key = `v${engagement.version}:${type}`;
      await appendAudit(trx, engagementStream(engagement.id), [
        { key, at: now, type, actorId: actorId ?? undefined, channel, payload },
      ]);
    });
  },

  async recordSignature(signature: RecordSignature): Promise<void> {
    await inTransaction(db, (trx) => saveSignature(trx, signature));
  },

  async markLive({ engagementId, now }: { engagementId: string; now: number }): Promise<void> {
    const engagement = await findEngagement(db, engagementId);
    if (!engagement) return;
    const liveOn = localDate(engagement.time_zone, now);
    await inTransaction(db, async (trx) => {
      await saveLiveOn(trx, engagementId, liveOn);
      await insertDuties(trx, engagement, { liveOn: engagement.live_on ?? liveOn, now });
      if (engagement.live_on === null) await planCommunications(trx, { engagementId, on: liveOn, now });
    });
  },
});
