import { Router } from 'express';
import { DomainError } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import { AnswerBody, QuestionBody } from '../../domain/tender/schema';
import { comparisonOf } from '../../db/read/comparison';
import type { EngagementRow } from '../../db/stores/engagements';
import { comparisonTable } from '../comparison-table';
import { parseWith } from '../parse';
import { answerVendor, askCandidate } from '../routes/tender/questions';
import { openTender, publishTender } from '../routes/tender/steps';
import { checkResultsOpen } from '../selection-rules';
import { XLSX_TYPE } from '../sheets/sheet';
import { writeCsv, writeXlsx } from '../sheets/write';
import { comparisonPageData } from './comparison-view';
import { formField } from './csrf';
import { draftsOf, recordedForm } from './drafts';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { TypedOnTender } from '../../templates/tender-page-data';
import type { Requests } from './requests-port';
import { type TenderAttempt, tenderPageData } from './tender-view';
import { callOf, engagementOf, type Visit } from './visit';

/** Pages of a tender and of the comparison of its bids, for people inside. */
export function tenderPages(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  router.get(
    '/engagements/:id/tender',
    insider(async (req, res, reader) => {
      await sendTender(
        { deps, requests, req, res, reader },
        { refused: null, typed: UNTYPED, done: queryText(req, 'done') === '1' },
      );
    }),
  );
  router.post(
    '/engagements/:id/tender',
    insider((req, res, reader) => act({ deps, requests, req, res, reader })),
  );
  router.get(
    '/engagements/:id/comparison',
    insider((req, res, reader) => sendComparison({ deps, requests, req, res, reader })),
  );
  router.get(
    '/engagements/:id/comparison.csv',
    insider((req, res, reader) => sendFile({ deps, requests, req, res, reader })),
  );
  router.get(
    '/engagements/:id/comparison.xlsx',
    insider((req, res, reader) => sendFile({ deps, requests, req, res, reader })),
  );
  return router;
}

const pathOf = ({ id }: Pick<EngagementRow, 'id'>): string => `/engagements/${id}/tender`;

async function sendTender(visit: Visit, attempt: TenderAttempt): Promise<void> {
  const { deps, requests, res, reader } = visit;
  const row = await engagementOf(visit);
  const todo = await countTodo(requests, reader.person.id);
  const shell = shellFor(reader, deps, { nav: 'engagements', todo, drafts: draftsOf(reader.person, pathOf(row)) });
  const page = await tenderPageData(deps.db, row, { person: reader.person, now: deps.clock(), ...attempt });
  sendPage(res, reader, { name: 'tender', data: { shell, ...page }, status: attempt.refused === null ? 200 : 422 });
}

/** The forms of the page do what the routes of the API do. */
async function act(visit: Visit): Promise<void> {
  const { req, res } = visit;
  const row = await engagementOf(visit, 'edit');
  try {
    await perform(visit, row.id);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return sendTender(visit, { refused: error, typed: typedOf((name) => formField(req, name)), done: false });
  }
  recordedForm(visit, pathOf(row));
  res.redirect(303, `${pathOf(row)}?done=1`);
}

/** What a form of the page held; nothing on a fresh page. */
const typedOf = (field: (name: string) => string): TypedOnTender => ({
  act: field('act'),
  questionId: field('questionId'),
  answer: field('answer'),
  visibility: field('visibility'),
  candidateId: field('candidateId'),
  topic: field('topic'),
  text: field('text'),
});
const UNTYPED = typedOf(() => '');

async function perform(visit: Visit, id: string): Promise<unknown> {
  const { deps, req } = visit;
  const call = { ...callOf(visit), body: {} };
  switch (formField(req, 'act')) {
    case 'publish':
      return publishTender(deps, { ...call, params: { id } });
    case 'open':
      return openTender(deps, { ...call, params: { id } });
    case 'answer':
      return answerVendor(deps, {
        ...call,
        params: { id, qid: parseWith(Uuid, formField(req, 'questionId'), 'NOT_FOUND') },
        body: parseWith(
          AnswerBody,
          { answer: formField(req, 'answer'), visibility: formField(req, 'visibility') || 'all' },
          'INVALID_FIELDS',
        ),
      });
    case 'ask':
      return askCandidate(deps, {
        ...call,
        params: { id, cid: parseWith(Uuid, formField(req, 'candidateId'), 'INVALID_FIELDS') },
        body: parseWith(
          QuestionBody,
          { text: formField(req, 'text'), topic: formField(req, 'topic') },
          'INVALID_FIELDS',
        ),
      });
    default:
      throw new DomainError('DECISION_REQUIRED', 'Choose what to do.');
  }
}

async function sendComparison(visit: Visit): Promise<void> {
  const { deps, requests, res, reader } = visit;
  const row = await engagementOf(visit);
  const todo = await countTodo(requests, reader.person.id);
  const shell = shellFor(reader, deps, { nav: 'engagements', todo });
  const seen = { person: reader.person, now: deps.clock(), locale: reader.locale };
  sendPage(res, reader, { name: 'comparison', data: { shell, ...(await comparisonPageData(deps.db, row, seen)) } });
}

async function sendFile(visit: Visit): Promise<void> {
  const { deps, req, res, reader } = visit;
  const { db, clock } = deps;
  const row = await engagementOf(visit);
  await checkResultsOpen(db, row, reader.person);
  const comparison = await comparisonOf(db, row, clock());
  if (!comparison) throw new DomainError('NOT_FOUND', 'There is no evaluation model yet.');
  const table = comparisonTable(comparison, reader.locale);
  const isCsv = req.path.endsWith('.csv');
  res.attachment(`${row.number}-comparison.${isCsv ? 'csv' : 'xlsx'}`);
  res.type(isCsv ? 'text/csv; charset=utf-8' : XLSX_TYPE).send(isCsv ? writeCsv(table) : await writeXlsx([table]));
}
