import { DomainError } from '../../domain/errors';
import type { Locale, Person } from '../../domain/people/people';
import { PackAnswer, type PackPart, ReviewPack, VENDOR_PARTS } from '../../domain/review/pack-schema';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import type { EngagementRow } from '../../db/stores/engagements';
import { packOf, savePack, type StoredPack } from '../../db/stores/review-packs';
import { lockReview, type StoredReview } from '../../db/stores/reviews';
import { buildPack } from '../../db/read/pack';
import { inTransaction } from '../../db/transaction';
import { ALL_PARTS, type PackDocument, packDocument } from '../../templates/pack/document';
import { type Acting, type ReviewDeps, sideOf } from './act';

export async function existingPack(db: ReviewDeps['db'], reviewId: string): Promise<StoredPack> {
  const stored = await packOf(db, reviewId);
  if (!stored) throw new DomainError('NOT_FOUND', 'The review has no pack.');
  return stored;
}

/** The parts of a pack that a person may see: the vendor's representative is shown what concerns both sides. */
export const partsFor = (person: Person, engagement: EngagementRow) =>
  sideOf(person, engagement) === 'us' ? ALL_PARTS : VENDOR_PARTS;

interface Reading {
  readonly locale: Locale;
  readonly timeZone: string;
  readonly parts: readonly PackPart[];
}

export const readablePack = ({ pack, sha256 }: StoredPack, reading: Reading): PackDocument =>
  packDocument({ pack: ReviewPack.parse(pack), sha256 }, reading);

/** What of a pack goes out as JSON. */
export function packFields(pack: ReviewPack, parts: readonly PackPart[]): PackAnswer {
  const hidden = new Set<string>(ALL_PARTS.filter((part) => !parts.includes(part)));
  return PackAnswer.parse(Object.fromEntries(Object.entries(pack).filter(([name]) => !hidden.has(name))));
}

interface Rebuild {
  readonly review: StoredReview;
  readonly engagement: EngagementRow;
  readonly acting: Acting;
}

/** Builds a pack anew from what is known now. Once the minutes are approved, or the meeting is off, it stays as it is. */
export const rebuildPack = (
  { db }: Pick<ReviewDeps, 'db'>,
  { review: { id }, engagement, acting }: Rebuild,
): Promise<StoredPack> =>
  inTransaction(db, async (trx) => {
    const review = await lockReview(trx, id);
    if (!review) throw new DomainError('NOT_FOUND', 'There is no such review.');
    if (review.state === 'approved' || review.state === 'cancelled')
      throw new DomainError('STATE_CONFLICT', `The review is ${review.state}; its pack stays as it is.`);
    const before = await packOf(trx, id);
    const { kind, period } = review;
    const pack = await buildPack(trx, engagement, { review: { reviewId: id, kind, period }, now: acting.now });
    const sha256 = await savePack(trx, pack, { builtBy: acting.actor?.id ?? null });
    const payload = { reviewId: id, period, sha256, before: before?.sha256 ?? null };
    await appendAudit(trx, engagementStream(engagement.id), [
      {
        key: `review.pack:${acting.newId}`,
        at: acting.now,
        type: 'review.pack-built',
        ...(acting.actor && { actorId: acting.actor.id }),
        channel: acting.channel,
        payload,
      },
    ]);
    return { pack, sha256 };
  });

/** Addresses of the forms to take along. */
export const packForms = (id: string, lang: string) =>
  (['pdf', 'xlsx', 'json'] as const).map((form) => ({
    form,
    href: `/api/v1/reviews/${id}/pack?format=${form}&lang=${lang}`,
  }));
