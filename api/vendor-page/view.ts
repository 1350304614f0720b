import { HIDDEN_COSTS, type TenderItem, type WorkingWay } from '../../domain/tender/schema';
import { bidObjection, questionObjection, withdrawObjection } from '../../domain/tender/objections';
import type { Bid, Question } from '../../domain/tender/tender';
import { stageOf } from '../../domain/tender/tender';
import type { Db } from '../../db/knex';
import { standingBid } from '../../db/stores/bids';
import { cultureOf } from '../../db/stores/evaluation-records';
import { questionsOf } from '../../db/stores/tender-questions';
import { formatMoney } from '../../templates/format';
import type { BidField, BidForm, VendorPage } from '../../templates/vendor-page-data';
import { type Faults, fieldsOf, hiddenField, lineField, type TypedBid, typedFrom } from './bid-form';
import type { VendorLink } from './find';

/** What the last form held, and what came of it. */
export interface Attempt {
  readonly typed: TypedBid | null;
  readonly faults: Faults;
  /** Whether the bid was confirmed: a refusal for another reason takes no tick away. */
  readonly confirmed: boolean;
  readonly question: string;
  /** Why the vendor does not bid. */
  readonly reason: string;
  /** An answer of the vendor, and the question that it is to. */
  readonly answer: { readonly questionId: string; readonly text: string } | null;
  readonly team: VendorPage['team'] | null;
  /** The field outside the bid that is wrong, as the page names it. */
  readonly focus: string | null;
  readonly refusal: string | null;
  /** The exact sentence of that refusal, as programs are told it. */
  readonly exact: string | null;
  readonly done: string | null;
}
export const FRESH: Attempt = {
  typed: null,
  faults: {},
  confirmed: false,
  question: '',
  reason: '',
  answer: null,
  team: null,
  focus: null,
  refusal: null,
  exact: null,
  done: null,
};

type PageFields = Omit<VendorPage, 'action' | 'hidden'>;

/** Everything of a tender that its vendor may see, and nothing of the others. */
export async function vendorView(
  db: Db,
  link: VendorLink,
  { attempt, now }: { attempt: Attempt; now: number },
): Promise<PageFields> {
  const { invitation, vendor, engagement, tender } = link;
  const [standing, questions, culture] = await Promise.all([
    standingBid(db, invitation.id),
    questionsOf(db, engagement.id),
    cultureOf(db, engagement.id),
  ]);
  const decided = engagement.state !== 'VENDOR_SELECTION' || engagement.open_gate === 'award';
  const mayBid = bidObjection({ tender, standing, decided }, now) === null;
  const late = now >= tender.closeAt;
  const bid = mayBid ? { ...bidForm(link, standing, attempt), late } : null;
  return {
    engagement: { number: engagement.number, title: engagement.title },
    vendor: vendor.name,
    stage: stageOf(tender, now),
    cancelReason: tender.cancelReason,
    closeAt: tender.closeAt,
    questionsUntil: tender.questionsUntil,
    currency: engagement.currency,
    introduction: tender.body.introduction ?? null,
    items: tender.body.items.map(({ description, ...item }) => ({ ...item, description: description ?? null })),
    standing: standing && standingView(standing),
    declined: invitation.declinedAt === null ? null : { at: invitation.declinedAt, reason: invitation.declineReason },
    bid,
    kept: bid === null && attempt.typed ? keptOf(attempt.typed, tender.body.items) : [],
    mayWithdraw: withdrawObjection(tender, now) === null,
    mayAsk: questionObjection(tender, now) === null,
    question: attempt.question,
    reason: attempt.reason,
    ...conversation(questions, invitation.candidateId, attempt),
    team: attempt.team ?? teamOf(culture.get(invitation.candidateId)?.theirs),
    ...{ done: attempt.done, refusal: attempt.refusal, exact: attempt.exact },
    atField: (bid !== null && (bid.unconfirmed || firstWrong(link, attempt) !== null)) || attempt.focus !== null,
    focus: attempt.focus,
  };
}

const teamOf = (way: WorkingWay | undefined): VendorPage['team'] => ({
  timeZone: way?.hours.timeZone ?? '',
  from: way?.hours.from ?? '',
  to: way?.hours.to ?? '',
  languages: way?.languages.join(', ') ?? '',
});

const standingView = ({ id, submittedAt, late, sha256, content }: Bid): NonNullable<VendorPage['standing']> => ({
  id,
  at: submittedAt,
  late,
  sha256,
  oneOff: formatMoney(content.oneOff),
  annual: formatMoney(content.annual),
});

/** The newest of what was typed, saved and handed in. */
function typedOf({ invitation }: VendorLink, standing: Bid | null, { typed }: Attempt): TypedBid {
  if (typed) return typed;
  if (isTyped(invitation.draft)) return invitation.draft;
  return standing ? typedFrom(standing.content) : {};
}

const isTyped = (draft: unknown): draft is TypedBid =>
  typeof draft === 'object' && draft !== null && Object.values(draft).every((value) => typeof value === 'string');

/** Each field in which something was typed, by what it is called. */
const keptOf = (typed: TypedBid, items: readonly TenderItem[]): VendorPage['kept'] =>
  fieldsOf(items).flatMap((name) => {
    const title = items.find(({ key }) => lineField(key) === name)?.title ?? null;
    const value = typed[name] ?? '';
    return value === '' ? [] : [{ title, word: name.replace(/^hidden\./, ''), value }];
  });

/** The first field of the form, as it stands on the page, that is wrong. */
const firstWrong = ({ tender }: VendorLink, { faults }: Attempt): string | null =>
  fieldsOf(tender.body.items).find((name) => faults[name] !== undefined) ?? null;

function bidForm(link: VendorLink, standing: Bid | null, attempt: Attempt): Omit<BidForm, 'late'> {
  const typed = typedOf(link, standing, attempt);
  const first = firstWrong(link, attempt);
  const field = (name: string): BidField => ({
    name,
    value: typed[name] ?? '',
    fault: attempt.faults[name] ?? null,
    focused: name === first,
  });
  return {
    lines: link.tender.body.items.map(({ description, ...item }) => ({
      ...item,
      description: description ?? null,
      ...field(lineField(item.key)),
    })),
    oneOff: field('oneOff'),
    annual: field('annual'),
    years: field('years'),
    hiddenCosts: HIDDEN_COSTS.map((key) => ({ key, ...field(hiddenField(key)) })),
    assumptions: field('assumptions'),
    confirmed: attempt.confirmed,
    unconfirmed: attempt.refusal === 'CONFIRM' && attempt.typed !== null,
    validUntil: field('validUntil'),
  };
}

/** Answers that all may read come without the name of who asked. */
function conversation(
  questions: readonly Question[],
  candidateId: string,
  attempt: Attempt,
): Pick<VendorPage, 'answers' | 'owed'> {
  const isOwn = (one: Question): boolean => one.candidateId === candidateId;
  return {
    answers: questions
      .filter((one) => one.asker === 'vendor' && (isOwn(one) || (one.answer !== null && one.visibility === 'all')))
      .map((one) => ({ text: one.text, answer: one.answer, at: one.answeredAt ?? one.askedAt, own: isOwn(one) })),
    owed: questions
      .filter((one) => one.asker === 'buyer' && isOwn(one))
      .map(({ id, text, topic, dueAt, answer, answeredAt }) => ({
        id,
        text,
        lowBid: topic === 'low-bid',
        dueAt,
        answer,
        answeredAt,
        typed: attempt.answer?.questionId === id ? attempt.answer.text : '',
        focused: attempt.focus === `answer ${id}`,
      })),
  };
}
