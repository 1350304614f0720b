import { z } from 'zod';
import { DatasetList, MigrateBody, AcknowledgeBody } from '../../domain/exit/schema';
import { datasetObjection } from '../../domain/exit/states';
import { maskDefinition } from '../../domain/exit/views';
import { DomainError } from '../../domain/errors';
import { Key, Uuid } from '../../domain/shapes';
import { exitView } from '../../db/read/exit-view';
import { existingRun } from '../../db/stores/dataset-runs';
import { existingDataset, listDatasets, moveDataset } from '../../db/stores/datasets';
import { drillWorkflowId, migrationWorkflowId } from '../../workflows/ids';
import { scopedEngagement } from '../engagement-scope';
import { readinessView } from '../exit-readiness';
import { MIGRATION_QUEUE, replaceDatasets, tellExit } from '../exit-steps';
import { changeRecord } from '../record';
import { pageOf, wholeOf } from '../paging';
import { accepted, type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { archiveRoutes } from './archive';
import { deletionRoutes } from './deletion';
import { deletionCertificateRoutes } from './deletion-certificate';
import { deletionEvidenceRoutes } from './deletion-evidence';
import { exitKnowledgeRoutes } from './exit-knowledge';
import { exitPlanRoutes } from './exit-plan';
import { exitReturnRoutes } from './exit-returns';
import { exitReviewRoutes } from './exit-review';
import { exitTaskRoutes } from './exit-tasks';
import { purgeRoutes } from './purge';
import { purgeCertificateRoutes } from './purge-certificate';
import { invoiceRoutes } from './invoices';
import { partialTerminationRoutes } from './partial-terminations';
import { settlementDisputeRoutes } from './settlement-disputes';
import { settlementStatementRoutes } from './settlement-statement';
import { settlementRoutes } from './settlement';
import { whatIfRoutes } from './what-if';

const Params = z.strictObject({ id: Uuid });
const DatasetParams = z.strictObject({ id: Uuid, key: Key });
type Params = z.infer<typeof Params>;
type DatasetParams = z.infer<typeof DatasetParams>;

/** Moving the data of an engagement out, and everything that follows from it. */
export const exitRoutes = (services: Services): readonly Route[] => [
  read(services),
  putDatasets(services),
  getDatasets(services),
  migrate(services),
  acknowledge(services),
  ...exitPlanRoutes(services),
  ...partialTerminationRoutes(services),
  ...exitTaskRoutes(services),
  ...exitReturnRoutes(services),
  ...exitReviewRoutes(services),
  ...exitKnowledgeRoutes(services),
  ...deletionRoutes(services),
  ...deletionEvidenceRoutes(services),
  ...deletionCertificateRoutes(services),
  ...settlementRoutes(services),
  ...settlementStatementRoutes(services),
  ...settlementDisputeRoutes(services),
  ...invoiceRoutes(services),
  ...whatIfRoutes(services),
  ...archiveRoutes(services),
  ...purgeRoutes(services),
  ...purgeCertificateRoutes(services),
];

const read = ({ db, clock }: Services): Route =>
  route<Params>({
    method: 'get',
    path: '/engagements/{id}/exit',
    summary: 'State of the exit: playbook, datasets, settlement and readiness',
    tag: 'Exit',
    access: 'insiders',
    params: Params,
    answers: { 200: z.looseObject({}) },
    handle: async ({ params, actor }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      const { readiness, ...view } = await exitView(db, engagement, clock());
      return ok({ ...view, readiness: readinessView(readiness, actor.locale) });
    },
  });

const putDatasets = ({ db, config }: Services): Route =>
  route<Params, unknown, z.infer<typeof DatasetList>>({
    method: 'put',
    path: '/engagements/{id}/exit/datasets',
    summary: 'Replace the inventory of datasets',
    tag: 'Exit',
    access: 'insiders',
    params: Params,
    body: DatasetList,
    answers: { 200: z.array(z.looseObject({})) },
    handle: async (call) => {
      const datasets = await changeRecord(db, call, {
        act: 'edit',
        type: 'exit.datasets',
        write: (trx) =>
          replaceDatasets(trx, {
            engagementId: call.params.id,
            list: call.body,
            allow: config.exitAllow,
            now: call.now,
          }),
        payload: (list) => ({ keys: list.map(({ key }) => key) }),
      });
      return ok(datasets.map(maskDefinition));
    },
  });

const getDatasets = ({ db }: Services): Route =>
  route<Params>({
    method: 'get',
    path: '/engagements/{id}/exit/datasets',
    summary: 'The inventory of datasets',
    tag: 'Exit',
    access: 'insiders',
    params: Params,
    answers: { 200: pageOf(z.looseObject({})) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const datasets = await listDatasets(db, params.id);
      return ok(wholeOf(datasets.map((dataset) => ({ ...maskDefinition(dataset), state: dataset.state }))));
    },
  });

const WHOLE = 10_000;
const DEFAULT_SAMPLE = 500;

const migrate = ({ db, gateway }: Services): Route =>
  route<DatasetParams, unknown, MigrateBody>({
    method: 'post',
    path: '/engagements/{id}/exit/datasets/{key}/migrate',
    summary: 'Move a dataset for good, or try it with a sample',
    tag: 'Exit',
    access: 'insiders',
    params: DatasetParams,
    body: MigrateBody,
    answers: { 202: z.looseObject({}) },
    handle: async (call) => {
      const { params, body, actor, newId } = call;
      await scopedEngagement(db, params.id, { actor, act: 'edit' });
      const id = { engagementId: params.id, key: params.key };
      const dataset = await existingDataset(db, id);
      const real = body.mode === 'real';
      // The answer to the call that started this very run was lost: its repetition gets the same one.
      if (dataset.runId === newId) return accepted(migrationOf(call, newId));
      const refusal = real ? datasetObjection(dataset.state, 'migration-started') : null;
      if (refusal) throw DomainError.from(refusal);
      const { workflowId, sampleBp } = migrationOf(call, newId);
      const { mode, maxBytesPerSecond } = body;
      const limit = maxBytesPerSecond === undefined ? {} : { maxBytesPerSecond };
      const input = { runId: newId, ...id, mode, sampleBp, ...limit, runnerId: actor.id };
      const start = {
        workflow: 'migrationWorkflow',
        id: workflowId,
        args: [input],
        summary: `${body.mode} migration of ${params.key}`,
        taskQueue: MIGRATION_QUEUE,
        again: true,
      };
      const stage = await gateway.startAndUpdate<{ runId: string }>(start, { update: 'opened', arg: {} });
      return accepted(migrationOf(call, stage.runId));
    },
  });

/** What a started migration answers with: a real one has one name, drills run beside it. */
function migrationOf({ params: { id, key }, body, newId }: MigrateCall, runId: string) {
  const { mode } = body;
  if (mode === 'real') return { workflowId: migrationWorkflowId(id, key), runId, mode, sampleBp: WHOLE };
  return { workflowId: drillWorkflowId(id, key, newId), runId, mode, sampleBp: body.sampleBp ?? DEFAULT_SAMPLE };
}
type MigrateCall = Pick<Call<DatasetParams, unknown, MigrateBody>, 'params' | 'body' | 'newId'>;

const acknowledge = (services: Services): Route =>
  route<DatasetParams, unknown, z.infer<typeof AcknowledgeBody>>({
    method: 'post',
    path: '/engagements/{id}/exit/datasets/{key}/acknowledge',
    summary: 'The receiver confirms the data',
    tag: 'Exit',
    access: 'insiders',
    params: DatasetParams,
    body: AcknowledgeBody,
    answers: { 200: z.looseObject({}) },
    handle: async (call) => {
      const id = { engagementId: call.params.id, key: call.params.key };
      await changeRecord(services.db, call, {
        act: 'edit',
        type: `dataset.acknowledged:${call.params.key}`,
        write: async (trx) => {
          const before = await moveDataset(trx, id, {
            event: 'acknowledged',
            acknowledgedBy: call.actor.id,
            acknowledgedAt: call.now,
            now: call.now,
          });
          const run = await existingRun(trx, before.runId ?? '');
          const root = run.manifest?.content.sha256;
          if (call.body.sha256 !== undefined && call.body.sha256 !== root)
            throw new DomainError('INVALID_FIELDS', 'This is not the root hash of the verified manifest.', [
              { path: 'sha256', message: 'differs from the manifest' },
            ]);
          return root;
        },
        payload: (sha256) => ({ dataset: call.params.key, sha256, comment: call.body.comment ?? null }),
      });
      await tellExit(services, id);
      const { state } = await existingDataset(services.db, id);
      return ok({ key: id.key, state });
    },
  });
