import { DomainError } from '../../../domain/errors';
import { Comparison, Evaluation, Sensitivity } from '../../../domain/vendor/record-schema';
import { comparisonOf, sensitivityOf } from '../../../db/read/comparison';
import type { Timed } from '../../../db/read/culture';
import { evaluationOf } from '../../../db/read/evaluation';
import type { Db } from '../../../db/knex';
import { comparisonTable } from '../../comparison-table';
import { scopedEngagement } from '../../engagement-scope';
import { type Call, csv, ok, type Reply, type Route, route } from '../../route';
import { checkResultsOpen } from '../../selection-rules';
import type { Services } from '../../services';
import { XLSX_TYPE } from '../../sheets/sheet';
import { writeCsv, writeXlsx } from '../../sheets/write';
import { EngagementParams } from '../engagements';

type Deps = Pick<Services, 'db'>;
type Of<T> = (db: Db, engagement: Timed, now: number) => Promise<T | null>;
type ReadCall = Call<EngagementParams, unknown, unknown>;

export const evaluationRoutes = (deps: Deps): readonly Route[] => [
  evaluation(deps),
  comparison(deps),
  sensitivity(deps),
];

/** Reads results for somebody who may see them by now; 404 before there is a model. */
async function results<T>({ db }: Deps, { params, actor, now }: ReadCall, read: Of<T>): Promise<T> {
  const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
  await checkResultsOpen(db, engagement, actor);
  const result = await read(db, engagement, now);
  if (!result) throw new DomainError('NOT_FOUND', 'There is no evaluation model yet.');
  return result;
}

const evaluation = (deps: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/evaluation',
    summary: 'The ranking; `Accept: text/csv` gives the columnar comparison',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: Evaluation },
    csv: true,
    handle: async (call) =>
      call.accept.includes('text/csv') ? compared(deps, call) : ok(await results(deps, call, evaluationOf)),
  });

const comparison = (deps: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/comparison',
    summary: 'Items, costs and criteria down, candidates across, as JSON, CSV or XLSX by `Accept`',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: Comparison },
    csv: true,
    media: [XLSX_TYPE],
    handle: (call) => compared(deps, call),
  });

async function compared(deps: Deps, call: ReadCall): Promise<Reply> {
  const table = await results(deps, call, comparisonOf);
  if (call.accept.includes('text/csv')) return csv(writeCsv(comparisonTable(table, call.actor.locale)));
  if (!call.accept.includes(XLSX_TYPE)) return ok(table);
  const file = await writeXlsx([comparisonTable(table, call.actor.locale)]);
  return ok(file, {
    'content-type': XLSX_TYPE,
    'content-disposition': `attachment; filename="comparison-${call.params.id}.xlsx"`,
  });
}

const sensitivity = (deps: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/evaluation/sensitivity',
    summary: 'How far each weight may move until another candidate leads',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: Sensitivity },
    handle: async (call) => ok(await results(deps, call, sensitivityOf)),
  });
