import { DomainError, type Issue } from '../../../domain/errors';
import { judgeObjection } from '../../../domain/vendor/independence';
import { type EvaluationModel, SheetBody } from '../../../domain/vendor/record-schema';
import type { Person } from '../../../domain/people/people';
import { checkTakesPart } from '../../../db/read/barred';
import { evaluatorsOf } from '../../../db/stores/evaluation-records';
import { modelOf, saveSheet, sheetsOf } from '../../../db/stores/vendors';
import type { Trx } from '../../../db/transaction';
import { editableIn } from '../../engagement-scope';
import { changeRecord } from '../../record';
import { type Call, ok, type Route, route } from '../../route';
import { candidateOf, notWhileDecided } from '../../selection-rules';
import type { Services } from '../../services';
import { CandidateParams } from './params';

type Deps = Pick<Services, 'db'>;

export const sheetRoutes = ({ db }: Deps): readonly Route[] => [
  route<CandidateParams, unknown, SheetBody>({
    method: 'put',
    path: '/engagements/{id}/candidates/{cid}/scores',
    summary: 'The caller’s own score sheet for a candidate',
    tag: 'Selection',
    access: 'insiders',
    params: CandidateParams,
    body: SheetBody,
    answers: { 200: SheetBody },
    handle: async (call) => {
      await recordScores({ db }, call);
      return ok(call.body);
    },
  }),
];

/** What somebody thinks of a candidate. */
export async function recordScores({ db }: Deps, call: Call<CandidateParams, unknown, SheetBody>): Promise<void> {
  const { scores, conflictOfInterest, comment = null, evidence = {} } = call.body;
  await changeRecord(db, call, {
    act: 'evaluate',
    type: 'selection.scores',
    write: async (trx, engagement) => {
      editableIn(engagement, ['VENDOR_SELECTION']);
      await notWhileDecided(trx, engagement);
      const { id: candidateId, vendorId } = await candidateOf(trx, call.params);
      await checkTakesPart(trx, vendorId);
      await checkJudge(trx, { engagementId: engagement.id, person: call.actor }, call.body);
      checkScores(await modelOf(trx, engagement.id), call.body);
      const said = { scores, conflictOfInterest, comment, evidence };
      await saveSheet(trx, { candidateId, evaluatorId: call.actor.id, ...said }, call.now);
    },
    payload: () => ({ candidateId: call.params.cid, conflictOfInterest }),
  });
}

async function checkJudge(
  trx: Trx,
  { engagementId, person }: { readonly engagementId: string; readonly person: Person },
  body: SheetBody,
): Promise<void> {
  const [evaluators, sheets] = [await evaluatorsOf(trx, engagementId), await sheetsOf(trx, engagementId)];
  const refusal = judgeObjection({ person, evaluators, sheets }, body);
  if (refusal) throw DomainError.from(refusal);
}

function checkScores(model: EvaluationModel | null, body: SheetBody): void {
  const criteria = model?.dimensions.flatMap((dimension) => dimension.criteria) ?? [];
  const errors = Object.entries(body.scores).flatMap(([key, score]) => {
    const message = objection(
      criteria.find((one) => one.key === key),
      { score, evidence: body.evidence?.[key] },
    );
    return message === null ? [] : [{ path: `scores.${key}`, message }];
  });
  const unknown: Issue[] = Object.keys(body.evidence ?? {}).flatMap((key) =>
    criteria.some((one) => one.key === key)
      ? []
      : [{ path: `evidence.${key}`, message: 'is not a criterion of the model' }],
  );
  if (errors.length + unknown.length > 0)
    throw new DomainError('INVALID_FIELDS', 'The scores do not fit the model.', [...errors, ...unknown]);
}

type Criterion = EvaluationModel['dimensions'][number]['criteria'][number];

interface Given {
  readonly score: number | null;
  readonly evidence: string | undefined;
}

/** Why an answer does not fit its criterion. */
function objection(criterion: Criterion | undefined, { score, evidence }: Given): string | null {
  if (!criterion) return 'is not a criterion of the model';
  if (score === null) return null;
  const { min, max, source, type, evidenceRequired } = criterion;
  if (source !== undefined) return 'is measured, not judged';
  if (type === 'price') return 'follows from the costs';
  if (score < min || score > max) return `must be between ${min} and ${max}`;
  if (type === 'yesno' && !Number.isInteger(score)) return 'must be 0 or 1';
  return evidenceRequired && evidence === undefined ? 'needs evidence: say what supports the score' : null;
}
