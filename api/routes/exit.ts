import { z } from 'zod';
import { DatasetList, MigrateBody, AcknowledgeBody } from '../../domain/exit/schema';
import { maskDefinition } from '../../domain/exit/views';
import { Key, Uuid } from '../../domain/shapes';
import { exitView } from '../../db/read/exit-view';
import { listDatasets } from '../../db/stores/datasets';
import { recordReceipt, startMigration } from '../dataset-moves';
import { recordDatasets } from '../datasets';
import { scopedEngagement } from '../engagement-scope';
import { readinessView } from '../exit-readiness';
import { pageOf, wholeOf } from '../paging';
import { accepted, ok, type Route, route } from '../route';
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
    handle: async (call) => ok((await recordDatasets({ db, config }, call)).map(maskDefinition)),
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
    handle: async (call) => accepted(await startMigration({ db, gateway }, call)),
  });

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
    handle: async (call) => ok(await recordReceipt(services, call)),
  });
