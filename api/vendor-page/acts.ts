import type { Request } from 'express';
import { DomainError, type Issue } from '../../domain/errors';
import { WorkingWay } from '../../domain/tender/schema';
import type { MailOrder } from '../../domain/mail/order';
import { formField, isTooLong, TOO_LONG } from '../pages/csrf';
import type { Services } from '../services';
import { sendLetters, vendorLetter } from '../tender/letters';
import { type Faults, fieldOf, readBid, tooLongIn, typedBid } from './bid-form';
import { type Attempt, FRESH } from './view';
import { answerUs, askUs, declineToBid, keepDraft, submitBid, tellTeam, type VendorAct, withdrawBid } from './writes';

export interface VendorUse extends VendorAct {
  readonly services: Services;
  readonly req: Request;
}

/** What came of a form. */
export type Outcome = Pick<Attempt, 'done'> & Partial<Attempt>;
type Act = (use: VendorUse) => Promise<Outcome>;

/** A refusal keeps everything that was typed and ticked. */
const refused = (use: VendorUse, refusal: string, faults: Faults = {}): Outcome => ({
  ...FRESH,
  ...keptOf(use),
  faults,
  refusal,
});

function keptOf({ req, link }: VendorUse): Partial<Attempt> {
  switch (formField(req, 'act')) {
    case 'save':
    case 'submit':
      return { typed: typedBid(req, link.tender.body.items), confirmed: isConfirmed(req) };
    case 'withdraw':
    case 'decline':
      return { reason: reasonOf(req) };
    case 'ask':
      return { question: questionOf(req) };
    case 'answer':
      return { answer: { questionId: formField(req, 'questionId'), text: answerOf(req) } };
    case 'team':
      return { team: teamOf(req) };
    default:
      return {};
  }
}

const reasonOf = (req: Request): string => formField(req, 'reason');
const questionOf = (req: Request): string => formField(req, 'question');
const answerOf = (req: Request): string => formField(req, 'answer');
const teamOf = (req: Request) => ({
  timeZone: formField(req, 'timeZone'),
  from: formField(req, 'from'),
  to: formField(req, 'to'),
  languages: formField(req, 'languages'),
});

/** The most that a field takes where that is less than for any text. */
const MOST: Readonly<Record<string, number>> = {
  reason: 2_000,
  question: 5_000,
  timeZone: 100,
  from: 10,
  to: 10,
  languages: 500,
};
const isOver = (req: Request): boolean =>
  isTooLong(req) || Object.entries(MOST).some(([name, most]) => formField(req, name).length > most);

const isConfirmed = (req: Request): boolean => formField(req, 'confirm') === 'yes';

const save: Act = async (use) => {
  const { body } = use.link.tender;
  await keepDraft(use.services.db, use, typedBid(use.req, body.items));
  return { done: 'save' };
};

const submit: Act = async (use) => {
  const { req, link, services } = use;
  const { items } = link.tender.body;
  const typed = typedBid(req, items);
  const { content, faults } = readBid(typed, { items, currency: link.engagement.currency });
  if (!content) return refused(use, 'BID_UNREADABLE', faults);
  if (!isConfirmed(req)) return refused(use, 'CONFIRM');
  try {
    const bid = await submitBid(services.db, use, content);
    const { sha256, late, submittedAt } = bid;
    const facts = { at: String(submittedAt), late: String(late), sha256 };
    await tell(use, [vendorLetter(link.invitation, { kind: 'bid-receipt', subject: bid.id, facts, now: use.now })]);
    return { done: late ? 'submit-late' : 'submit' };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const refusal = error.code === 'INVALID_FIELDS' ? 'BID_INCOMPLETE' : error.code;
    return refused(use, refusal, faultsOf(error.errors, content.lines));
  }
};

/** Every issue at its field, by the word for what is wrong. */
function faultsOf(errors: readonly Issue[], lines: readonly { readonly item: string }[]): Faults {
  return Object.fromEntries(
    errors.map(({ path }) => {
      const name = fieldOf(path.split('.'), lines);
      return [name, name.startsWith('hidden.') ? 'hidden' : name.startsWith('line.') ? 'line' : 'sum'];
    }),
  );
}

const withdraw: Act = async (use) => {
  if (!isConfirmed(use.req)) return refused(use, 'CONFIRM');
  await withdrawBid(use.services.db, use);
  return { done: 'withdraw' };
};

const decline: Act = async (use) => {
  if (!isConfirmed(use.req)) return refused(use, 'CONFIRM');
  await declineToBid(use.services.db, use, reasonOf(use.req) || null);
  return { done: 'decline' };
};

const ask: Act = async (use) => {
  const question = questionOf(use.req);
  if (question.length < 2) return { ...refused(use, 'COMMENT_REQUIRED'), focus: 'question' };
  const { id: engagementId, owner_id: recipientId } = use.link.engagement;
  const id = await askUs(use.services.db, use, question);
  const facts = { question: id };
  const order = {
    key: `tender-asked:${id}`,
    kind: 'tender-asked',
    recipientId,
    engagementId,
    facts,
    now: use.now,
  } as const;
  await tell(use, [order]);
  return { done: 'ask' };
};

const answer: Act = async (use) => {
  const text = answerOf(use.req);
  const questionId = formField(use.req, 'questionId');
  if (text.length < 2) return { ...refused(use, 'COMMENT_REQUIRED'), focus: `answer ${questionId}` };
  await answerUs(use.services.db, use, { questionId, answer: text });
  return { done: 'answer' };
};

const team: Act = async (use) => {
  const { languages, ...hours } = teamOf(use.req);
  const way = WorkingWay.safeParse({ hours, languages: languages.split(/[,;\s，、]+/).filter(Boolean) });
  if (!way.success) return { ...refused(use, 'TEAM_UNREADABLE'), focus: firstOfTeam(way.error.issues) };
  await tellTeam(use.services.db, use, way.data);
  return { done: 'team' };
};

/** In the order of the page. */
const TEAM_FIELDS: readonly string[] = ['timeZone', 'from', 'to', 'languages'];
const firstOfTeam = (issues: readonly { readonly path: readonly PropertyKey[] }[]): string | null =>
  TEAM_FIELDS.find((name) => issues.some(({ path }) => path.includes(name))) ?? null;

const ACTS: ReadonlyMap<string, Act> = new Map(Object.entries({ save, submit, withdraw, decline, ask, answer, team }));

/** Does what a form asks for; a refusal of the rules comes back as an outcome, a fault of the system is thrown. */
export async function actOf(use: VendorUse): Promise<Outcome> {
  const act = ACTS.get(formField(use.req, 'act'));
  if (!act) return refused(use, 'DECISION_REQUIRED');
  if (isOver(use.req)) return refused(use, TOO_LONG, tooLongIn(keptOf(use).typed ?? {}));
  try {
    return await act(use);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { ...refused(use, error.code), exact: error.message };
  }
}

/** What is recorded stands whether or not its mail can be started now. */
async function tell({ services, link }: VendorUse, orders: readonly MailOrder[]): Promise<void> {
  try {
    for (const order of orders) await sendLetters(services, order.key.replaceAll(':', '-'), [order]);
  } catch (error) {
    services.log.warn({ engagementId: link.engagement.id, err: error }, 'a vendor acted, but the mail was not started');
  }
}
