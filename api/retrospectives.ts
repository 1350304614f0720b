import { v7 as uuidv7 } from 'uuid';
import { DomainError, fieldError } from '../domain/errors';
import { outcomeOf, type RetrospectiveRecord } from '../domain/retrospective/retrospective';
import type { RetrospectiveContent, RetrospectiveView } from '../domain/retrospective/schema';
import { endItem } from '../db/stores/action-items';
import type { EngagementRow } from '../db/stores/engagements';
import { insertLesson } from '../db/stores/lessons';
import { findRetrospective, retrospectiveItemKey, saveRetrospective } from '../db/stores/retrospectives';
import type { Trx } from '../db/transaction';

async function openOf(trx: Trx, { id }: EngagementRow, year: number): Promise<RetrospectiveRecord> {
  const found = await findRetrospective(trx, id, year);
  if (!found) throw noRetrospective();
  if (found.closedAt !== null) throw new DomainError('STATE_CONFLICT', 'The retrospective is closed.');
  return found;
}

export const noRetrospective = (): DomainError =>
  new DomainError('NOT_FOUND', 'No retrospective of the engagement has been opened for this year.');

/** Keeps what the owner writes, in place of what was written before. */
export async function writeRetrospective(
  trx: Trx,
  engagement: EngagementRow,
  { year, content }: { readonly year: number; readonly content: RetrospectiveContent },
): Promise<RetrospectiveRecord> {
  const record = { ...(await openOf(trx, engagement, year)), content };
  const known = engagement.needs.successMeasures ?? [];
  content.measures.forEach(({ name }, index) => {
    if (!known.some((measure) => measure.name === name))
      throw fieldError(`measures.${index}.name`, 'is not a success measure of the needs');
  });
  await saveRetrospective(trx, record);
  return record;
}

interface Closing {
  readonly year: number;
  readonly actorId: string;
  readonly now: number;
}

/** Closes it for good: its lessons reach engagements that begin from now on. */
export async function closeRetrospective(
  trx: Trx,
  engagement: EngagementRow,
  { year, actorId, now }: Closing,
): Promise<RetrospectiveRecord> {
  const found = await openOf(trx, engagement, year);
  if (found.content === null) throw new DomainError('STATE_CONFLICT', 'Nothing has been written about this year yet.');
  for (const lesson of found.content.lessons) {
    const of = { ...lesson, serviceType: lesson.serviceType ?? engagement.service_type };
    await insertLesson(trx, { id: uuidv7(), engagementId: engagement.id, lesson: of, actorId, now });
  }
  const closed = { ...found, closedAt: now, closedBy: actorId };
  await saveRetrospective(trx, closed);
  await endItem(trx, retrospectiveItemKey(engagement.id, year), now);
  return closed;
}

export function retrospectiveView(
  record: RetrospectiveRecord,
  { needs }: Pick<EngagementRow, 'needs'>,
): RetrospectiveView {
  const { year, from, anniversary, facts, content, openedAt, closedAt, closedBy } = record;
  const { items, ...measured } = outcomeOf(needs.successMeasures ?? [], content);
  return {
    ...{ year, from, anniversary, facts, closedBy },
    state: closedAt === null ? 'open' : 'closed',
    measures: { items: [...items], ...measured },
    summary: content?.summary ?? null,
    lessons: content?.lessons ?? [],
    openedAt: new Date(openedAt).toISOString(),
    closedAt: closedAt === null ? null : new Date(closedAt).toISOString(),
  };
}
