import { z } from 'zod';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../domain/errors';
import { PaperConfirmation } from '../../domain/exit/dispute-schema';
import { LongText } from '../../domain/shapes';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { lockEngagement } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import { tellExit } from '../exit-steps';
import { parseWith } from '../parse';
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

async function answer(held: Held, { link, field, now }: Answering): Promise<void> {
  const account = await approvedAccount(held);
  if (field('sha256') !== account.sha256)
    throw new DomainError('SUBJECT_CHANGED', 'The settlement has changed since the page was opened.');
  const asked = account.settlement.lines
    .map((_line, index) => index + 1)
    .filter((place) => !account.disputes.some(({ line }) => line === place));
  const said = saidOf(asked, field);
  const disputed = said.lines.filter(({ answer: one }) => one === 'dispute');
  for (const { place: line, reason } of disputed) {
    const raised = { id: uuidv7(), line, reason, side: 'vendor', raisedBy: null } as const;
    await keepDispute(held, raised);
    await note(held, link, { type: 'settlement.disputed', payload: { disputeId: raised.id, side: 'vendor', line } });
  }
  const confirmed = { how: 'link', name: said.name, evidence: null, recordedBy: null } as const;
  const { sha256 } = await keepConfirmation(held, confirmed);
  const payload = { sha256, name: said.name, disputed: disputed.map(({ place }) => place) };
  await note(held, link, { type: 'settlement.confirmed', payload: { ...payload, at: new Date(now).toISOString() } });
}

const Line = z
  .object({ place: z.int(), answer: z.enum(['agree', 'dispute']), reason: LongText })
  .refine(({ answer: one, reason }) => one === 'agree' || reason.length >= 2, {
    path: ['reason'],
    message: 'must have at least 2 characters',
  });
const Said = z.object({ lines: z.array(Line), name: PaperConfirmation.shape.name });

/** What the form says; every field that does not fit is told by its name. */
function saidOf(asked: readonly number[], field: Answering['field']): z.infer<typeof Said> {
  const lines = asked.map((place) => ({
    place,
    answer: field(`answer-${place}`) || undefined,
    reason: field(`reason-${place}`),
  }));
  try {
    return parseWith(Said, { lines, name: field('name') }, 'COMMENT_REQUIRED');
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const errors = error.errors.map(({ path, message }) => ({ path: fieldOf(path, asked), message }));
    const isOpen = errors.some(({ path }) => path.startsWith('answer-'));
    throw new DomainError(isOpen ? 'DECISION_REQUIRED' : error.code, error.message, errors);
  }
}

/** `lines.0.reason` is the reason of the first line that is asked for, whatever its place is. */
const fieldOf = (path: string, asked: readonly number[]): string =>
  path.replace(/^lines\.(\d+)\.(\w+)$/, (_, index: string, part: string) => `${part}-${asked[Number(index)] ?? ''}`);

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
