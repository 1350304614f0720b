import { engagementAccess } from '../../domain/engagement/access';
import { isSealed, type Question, stageOf, type Tender } from '../../domain/tender/tender';
import type { Person } from '../../domain/people/people';
import { cultureFits } from '../../db/read/culture';
import { vendorNames } from '../../db/read/vendors-named';
import type { Db } from '../../db/knex';
import { standingBids } from '../../db/stores/bids';
import type { EngagementRow } from '../../db/stores/engagements';
import { questionsOf } from '../../db/stores/tender-questions';
import { invitationsOf, tenderOf } from '../../db/stores/tenders';
import { candidatesOf } from '../../db/stores/vendors';
import type { InvitedView, TenderPage, TenderQuestionView, TypedOnTender } from '../../templates/tender-page-data';
import { teamOf } from '../engagement-scope';
import { FAULTLESS, faultsIn, type Refused } from './typed-faults';
import { invitationForms, tenderForms } from './selection-forms';
import type { Beholder } from './selection-view';

export interface TenderAttempt {
  readonly refused: Refused | null;
  /** What was typed when it was refused, by the names of the fields. */
  readonly typed: TypedOnTender;
  readonly done: boolean;
}

/** The tender of an engagement for its page; amounts never stand here. */
export async function tenderPageData(
  db: Db,
  row: EngagementRow,
  { person, now, refused, typed, done }: Beholder & TenderAttempt,
): Promise<TenderPage> {
  const tender = await tenderOf(db, row.id);
  const nameOf = await candidateNames(db, row.id);
  const stage = tender && stageOf(tender, now);
  const questions = await questionsOf(db, row.id);
  const invited = await invitedOf(db, row, { tender, nameOf, now, person });
  const mayEdit = engagementAccess('edit', person, teamOf(row)) === null && row.state === 'VENDOR_SELECTION';
  return {
    engagement: { id: row.id, number: row.number, title: row.title },
    tender: tender && stage && { ...termsOf(tender), stage },
    invited,
    forms: tenderForms({ row, person }, stage),
    ...refusedOn(typed, refused, mayEdit ? openIn(typed, { questions, invited }) : false),
    questions: questions.map((question) => questionOf(question, nameOf)),
    mayEdit,
    step: mayEdit ? (stage === 'draft' ? 'publish' : stage === 'closed' ? 'open' : null) : null,
    refusal: refused?.code ?? null,
    exact: refused?.message ?? null,
    done,
  };
}

/** Whether the page still has the form that was sent. */
const openIn = (
  { act, questionId }: TypedOnTender,
  { questions, invited }: { readonly questions: readonly Question[]; readonly invited: readonly unknown[] },
): boolean =>
  act === 'answer'
    ? questions.some(({ id, answer }) => id === questionId && answer === null)
    : act !== 'ask' || invited.length > 0;

function refusedOn(typed: TypedOnTender, refused: Refused | null, isOpen: boolean): Pick<TenderPage, 'typed' | 'kept'> {
  if (refused === null) return { typed: { ...typed, ...FAULTLESS }, kept: '' };
  if (!isOpen) return { typed: { ...typed, ...FAULTLESS }, kept: typed.answer || typed.text };
  return { typed: { ...typed, ...faultsIn({ act: typed.act, fields: typed, naming: [] }, refused) }, kept: '' };
}

type NameOf = (candidateId: string) => string;

async function candidateNames(db: Db, engagementId: string): Promise<NameOf> {
  const candidates = await candidatesOf(db, engagementId);
  const names = await vendorNames(
    db,
    candidates.map(({ vendorId }) => vendorId),
  );
  const of = new Map(candidates.map(({ id, vendorId }) => [id, names.get(vendorId) ?? vendorId]));
  return (candidateId) => of.get(candidateId) ?? candidateId;
}

const termsOf = ({ body, revision, closeAt, questionsUntil, openedAt, cancelReason }: Tender) => ({
  revision,
  closeAt,
  questionsUntil,
  openedAt,
  cancelReason,
  introduction: body.introduction ?? null,
  lateBids: body.lateBids,
  tellRank: body.tellRank === true,
  items: body.items.map(({ title, quantity, unit, charge }) => ({ title, quantity, unit, charge })),
});

interface Around {
  readonly tender: Tender | null;
  readonly nameOf: NameOf;
  readonly now: number;
  readonly person: Person;
}

async function invitedOf(db: Db, row: EngagementRow, around: Around): Promise<readonly InvitedView[]> {
  const { tender, nameOf, now, person } = around;
  const stage = tender && stageOf(tender, now);
  const [invitations, bids, fits] = await Promise.all([
    invitationsOf(db, row.id),
    standingBids(db, row.id),
    cultureFits(db, row, now),
  ]);
  return invitations.map(({ id, candidateId, declinedAt }) => {
    const bid = bids.find((one) => one.candidateId === candidateId);
    const fit = fits.of.get(candidateId);
    return {
      vendor: nameOf(candidateId),
      candidateId,
      status: declinedAt !== null ? 'declined' : bid ? 'bid' : 'invited',
      late: bid?.late ?? false,
      sha256: isSealed(tender) ? null : (bid?.sha256 ?? null),
      medianHours: fit?.responseTime.medianHours ?? null,
      sharedHours: fit?.overlap?.hours ?? null,
      forms: invitationForms({ row, person }, id, stage),
    };
  });
}

const questionOf = (
  { id, candidateId, asker, topic, text, askedAt, dueAt, answer, answeredAt, visibility }: Question,
  nameOf: NameOf,
): TenderQuestionView => ({
  id,
  vendor: nameOf(candidateId),
  asker,
  lowBid: topic === 'low-bid',
  text,
  at: askedAt,
  dueAt,
  answer,
  answeredAt,
  visibility,
});
