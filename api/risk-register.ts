import { dueOnDay } from '../domain/action-item/marks';
import { localDate } from '../domain/calendar/zone';
import { DomainError, type Issue } from '../domain/errors';
import type { Risk } from '../domain/risk/record-schema';
import { riskIssues } from '../domain/risk/risk';
import { unknownPeople } from '../db/read/known-people';
import { pendingWithKey } from '../db/read/pending-with-key';
import { cancelItems, openActionItem } from '../db/stores/action-items';
import type { EngagementRow } from '../db/stores/engagements';
import type { Trx } from '../db/transaction';

interface Asked {
  readonly risk: Risk;
  /** The risk as it stood; null for a new one. */
  readonly before: Risk | null;
  readonly now: number;
}

/** Refuses a risk that names all that is wrong with it: a residual above the inherent exposure, an owner whom nobody knows, a review in the past. */
export async function checkRisk(trx: Trx, engagement: EngagementRow, asked: Asked): Promise<void> {
  const { risk, before } = asked;
  // Whoever was named before may have left since; that keeps nobody from saying the rest anew.
  const { ownerId } = risk;
  const owner = ownerId === undefined || ownerId === before?.ownerId ? [] : [{ path: 'ownerId', id: ownerId }];
  const issues = [...riskIssues(risk), ...(await unknownPeople(trx, owner)), ...reviewIssues(engagement, asked)];
  if (issues.length === 0) return;
  const message = issues.map((issue) => `${issue.path}: ${issue.message}`).join('; ');
  throw new DomainError('INVALID_FIELDS', message, issues);
}

function reviewIssues({ time_zone }: EngagementRow, { risk, before, now }: Asked): readonly Issue[] {
  const { reviewAt } = risk;
  const moved = reviewAt !== undefined && reviewAt !== before?.reviewAt;
  return moved && reviewAt < localDate(time_zone, now)
    ? [{ path: 'reviewAt', message: 'must not lie in the past' }]
    : [];
}

/** The date of a review is work for whoever owns the risk; a date that moved takes the old work away. */
export async function planReview(
  trx: Trx,
  engagement: EngagementRow,
  { id, risk, before, now }: Asked & { readonly id: string },
): Promise<void> {
  if (risk.reviewAt === before?.reviewAt && risk.ownerId === before?.ownerId) return;
  const prefix = `risk-review:${id}:`;
  const pending = await pendingWithKey(trx, engagement.id, prefix);
  await cancelItems(
    trx,
    pending.map((item) => item.id),
    now,
  );
  if (risk.reviewAt === undefined) return;
  const assigneeId = risk.ownerId ?? engagement.owner_id;
  await openActionItem(trx, {
    key: `${prefix}${risk.reviewAt}:${assigneeId}:${now}`,
    engagementId: engagement.id,
    kind: 'risk-review',
    title: risk.cause,
    assigneeId,
    escalateIds: [engagement.owner_id],
    opensAt: now,
    dueAt: dueOnDay(engagement.time_zone, risk.reviewAt),
    now,
  });
}
