import type { Attempt as Asking } from '../../domain/approval/refusal';
import { mayBeNamed, type Possible, possibleWithRequest, possibleWithTasks } from '../../domain/approval/possible';
import type { RequestView } from '../../domain/approval/request-schema';
import type { RequestState } from '../../domain/approval/state';
import { SIGN_MODES } from '../../domain/approval/words';
import { CHOICES, type DecisionForm, type PageData } from '../../templates/page-data';
import {
  DOUBT_ACTIONS,
  type PeopleChoice,
  SIDE_ACTIONS,
  type SideAction,
  type SideForm,
} from '../../templates/request-form-data';
import { formToken } from './csrf';
import { decisionOn } from './decision-form';
import { doubtForms } from './doubt-forms';
import type { SignedIn } from './guard';
import { chooseAmong, chooseColleagues } from './people-choice';
import type { PageDeps } from './reader';
import { decisionFields, pointedAt } from './refused-fields';
import { type Attempt, FRESH } from './request-attempt';

export interface Offering {
  readonly deps: PageDeps;
  readonly request: RequestView;
  readonly state: RequestState;
  readonly reader: SignedIn;
  /** The reader, as who would act. */
  readonly asking: Asking;
  /** The form as it was sent. */
  readonly attempt: Attempt;
}

type Offers = Pick<
  PageData['request'],
  'form' | 'sides' | 'doubts' | 'actions' | 'comment' | 'actionRefusal' | 'refusal' | 'exact' | 'unsent'
>;

/** Every form that the reader is offered now; what was sent before stands in its form again, or above all of them. */
export async function offersOf(offering: Offering): Promise<Offers> {
  const { state, attempt, asking } = offering;
  const tasks = possibleWithTasks(state, asking);
  const form = await decisionForm(offering, tasks);
  const sides = await sideForms(offering, tasks);
  const doubts = await doubtForms(offering, asking);
  const actions = possibleWithRequest(state, asking).filter((action) => !isDoubt(action));
  const isWhole = attempt.requestAction !== null && !isDoubt(attempt.requestAction) && actions.length > 0;
  const isShown =
    isWhole ||
    doubts.some(({ open }) => open) ||
    sides.some(({ open }) => open) ||
    (form !== null && isDecision(attempt));
  return {
    form,
    sides,
    doubts,
    actions,
    comment: isWhole ? attempt.comment : '',
    actionRefusal: isWhole ? attempt.refusal : null,
    refusal: isShown ? null : attempt.refusal,
    exact: attempt.exact,
    unsent: isShown || attempt.comment === '' ? null : attempt.comment,
  };
}

const isDoubt = (action: string): boolean => DOUBT_ACTIONS.some((one) => one === action);
const isSide = (action: string | null): action is SideAction => SIDE_ACTIONS.some((one) => one === action);
const isDecision = ({ taskAction, requestAction }: Attempt): boolean => requestAction === null && !isSide(taskAction);

async function decisionForm(offering: Offering, tasks: readonly Possible[]): Promise<DecisionForm | null> {
  const { deps, request, reader } = offering;
  const possible = tasks.find(({ actions }) => CHOICES.some((choice) => actions.includes(choice)));
  const decision = possible && (await decisionOn(deps.db, request, possible));
  if (!decision) return null;
  const attempt = isDecision(offering.attempt) ? offering.attempt : FRESH;
  return {
    ...decision,
    action: `/requests/${request.id}/tasks/${possible.taskId}`,
    hidden: [
      { name: 'csrf', value: formToken(deps, reader.subject) },
      { name: 'subjectHash', value: request.subjectHash },
    ],
    chosen: CHOICES.find((choice) => choice === attempt.taskAction) ?? null,
    comment: attempt.comment,
    target: attempt.target,
    signature: attempt.signature,
    refusal: attempt.refusal,
    faults: attempt.faults,
    ...pointedAt(attempt, decisionFields(decision, Boolean(possible.choice))),
    code: null,
    takesFiles: true,
    naming: possible.choice && {
      step: possible.choice.step.title,
      href: null,
      people: await nextPeople(offering, possible, attempt),
    },
  };
}

const nextPeople = (offering: Offering, { taskId }: Possible, { q, userIds }: Attempt): Promise<PeopleChoice> =>
  chooseColleagues(offering.deps.db, {
    many: true,
    q,
    chosenIds: userIds,
    mayBeNamed: (id) =>
      mayBeNamed(offering.state, { act: { action: 'approve', taskId }, attempt: offering.asking }, id),
  });

async function sideForms(offering: Offering, tasks: readonly Possible[]): Promise<readonly SideForm[]> {
  const offered = SIDE_ACTIONS.flatMap((action) => {
    const possible = tasks.find(({ actions }) => actions.includes(action));
    return possible ? [{ action, possible }] : [];
  });
  return Promise.all(offered.map(({ action, possible }) => sideForm(offering, action, possible)));
}

async function sideForm(offering: Offering, action: SideAction, possible: Possible): Promise<SideForm> {
  const { request } = offering;
  const open = offering.attempt.requestAction === null && offering.attempt.taskAction === action;
  const attempt = open ? offering.attempt : FRESH;
  const signs = action === 'add-sign';
  return {
    action,
    href: `/requests/${request.id}/tasks/${possible.taskId}`,
    step: request.steps.find(({ tasks }) => tasks.some(({ id }) => id === possible.taskId))?.title ?? '',
    subjectHash: request.subjectHash,
    open,
    people: await peopleFor(offering, possible, { action, attempt }),
    positions: signs ? options(possible.positions, attempt.position) : [],
    modes: signs ? options(SIGN_MODES, attempt.mode || 'all') : [],
    commentRequired: action !== 'remove-sign' && action !== 'take-back',
    comment: attempt.comment,
    refusal: attempt.refusal,
    faults: attempt.faults,
    ...pointedAt(attempt, [...(action === 'take-back' ? [] : ['userIds']), ...(signs ? ['position'] : []), 'comment']),
  };
}

const options = <Value extends string>(values: readonly Value[], chosen: string) =>
  values.map((value) => ({ value, chosen: value === chosen }));

interface Naming {
  readonly action: SideAction;
  readonly attempt: Attempt;
}

/** Whom the action can name: its own signers to take one out, colleagues otherwise, nobody to take an approval back. */
async function peopleFor(
  offering: Offering,
  { taskId, positions, removableIds }: Possible,
  { action, attempt: { q, userIds } }: Naming,
): Promise<PeopleChoice | null> {
  const { deps, state } = offering;
  if (action === 'take-back') return null;
  if (action === 'remove-sign') return chooseAmong(deps.db, removableIds, userIds);
  const [position] = positions;
  const naming = { act: { action, taskId, position }, attempt: offering.asking };
  return chooseColleagues(deps.db, {
    many: action === 'add-sign',
    q,
    chosenIds: userIds,
    mayBeNamed: (id) => mayBeNamed(state, naming, id),
  });
}
