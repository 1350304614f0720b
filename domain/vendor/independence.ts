import type { Refusal } from '../errors';
import { hasRole, mayManage, type Person } from '../people/people';
import { isComplete } from './criterion-scores';
import type { EvaluationModel } from './record-schema';
import type { ScoreSheet } from './records';

type Who = Pick<Person, 'id' | 'roles'>;

interface Judging {
  readonly person: Who;
  /** People named to judge; nobody named leaves it to whoever has the role. */
  readonly evaluators: readonly string[];
  readonly sheets: readonly ScoreSheet[];
}

/** Whether somebody is to judge independently, rather than to run the tender. */
const isJudge = ({ person, evaluators }: Judging): boolean =>
  evaluators.length > 0 ? evaluators.includes(person.id) : hasRole(person, 'evaluator') && !mayManage(person);

const ownSheets = ({ person, sheets }: Judging): readonly ScoreSheet[] =>
  sheets.filter(({ evaluatorId }) => evaluatorId === person.id);

/** Why somebody may not hand in a sheet: they were not asked to judge, or have an interest in one of the candidates. */
export function judgeObjection(judging: Judging, sheet: { readonly conflictOfInterest: boolean }): Refusal | null {
  const { person, evaluators } = judging;
  if (evaluators.length > 0 && !evaluators.includes(person.id))
    return { code: 'FORBIDDEN', message: 'Others are named to judge the candidates of this tender.' };
  const declared = ownSheets(judging).some(({ conflictOfInterest }) => conflictOfInterest);
  return declared && !sheet.conflictOfInterest
    ? {
        code: 'CONFLICT_OF_INTEREST',
        message:
          'You have declared a conflict of interest in this tender: your scores are left out, and no more are taken.',
      }
    : null;
}

interface Reading extends Judging {
  readonly model: EvaluationModel;
  /** Candidates to be judged. */
  readonly candidates: readonly string[];
}

/** Why somebody may not see scores, totals or ranks yet: whoever judges does so before knowing what others think. */
export function blindObjection(reading: Reading): Refusal | null {
  if (!isJudge(reading)) return null;
  const own = ownSheets(reading);
  if (own.some(({ conflictOfInterest }) => conflictOfInterest)) return null;
  const open = reading.candidates.filter(
    (candidate) => !own.some((sheet) => sheet.candidateId === candidate && isComplete(reading.model, sheet)),
  );
  if (open.length === 0) return null;
  return {
    code: 'OWN_SHEETS_FIRST',
    message: `Fill in your own score sheets first; ${open.length} of ${reading.candidates.length} are still open.`,
    errors: open.map((candidate) => ({ path: `candidates.${candidate}`, message: 'is not scored by you' })),
  };
}
