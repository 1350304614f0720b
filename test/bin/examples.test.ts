import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Example } from '../../bin/demo/example-schema';
import { readExample } from '../../bin/demo/read-example';
import { missingForContract } from '../../domain/contract/completeness';
import { missingForExitPlan } from '../../domain/exit/plan';
import { BUILTIN_POLICIES } from '../../domain/approval/builtin';
import { criticalityOf, handlesPersonalData } from '../../domain/planning/criticality';
import { missingForNeeds } from '../../domain/planning/readiness';
import { missingForAward } from '../../domain/vendor/award';
import { evaluate } from '../../domain/vendor/evaluation';

const FOLDER = join(__dirname, '..', '..', 'examples');
const KEYS = ['hotline', 'it-operations', 'logistics'];
const example = (key: string): Example => readExample(join(FOLDER, `${key}.json`));

it('ships three examples', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(KEYS.map((key) => `${key}.json`));
});

describe.each(KEYS)('the example %s', (key) => {
  it('has everything that gate G1 asks for', () => {
    const { needs, currency } = example(key);
    expect(missingForNeeds(needs, { currency })).toEqual([]);
  });

  it('ranks all candidates and has everything that gate G2 asks for', () => {
    const { candidates, award, needs } = example(key);
    const evaluation = evaluationOf(example(key));
    expect(evaluation.candidates.map(({ rank }) => rank).sort()).toEqual(candidates.map((_, index) => index + 1));
    const { vendor: candidateId, justification } = award;
    expect(missingForAward(evaluation, { candidateId, justification, criticality: criticalityOf(needs) })).toEqual([]);
  });

  it('awards the candidate that is best, though it is not the cheapest quote', () => {
    const best = evaluationOf(example(key)).candidates.find(({ rank }) => rank === 1);
    expect(best?.id).toBe(example(key).award.vendor);
    expect(best?.quoteOnlyRank).not.toBeNull();
  });

  it('has everything that gate G3 asks for', () => {
    const { contract, needs, exitPlan } = example(key);
    const criticality = criticalityOf(needs);
    const facts = {
      criticality,
      personalData: handlesPersonalData(needs),
      waived: new Set<string>(),
      legalDecides: false,
    };
    expect(missingForContract({ ...contract, start: '2026-12-01' }, facts)).toEqual([]);
    const plan = exitPlan ? { ...exitPlan, nextTestAt: '2027-12-01' } : null;
    expect(missingForExitPlan(plan, criticality)).toEqual([]);
  });

  it('promises only what it measures', () => {
    const { contract, kpis } = example(key);
    expect(kpis.map((kpi) => kpi.key)).toEqual(expect.arrayContaining((contract.slas ?? []).map(({ kpiId }) => kpiId)));
  });

  it('has somebody else to approve whatever its team submits', () => {
    const { people, team } = example(key);
    const roles = new Set(Object.values(people).flatMap((person) => person.roles));
    expect([...roles]).toEqual(
      expect.arrayContaining(['executive', 'manager', 'finance', 'legal', 'hr', 'security', 'evaluator', 'vendor']),
    );
    expect(new Set([team.finance, team.legal, team.owner, team.contractManager, team.serviceManager]).size).toBe(5);
    expect(people[team.owner]?.manager).toBe(team.sponsor);
    expect(Object.keys(BUILTIN_POLICIES)).toContain('gate-deletion');
  });
});

it('says in one sentence what an example lacks', () => {
  expect(() => readExample(join(FOLDER, 'nowhere.json'))).toThrow(/nowhere\.json cannot be read/);
});

function evaluationOf({ currency, evaluationModel, candidates }: Example) {
  return evaluate({
    currency,
    model: evaluationModel,
    candidates: candidates.map(({ vendor, quote }) => ({ id: vendor, engagementId: 'e', vendorId: vendor, quote })),
    sheets: candidates.flatMap(({ vendor, sheets }) =>
      Object.entries(sheets).map(([evaluatorId, sheet]) => ({
        candidateId: vendor,
        evaluatorId,
        scores: sheet.scores,
        conflictOfInterest: false,
        comment: null,
      })),
    ),
  });
}
