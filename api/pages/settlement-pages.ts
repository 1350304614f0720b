import { Router } from 'express';
import { DomainError } from '../../domain/errors';
import { NewDispute, PaperConfirmation, ResolveBody } from '../../domain/exit/dispute-schema';
import { SettlementBody } from '../../domain/exit/schema';
import { Uuid } from '../../domain/shapes';
import { settlementProposal } from '../../db/read/settlement-proposal';
import type { EngagementRow } from '../../db/stores/engagements';
import { parseWith } from '../parse';
import { replaceLines } from '../routes/settlement';
import { statementForms } from '../routes/settlement-statement';
import { raiseDispute, recordPaperConfirmation, resolveDispute } from '../routes/settlement-disputes';
import { checkFresh } from '../session';
import type { SettlementForm } from '../settlement-page/view';
import { proposalView } from '../settlement-proposal';
import { formField, isTooLong, TOO_LONG } from './csrf';
import { draftsOf, recordedForm } from './drafts';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { hrefToConfirm } from './prove-again';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import { settlementData } from './settlement-view';
import { callOf, engagementOf, type Visit } from './visit';

/** The page of the settlement: what is proposed, what was approved, what is disputed, and what the vendor says. */
export function settlementPages(deps: PageDeps, { insider, insiderForm }: Guarded, requests: Requests): Router {
  const router = Router();
  const path = '/engagements/:id/settlement';
  router.get(
    path,
    insider((req, res, reader) =>
      show(
        { deps, requests, req, res, reader },
        { field: () => '', refusal: null, done: queryText(req, 'done') === '1' },
      ),
    ),
  );
  router.post(
    path,
    insiderForm((req, res, reader) => act({ deps, requests, req, res, reader })),
  );
  return router;
}

const pathOf = ({ id }: Pick<EngagementRow, 'id'>): string => `/engagements/${id}/settlement`;

async function show(visit: Visit, form: SettlementForm): Promise<void> {
  const { deps, requests, res, reader } = visit;
  const row = await engagementOf(visit);
  const todo = await countTodo(requests, reader.person.id);
  const action = pathOf(row);
  const shell = shellFor(reader, deps, {
    ...{ nav: 'engagements', title: `${row.number} ${row.title}`, todo },
    drafts: draftsOf(reader.person, action),
  });
  const person = { ...reader.person, locale: reader.locale };
  const data = await settlementData(deps.db, row, { person, form, forms: statementForms(row.id, reader.locale) });
  const hidden = { name: 'csrf', value: shell.csrf };
  const status = form.refusal === null ? 200 : 422;
  sendPage(res, reader, {
    name: 'settlement',
    status,
    data: { shell, ...data, action, confirmHref: hrefToConfirm(action), hidden },
  });
}

/** The forms of the page do what the routes of the API do; a refusal keeps what was typed. */
async function act(visit: Visit): Promise<void> {
  const { req, res } = visit;
  const row = await engagementOf(visit);
  const field = (name: string): string => formField(req, name);
  if (isTooLong(req)) return show(visit, { field, refusal: TOO_LONG, done: false });
  try {
    if (visit.reader.formRefused) throw visit.reader.formRefused;
    await perform(visit, { row, field });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code: refusal, message: exact, errors } = error;
    return show(visit, { field, refusal, exact, errors, done: false });
  }
  recordedForm(visit, pathOf(row));
  res.redirect(303, `${pathOf(row)}?done=1`);
}

interface Form {
  readonly row: EngagementRow;
  readonly field: (name: string) => string;
}

type Perform = (visit: Visit, form: Form) => Promise<unknown>;

const takeOver: Perform = async (visit, { row }) => {
  const { db } = visit.deps;
  const reading = { currency: row.currency, locale: visit.reader.locale };
  const { lines } = proposalView(await settlementProposal(db, row), reading);
  const body = parseWith(SettlementBody, { lines }, 'INVALID_FIELDS');
  return replaceLines(db, { ...callOf(visit), params: { id: row.id }, body });
};

const dispute: Perform = (visit, { row, field }) => {
  const typed = { line: Number(field('line')), reason: field('reason') };
  const body = parseWith(NewDispute, typed, 'COMMENT_REQUIRED');
  return raiseDispute(visit.deps, { ...callOf(visit), params: { id: row.id }, body });
};

const resolve: Perform = (visit, { row, field }) => {
  const amount = field('amount').trim();
  const typed = {
    outcome: field('outcome'),
    reason: field('reason'),
    ...(amount !== '' && { amount: { amount, currency: row.currency } }),
  };
  const body = parseWith(ResolveBody, typed, 'INVALID_FIELDS');
  const disputeId = parseWith(Uuid, field('dispute'), 'NOT_FOUND');
  return resolveDispute(visit.deps, { ...callOf(visit), params: { id: row.id, disputeId }, body });
};

const paper: Perform = (visit, { row, field }) => {
  checkFresh(visit.reader.session, visit.deps);
  const typed = { name: field('name'), evidence: field('evidence') };
  const body = parseWith(PaperConfirmation, typed, 'COMMENT_REQUIRED');
  return recordPaperConfirmation(visit.deps, { ...callOf(visit), params: { id: row.id }, body });
};

const ACTS: ReadonlyMap<string, Perform> = new Map(Object.entries({ 'take-over': takeOver, dispute, resolve, paper }));

function perform(visit: Visit, form: Form): Promise<unknown> {
  const chosen = ACTS.get(form.field('act'));
  if (!chosen) throw new DomainError('DECISION_REQUIRED', 'Choose what to do.');
  return chosen(visit, form);
}
