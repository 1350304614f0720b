import { v7 as uuidv7 } from 'uuid';
import type { Request } from 'express';
import { DomainError } from '../../domain/errors';
import { MAX_EVIDENCE_BYTES } from '../../domain/kpi/evidence';
import type { EvidenceFile } from '../../domain/kpi/evidence-schema';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import type { EngagementRow } from '../../db/stores/engagements';
import { dropEvidence, evidenceOf, findEvidence } from '../../db/stores/kpi-evidence';
import type { Trx } from '../../db/transaction';
import type { Intake } from '../document-upload';
import { documentsOfForm, type FormDocument } from '../form-documents';
import { evidencePayload, keepEvidence } from '../kpi-evidence';
import { filesField } from './fields';
import type { Faults, ValueFault } from './read';
import type { FormAct } from './record';

/** What the form takes of files: smaller ones than the store, since each bears out one figure. */
export const evidenceIntake = (intake: Intake): Intake => ({
  ...intake,
  limit: Math.min(intake.limit, MAX_EVIDENCE_BYTES),
});

interface FormFiles {
  readonly act: FormAct;
  readonly req: Request;
  readonly kpis: readonly Pick<KpiDefinition, 'key'>[];
}

/** Keeps the files of a form whatever becomes of its values; those that cannot be kept come back as faults by field. */
export async function keepFiles(trx: Trx, engagement: EngagementRow, { act, req, kpis }: FormFiles): Promise<Faults> {
  const faults: Record<string, ValueFault> = {};
  for (const file of documentsOfForm(req)) {
    const kpi = kpis.find(({ key }) => filesField(key) === file.field);
    const fault = kpi ? await keepOne(trx, engagement, { act, key: kpi.key, file }) : null;
    if (fault !== null) faults[file.field] = fault;
  }
  return faults;
}

interface OneFile {
  readonly act: FormAct;
  readonly key: string;
  readonly file: FormDocument;
}

async function keepOne(trx: Trx, engagement: EngagementRow, { act, key, file }: OneFile): Promise<ValueFault | null> {
  if ('refusal' in file) return FAULTS[file.refusal] ?? 'file';
  const { period, side, actorId, now } = act;
  const { sha256 } = file.incoming;
  // Pressed twice, or chosen again after a refusal.
  const before = await evidenceOf(trx, engagement.id, { period, key, side });
  if (before.some((one) => one.sha256 === sha256)) return null;
  try {
    const by = { side, uploadedById: actorId, now };
    const kept = await keepEvidence(trx, engagement, { id: uuidv7(), key, period, incoming: file.incoming, ...by });
    await note(trx, engagement, { act, type: 'kpi.evidence-added', file: kept });
    return null;
  } catch (error) {
    // Refusals come before anything of the file is written.
    if (!(error instanceof DomainError)) throw error;
    return FAULTS[error.code] ?? 'file';
  }
}

const FAULTS: Readonly<Record<string, ValueFault>> = {
  BODY_TOO_LARGE: 'file-size',
  FILE_INFECTED: 'file-infected',
  UNSUPPORTED_MEDIA_TYPE: 'file-type',
  STATE_CONFLICT: 'file-many',
  INVALID_FIELDS: 'file',
};

/** Takes a file of the own side back that has not been handed in; any other stays. */
export async function dropFile(trx: Trx, engagement: EngagementRow, { act, id }: Dropping): Promise<void> {
  const file = await findEvidence(trx, engagement.id, id);
  if (file?.state !== 'waiting' || file.side !== act.side || file.period !== act.period) return;
  await dropEvidence(trx, id);
  await note(trx, engagement, { act, type: 'kpi.evidence-removed', file });
}

interface Dropping {
  readonly act: FormAct;
  readonly id: string;
}

interface Noted {
  readonly act: FormAct;
  readonly type: 'kpi.evidence-added' | 'kpi.evidence-removed';
  readonly file: EvidenceFile;
}

const note = (trx: Trx, { id }: EngagementRow, { act, type, file }: Noted): Promise<void> =>
  appendAudit(trx, engagementStream(id), [
    {
      key: `${type}:${file.id}`,
      at: act.now,
      type,
      ...(act.actorId !== null && { actorId: act.actorId }),
      channel: act.channel,
      payload: evidencePayload(file),
    },
  ]);

/** How many files there are of each KPI: brought for its next value, and all of them. */
export type FileCounts = ReadonlyMap<string, { readonly waiting: number; readonly all: number }>;

export async function fileCounts(
  trx: Trx,
  engagementId: string,
  { period, side }: Pick<FormAct, 'period' | 'side'>,
): Promise<FileCounts> {
  const files = await evidenceOf(trx, engagementId, { period, side });
  const keys = [...new Set(files.map(({ key }) => key))];
  return new Map(
    keys.map((key) => {
      const own = files.filter((file) => file.key === key);
      return [key, { waiting: own.filter(({ state }) => state === 'waiting').length, all: own.length }];
    }),
  );
}
