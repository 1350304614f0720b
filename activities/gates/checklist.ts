import { engagementChecklist } from '../../db/read/checklist';
import { DomainError, type Issue } from '../../domain/errors';
import { checklistFacts, isCheckedGate, openRequired } from '../../domain/planning/checklist';
import type { Dossier, DossierContext, DossierOf } from './dossier';

/** The dossier of a gate with its checklist: open required items are named beside everything else that is missing. */
export async function checkedDossier(dossierOf: DossierOf, context: DossierContext): Promise<Dossier> {
  const { db, engagement, order } = context;
  if (!isCheckedGate(order.gate)) return dossierOf(context);
  const items = (await engagementChecklist(db, engagement)).filter(({ gate }) => gate === order.gate);
  const open = openRequired(items);
  const dossier = await namingAll(() => dossierOf(context), open);
  return { ...dossier, data: { ...dossier.data, checklist: checklistFacts(items) } };
}

async function namingAll(work: () => Promise<Dossier>, open: readonly Issue[]): Promise<Dossier> {
  try {
    const dossier = await work();
    if (open.length === 0) return dossier;
  } catch (error) {
    throw withIssues(error, open);
  }
  throw new DomainError('GATE_INCOMPLETE', 'The checklist of the gate is not finished.', open);
}

const withIssues = (error: unknown, open: readonly Issue[]): unknown =>
  error instanceof DomainError && open.length > 0
    ? new DomainError(error.code, error.message, [...error.errors, ...open])
    : error;
