import type { Request } from 'express';
import { DomainError } from '../../domain/errors';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { inTransaction, type Trx } from '../../db/transaction';
import { Uuid } from '../../domain/shapes';
import { formField, isTooLong, TOO_LONG } from '../pages/csrf';
import { DROP, type TypedValues, typedValues } from './fields';
import { dropFile, fileCounts, keepFiles } from './files';
import { askedKpis } from './load';
import { readValues } from './read';
import { type FormAct, keepForm, takeForm } from './record';
import { type Attempt, FRESH } from './view';

export interface FormUse {
  readonly db: Db;
  readonly req: Request;
  readonly engagementId: string;
  readonly act: FormAct;
  /** The engagement, held until the transaction ends; refuses whoever may not report. */
  readonly hold: (trx: Trx) => Promise<EngagementRow>;
}

/** What came of a form. A refusal keeps everything that was typed, beside what is wrong with it. */
export interface FormOutcome {
  readonly attempt: Attempt;
  /** Values wait for a second person, which gives somebody a date. */
  readonly proposed: boolean;
}

const outcome = (attempt: Partial<Attempt>, proposed = false): FormOutcome => ({
  attempt: { ...FRESH, ...attempt },
  proposed,
});

/** Does what the form asks for; a refusal of the rules comes back as an outcome, a fault of the system is thrown. */
export async function actOnForm(use: FormUse): Promise<FormOutcome> {
  const { db, req, engagementId, act } = use;
  const { period, side } = act;
  const kpis = await askedKpis(db, { engagementId, period, side });
  const typed = typedValues(req, kpis);
  const button = formField(req, 'act');
  if (isTooLong(req)) return outcome({ typed, refusal: TOO_LONG });
  try {
    const faults = await inTransaction(db, async (trx) => keepFiles(trx, await use.hold(trx), { act, req, kpis }));
    if (Object.keys(faults).length > 0) return outcome({ typed, faults, refusal: 'VALUES_UNREADABLE' });
    if (button.startsWith(DROP)) return await drop(use, { typed, id: button.slice(DROP.length) });
    return button === 'save' ? await save(use, typed) : await submit(use, typed);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return outcome({ typed, refusal: error.code });
  }
}

/** Takes a file back and shows the form again as it was typed. */
async function drop({ db, act, hold }: FormUse, { typed, id }: Dropped): Promise<FormOutcome> {
  const parsed = Uuid.safeParse(id);
  if (parsed.success) await inTransaction(db, async (trx) => dropFile(trx, await hold(trx), { act, id: parsed.data }));
  return outcome({ typed });
}

interface Dropped {
  readonly typed: TypedValues;
  readonly id: string;
}

async function save({ db, act, hold }: FormUse, typed: TypedValues): Promise<FormOutcome> {
  await inTransaction(db, async (trx) => keepForm(trx, await hold(trx), { act, typed }));
  return outcome({ done: 'save' });
}

async function submit(use: FormUse, typed: TypedValues): Promise<FormOutcome> {
  const { db, engagementId, act, hold } = use;
  const { period, side } = act;
  return inTransaction(db, async (trx) => {
    const engagement = await hold(trx);
    const files = await fileCounts(trx, engagementId, act);
    const { reports, faults } = readValues(typed, await askedKpis(trx, { engagementId, period, side }), {
      period,
      files,
    });
    if (Object.keys(faults).length > 0) return outcome({ typed, faults, refusal: 'VALUES_UNREADABLE' });
    if (reports.length === 0) return outcome({ typed, refusal: 'NOTHING_SAID' });
    const written = await takeForm(trx, engagement, { act, reports });
    const changed = written.filter(({ isNew, evidenceFiles }) => isNew || evidenceFiles.length > 0);
    const proposed = changed.some(({ correction }) => correction);
    const recorded = changed.some(({ correction }) => !correction);
    const done = recorded ? (proposed ? 'submit-both' : 'submit') : proposed ? 'propose' : 'unchanged';
    return outcome({ done }, proposed);
  });
}
