import { z } from 'zod';
import { DOCUMENT_TYPES } from '../../domain/contract/document';
import { seesEvidence } from '../../domain/kpi/evidence';
import { EvidenceFile } from '../../domain/kpi/evidence-schema';
import type { Person } from '../../domain/people/people';
import { Key, Period, Uuid } from '../../domain/shapes';
import type { EngagementRow } from '../../db/stores/engagements';
import { evidenceOf } from '../../db/stores/kpi-evidence';
import type { IncomingDocument } from '../document-upload';
import { scopedEngagement } from '../engagement-scope';
import { evidencePayload, evidenceReply, keepEvidence } from '../kpi-evidence';
import { pageOf, wholeOf } from '../paging';
import { changeRecord } from '../record';
import { sideOf } from '../report-value';
import { created, ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db' | 'documents'>;

/** Files that bear out the values of a KPI. */
export const kpiEvidenceRoutes = (deps: Deps): readonly Route[] => [add(deps), list(deps), content(deps)];

const Params = z.strictObject({ id: Uuid, key: Key });
type Params = z.infer<typeof Params>;
/** The name of a file that is sent as the body itself; a multipart form brings its own. */
const NewFile = z.strictObject({ period: Period, fileName: z.string().min(1).max(500).optional() });

const add = ({ db }: Deps): Route =>
  route<Params, z.infer<typeof NewFile>, IncomingDocument>({
    method: 'post',
    path: '/engagements/{id}/kpis/{key}/evidence',
    keyScope: 'kpi:write',
    summary: 'Bring a file that bears out a value; it goes with the next one that the same side reports for the period',
    tag: 'Delivery',
    access: 'signed-in',
    params: Params,
    query: NewFile,
    document: true,
    answers: { 201: EvidenceFile },
    handle: async (call) => {
      const { params, query, newId: id, body: incoming, actor, now } = call;
      const file = { id, key: params.key, period: query.period, incoming, uploadedById: actor.id, now };
      const kept = await changeRecord(db, call, {
        act: 'report',
        type: 'kpi.evidence-added',
        write: (trx, engagement) => keepEvidence(trx, engagement, { ...file, side: sideOf(call, engagement) }),
        payload: evidencePayload,
      });
      return created(`/api/v1/engagements/${params.id}/kpis/${params.key}/evidence/${id}/content`, kept);
    },
  });

const ListQuery = z.strictObject({ period: Period });

const list = ({ db }: Deps): Route =>
  route<Params, z.infer<typeof ListQuery>>({
    method: 'get',
    path: '/engagements/{id}/kpis/{key}/evidence',
    keyScope: 'read',
    summary: 'Files that bear out the values of a period; a vendor sees its own',
    tag: 'Delivery',
    access: 'signed-in',
    params: Params,
    query: ListQuery,
    answers: { 200: pageOf(EvidenceFile) },
    handle: async ({ params, query, actor }) => {
      const engagement = await readable(db, params.id, actor);
      const files = await evidenceOf(db, engagement.id, { period: query.period, key: params.key });
      return ok(wholeOf(files.filter((file) => seesEvidence(sideOf({ actor }, engagement), file))));
    },
  });

const One = z.strictObject({ id: Uuid, key: Key, fileId: Uuid });

const content = ({ db, documents }: Deps): Route =>
  route<z.infer<typeof One>>({
    method: 'get',
    path: '/engagements/{id}/kpis/{key}/evidence/{fileId}/content',
    keyScope: 'read',
    summary: 'Such a file, to be saved; checked against its SHA-256 while it is sent',
    tag: 'Delivery',
    access: 'signed-in',
    params: One,
    answers: { 200: null },
    media: DOCUMENT_TYPES,
    handle: async ({ params, actor }) => {
      const engagement = await readable(db, params.id, actor);
      const side = sideOf({ actor }, engagement);
      return evidenceReply({ db, documents }, { engagementId: params.id, id: params.fileId, key: params.key, side });
    },
  });

/** Whoever may see the values. */
const readable = (db: Deps['db'], id: string, actor: Person): Promise<EngagementRow> =>
  scopedEngagement(db, id, { actor, act: 'know' });
