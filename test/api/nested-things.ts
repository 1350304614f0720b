import { v7 as uuidv7 } from 'uuid';
import type { Db } from '../../db/knex';
import { plant } from './children';

/** Where the thing is kept that a part of a path names. */
export const TABLES: Readonly<Record<string, string>> = {
  milestoneId: 'milestones',
  riskId: 'risks',
  incidentId: 'incidents',
  signalId: 'signals',
  issueId: 'issues',
  planId: 'improvement_plans',
  surveyId: 'surveys',
  partialId: 'partial_terminations',
  invoiceId: 'invoices',
  keyId: 'access_keys',
  cid: 'candidates',
  invitationId: 'tender_invitations',
  qid: 'tender_questions',
  documentId: 'documents',
  amendmentId: 'contract_amendments',
  subcontractorId: 'subcontractors',
  obligationId: 'obligations',
  fileId: 'kpi_evidence',
  correction: 'kpi_corrections',
  lineId: 'timesheets',
  disputeId: 'settlement_disputes',
  'waivers/{item}': 'exit_waivers',
  'knowledge/{item}': 'knowledge_transfers',
  'holds/{item}': 'legal_holds',
};

/** One thing of every kind below an engagement, by the part of the path that names it. */
export async function plantChildren(db: Db, parentId: string, word: string): Promise<ReadonlyMap<string, string>> {
  const children = new Map<string, string>();
  for (const [part, table] of Object.entries(TABLES)) {
    const id = uuidv7();
    children.set(part, id);
    await plant(db, { table, id, of: 'engagement_id', parentId, word });
  }
  return children;
}
