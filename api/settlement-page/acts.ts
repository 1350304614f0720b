import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../domain/errors';
import { PaperConfirmation } from '../../domain/exit/dispute-schema';
import { LongText } from '../../domain/shapes';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { lockEngagement } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import { tellExit } from '../exit-steps';
import { planAgain } from '../plan-again';
import type { Services } from '../services';
import { approvedAccount, type Held, keepConfirmation, keepDispute } from '../settlement-answers';
import type { SettlementLink } from './find';

interface Answering {
  readonly link: SettlementLink;
  readonly field: (name: string) => string;
  readonly now: number;
}

/** The vendor agrees to each line or disputes it, and with its name to the account that results from that. */
export async function answerSettlement(services: Services, { link, field, now }: Answering): Promise<void> {
  const { id } = link.engagement;
  await inTransaction(services.db, async (trx) => {
    const engagement = await lockEngagement(trx, id);
    if (!engagement) throw new DomainError('NOT_FOUND', 'There is no such engagement.');
    await answer({ trx, engagement, now }, { link, field, now });
  });
  await planAgain(services, id);
  await tellExit(services, { engagementId: id });
}

const NO_DECISION = 'Each line needs an answer.';

async function answer(held: Held, { link, field, now }: Answering): Promise<void> {
  const account = await approvedAccount(held);
  if (field('sha256') !== account.sha256)
    throw new DomainError('SUBJECT_CHANGED', 'The settlement has changed since the page was opened.');
  const name = PaperConfirmation.shape.name.safeParse(field('name'));
  if (!name.success) throw new DomainError('COMMENT_REQUIRED', 'Who agrees says so by name.');
  const asked = account.settlement.lines
    .map((_line, index) => index + 1)
    .filter((place) => !account.disputes.some(({ line }) => line === place));
  const disputed = asked.filter((place) => choiceOf(field(`answer-${place}`)) === 'dispute');
  for (const line of disputed) {
    const reason = LongText.min(2).safeParse(field(`reason-${line}`));
    if (!reason.success) throw new DomainError('COMMENT_REQUIRED', 'A dispute needs a reason.');
    const raised = { id: uuidv7(), line, reason: reason.data, side: 'vendor', raisedBy: null } as const;
    await keepDispute(held, raised);
    await note(held, link, { type: 'settlement.disputed', payload: { disputeId: raised.id, side: 'vendor', line } });
  }
  const { sha256 } = await keepConfirmation(held, { how: 'link', name: name.data, evidence: null, recordedBy: null });
  const payload = { sha256, name: name.data, disputed };
  await note(held, link, { type: 'settlement.confirmed', payload: { ...payload, at: new Date(now).toISOString() } });
}

function choiceOf(answer: string): 'agree' | 'dispute' {
  if (answer !== 'agree' && answer !== 'dispute') throw new DomainError('DECISION_REQUIRED', NO_DECISION);
  return answer;
}

interface Noted {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const note = ({ trx, engagement, now }: Held, { voice }: SettlementLink, { type, payload }: Noted): Promise<void> =>
  appendAudit(trx, engagementStream(engagement.id), [
    {
      key: `${type}:${uuidv7()}`,
      at: now,
      type,
      ...(voice.personId && { actorId: voice.personId }),
      channel: 'email',
      payload: { vendorId: voice.vendorId, ...payload },
    },
  ]);
