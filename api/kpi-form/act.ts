import type { Request } from 'express';
import { DomainError } from '../../domain/errors';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { inTransaction, type Trx } from '../../db/transaction';
import { formField } from '../pages/csrf';
import { type TypedValues, typedValues } from './fields';
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
  try {
    return formField(req, 'act') === 'save' ? await save(use, typed) : await submit(use, typed);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return outcome({ typed, refusal: error.code });
  }
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
    const { reports, faults } = readValues(typed, await askedKpis(trx, { engagementId, period, side }), period);
    if (Object.keys(faults).length > 0) return outcome({ typed, faults, refusal: 'VALUES_UNREADABLE' });
    if (reports.length === 0) return outcome({ typed, refusal: 'NOTHING_SAID' });
    const written = await takeForm(trx, engagement, { act, reports });
    const proposed = written.some(({ correction, isNew }) => isNew && correction);
    const recorded = written.some(({ correction, isNew }) => isNew && !correction);
    const done = recorded ? (proposed ? 'submit-both' : 'submit') : proposed ? 'propose' : 'unchanged';
    return outcome({ done }, proposed);
  });
}
