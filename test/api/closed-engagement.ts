import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { gateActivities } from '../../activities/gates';
import { signValue } from '../../db/signature';
import { insertVersion } from '../../db/stores/contract-versions';
import { endRun, insertRun } from '../../db/stores/dataset-runs';
import { attachEvidence, insertEvidence } from '../../db/stores/kpi-evidence';
import { insertReview } from '../../db/stores/reviews';
import { inTransaction, type Trx } from '../../db/transaction';
import { scheduleMeeting } from '../../domain/review/meeting';
import type { ServiceWorld } from './service-world';

const ROOT_KEY = 's'.repeat(32);
export const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n');
const LINES = [{ kind: 'unpaid_invoice', money: { amount: '1500.00', currency: 'CNY' }, note: 'Invoice 7' }];
export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
const hex = sha256('anything');

/** An engagement that has been through everything and is closed; answers the id of its request. */
export async function closedEngagement(world: ServiceWorld): Promise<string> {
  const { db } = world.database;
  await world.begin({ state: 'EXITING' });
  await world.call('post', '/documents').attach('file', PDF, '合同.pdf').expect(201);
  await world.call('put', '/settlement', { lines: LINES }, 'service').expect(200);
  const gate = { gate: 'settlement', requestId: world.id, choice: {} } as const;
  await gateActivities({ db }).applyGate({ engagementId: world.id, gate, outcome: 'approved', now: world.now });
  return inTransaction(db, async (trx) => {
    await contract(trx, world);
    await evidence(trx, world);
    await review(trx, world);
    await deletedDataset(trx, world);
    await trx('engagements').where({ id: world.id }).update({ state: 'CLOSED' });
    return approval(trx, world);
  });
}

async function contract(trx: Trx, world: ServiceWorld): Promise<void> {
  const terms = { title: 'Hotline' } as never;
  await trx('contracts').insert({ engagement_id: world.id, terms, version: 1, updated_at: new Date(world.now) });
  await insertVersion(trx, world.id, { version: 1, terms, writtenById: null, now: world.now });
}

async function review(trx: Trx, world: ServiceWorld): Promise<void> {
  const id = uuidv7();
  const dates = { noticeAt: world.now, meetingAt: world.now, ackBy: world.now, minutesBy: world.now } as never;
  const about = { id, engagementId: world.id, kind: 'monthly', period: '2027-02', state: 'approved' } as const;
  await insertReview(trx, { ...about, meetingAt: world.now, meeting: scheduleMeeting(id, dates) }, world.now);
  await trx('review_packs').insert({ review_id: id, pack: '{"period":"2027-02"}', sha256: hex, built_at: new Date(world.now) }); // prettier-ignore
}

async function evidence(trx: Trx, world: ServiceWorld): Promise<void> {
  const value = { key: 'uptime', period: '2027-01', side: 'vendor' } as const;
  const kept = { fileName: 'report.pdf', mediaType: 'application/pdf', size: PDF.length, sha256: sha256(PDF) };
  const file = { id: uuidv7(), engagementId: world.id, uploadedById: null, uploadedAt: world.now, ...value, ...kept };
  await insertEvidence(trx, file);
  await attachEvidence(trx, world.id, { ...value, to: { revision: 1 } });
}

async function approval(trx: Trx, world: ServiceWorld): Promise<string> {
  const requestId = uuidv7();
  const [at, person] = [new Date(world.now), world.people.owner.person.id];
  await trx('request_subjects').insert({ request_id: requestId, hash: 'h', type: 'x', title: 'Needs', data: '{}', roles: '{}', engagement_id: world.id, created_at: at }); // prettier-ignore
  await trx('requests').insert({ id: requestId, engagement_id: world.id, policy_key: 'p', policy_version: 1, requester_id: person, status: 'approved', round: 1, subject_hash: 'h', started_at: at, state: '{}', version: 1 }); // prettier-ignore
  await trx('request_runs').insert({ request_id: requestId, run_id: 'r', seq: 1, key: 'k', title: 'K', round: 1, mode: 'any', status: 'approved', version: 1 }); // prettier-ignore
  await trx('request_tasks').insert({ id: uuidv7(), request_id: requestId, run_id: 'r', round: 1, assignee_id: person, owner_id: person, origin: 'policy', weight: 1, status: 'approved', decision: 'approve', decided_at: at, subject_hash: 'h', active_at: at, version: 1 }); // prettier-ignore
  return requestId;
}

async function deletedDataset(trx: Trx, world: ServiceWorld): Promise<void> {
  const runId = uuidv7();
  const [at, owner] = [new Date(world.now), world.people.owner.person.id];
  const dataset = { key: 'people', title: 'People', personalData: true };
  const counts = { units: 1, rows: 5, bytes: 40 };
  const certificate = {
    ...{ id: uuidv7(), issuedAt: at.toISOString(), engagementId: world.id, requestId: uuidv7(), dataset, counts },
    ...{ requestedBy: owner, approvedBy: [], migratedBy: owner, method: 'deleted', scope: ['people'] },
    ...{ manifestSha256: hex, tombstonesSha256: hex, scan: { at: at.toISOString(), remaining: 0 }, exceptions: [] },
  };
  const end = JSON.stringify({ kind: 'directory', path: '/data' });
  const signed = JSON.stringify(signValue(certificate, ROOT_KEY));
  await trx('datasets').insert({ engagement_id: world.id, key: 'people', title: 'People', personal_data: true, source: end, target: end, state: 'deleted', run_id: runId, certificate: signed, created_at: at, updated_at: at }); // prettier-ignore
  const run = { id: runId, engagementId: world.id, key: 'people', mode: 'real', sampleBp: 10_000, runnerId: owner } as const; // prettier-ignore
  await insertRun(trx, { ...run, target: {}, now: world.now });
  const manifest = signValue({ files: 1, rows: 5, bytes: 40, sha256: hex }, ROOT_KEY);
  await endRun(trx, runId, { state: 'verified', manifest, now: world.now });
}
