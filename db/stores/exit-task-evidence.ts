import { v7 as uuidv7 } from 'uuid';
import type { Refusal } from '../../domain/errors';
import { accountNow } from '../read/settlement-account';
import type { Trx } from '../transaction';
import type { EngagementRow } from './engagements';
import { findExitReview } from './exit-reviews';
import { endExitTask } from './exit-tasks';
import { insertLesson } from './lessons';

const refuse = (message: string): Refusal => ({ code: 'STATE_CONFLICT', message });

type Evidence = (trx: Trx, engagementId: string) => Promise<Refusal | null>;

/** Tasks of the exit that somebody's word alone does not end: the record that they are about must be there. */
const EVIDENCE: ReadonlyMap<string, Evidence> = new Map<string, Evidence>([
  [
    'confirm-settlement',
    async (trx, id) => {
      const account = await accountNow(trx, id);
      return account?.confirmed && account.open === 0
        ? null
        : refuse('The vendor has not agreed to the settlement as it stands.');
    },
  ],
  [
    'exit-review',
    async (trx, id) => ((await findExitReview(trx, id)) ? null : refuse('The review of the exit is not written.')),
  ],
]);

export const evidenceObjection = async (
  trx: Trx,
  { engagementId, key }: { readonly engagementId: string; readonly key: string },
): Promise<Refusal | null> => (await EVIDENCE.get(key)?.(trx, engagementId)) ?? null;

/** Both sides have agreed to the account and nothing of it is in dispute: that task is done by whoever agreed last. */
export async function endConfirmation(
  trx: Trx,
  engagementId: string,
  { by, now }: { readonly by: string | null; readonly now: number },
): Promise<void> {
  const id = { engagementId, key: 'confirm-settlement' };
  if (await evidenceObjection(trx, id)) return;
  await endExitTask(trx, id, { state: 'done', comment: null, by, now });
}

/** Once the review is closed, its lessons reach engagements that begin from then on. */
export async function closeReview(
  trx: Trx,
  { id: engagementId, service_type: serviceType }: EngagementRow,
  { actorId, now }: { readonly actorId: string; readonly now: number },
): Promise<void> {
  const review = await findExitReview(trx, engagementId);
  for (const lesson of review?.content.lessons ?? []) {
    const of = { ...lesson, serviceType: lesson.serviceType ?? serviceType };
    await insertLesson(trx, { id: uuidv7(), engagementId, lesson: of, actorId, now });
  }
}
