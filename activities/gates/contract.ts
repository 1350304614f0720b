import { contractObjection } from '../../domain/contract/completeness';
import { recommendedClauses } from '../../domain/contract/recommended-clauses';
import type { ContractBody } from '../../domain/contract/schema';
import type { CommunicationPlanView } from '../../domain/communication/schema';
import { DomainError, type Issue } from '../../domain/errors';
import { handlesPersonalData } from '../../domain/planning/criticality';
import type { Bilingual } from '../../domain/shapes';
import { missingForExitPlan } from '../../domain/exit/plan';
import { communicationPlan } from '../../db/read/communication-plan';
import { communicationRules } from '../../db/read/communication-rules';
import { contractFacts } from '../../db/read/contract-dossier';
import { serviceTypeOf } from '../../db/read/service-types';
import { findVersion } from '../../db/stores/contract-versions';
import { contractOf, type StoredContract } from '../../db/stores/contracts';
import { exitPlanOf } from '../../db/stores/exit-plans';
import { contractVendor, type ContractVendor } from './contract-vendor';
import type { DossierContext, DossierOf } from './dossier';
import { contractPrivacy, type Privacy } from './privacy';

/** G3: the terms that will be signed, every required clause present or waived, and the way out planned. */
export const contractDossier: DossierOf = async ({ db, engagement, order }) => {
  const contract = await contractOf(db, engagement.id);
  if (!contract)
    throw new DomainError('GATE_INCOMPLETE', 'There is no contract yet.', [{ path: 'contract', message: 'is needed' }]);
  const vendor = await contractVendor(db, engagement, order.now);
  const privacy = await contractPrivacy(db, engagement, order.now);
  const communication = await communicationPlan(db, engagement);
  const { planRequired } = await communicationRules(db);
  const talk = planRequired ? missingForTalk(communication) : [];
  await check({ db, engagement, vendor, privacy, talk }, contract);
  const { terms, version } = contract;
  const written = await findVersion(db, engagement.id, version);
  const granted = (await contractFacts(db, engagement, version)).waived;
  const waived = [...granted].filter((code) => !isPresent(terms, code));
  const proposed = terms.clauses.filter(({ code, status }) => status === 'waived' && !granted.has(code));
  return {
    title: `${engagement.number} ${engagement.title}: contract`,
    data: {
      contractVersion: version,
      contractSha256: written?.sha256 ?? null,
      documentSha256: written?.documentSha256 ?? null,
      start: terms.start,
      initialMonths: terms.initialMonths,
      renewal: terms.renewal,
      notice: terms.notice,
      monthlyFee: terms.monthlyFee,
      amount: Number(terms.monthlyFee?.amount ?? 0) * (terms.initialMonths ?? 0),
      waived,
      /** Advice of the kind of service that the draft does not follow; the approvers judge. */
      openRecommendations: await openRecommendations(db, engagement, terms),
      /** Whoever approves grants these with it. */
      toWaive: proposed.map(({ code, reason }) => `${code}: ${reason ?? ''}`),
      flags: [...(waived.length + proposed.length > 0 ? ['CLAUSE_WAIVED'] : []), ...vendor.flags, ...privacy.flags],
      ...privacy.data,
      communicationPlan: communication.origin,
      ...(communication.missing.length > 0 && { communicationMissing: communication.missing }),
    },
  };
};

interface Checked extends Pick<DossierContext, 'db' | 'engagement'> {
  readonly vendor: ContractVendor;
  readonly privacy: Privacy;
  readonly talk: readonly Issue[];
}

/** Refuses with everything that is missing, of contract and exit plan, in one answer. */
async function check(
  { db, engagement, vendor, privacy, talk }: Checked,
  { terms, version }: StoredContract,
): Promise<void> {
  const objection = contractObjection(terms, await contractFacts(db, engagement, version));
  const plan = await exitPlanOf(db, engagement.id);
  const lacks = [...missingForExitPlan(plan?.plan ?? null, engagement.criticality), ...vendor.issues];
  const errors = [...(objection?.errors ?? []), ...privacy.issues, ...talk, ...lacks];
  if (objection) throw new DomainError(objection.code, objection.message, errors);
  if (privacy.issues.length > 0)
    throw new DomainError('PIA_MISSING', 'Data leaves the country without a privacy impact assessment.', errors);
  if (talk.length > 0)
    throw new DomainError('COMMUNICATION_PLAN_MISSING', 'Nobody has said how both sides talk.', errors);
  if (lacks.length > 0) throw new DomainError('GATE_INCOMPLETE', 'The contract is not ready.', errors);
}

/** Where the organisation asks for it, somebody has to have said or confirmed how both sides talk. */
const missingForTalk = ({ origin }: CommunicationPlanView): readonly Issue[] =>
  origin === 'derived'
    ? [
        {
          path: 'communicationPlan',
          code: 'COMMUNICATION_PLAN_MISSING',
          message: 'is needed: say how both sides talk, or confirm the plan on the follow-up page',
        },
      ]
    : [];

const isPresent = ({ clauses }: ContractBody, code: string): boolean =>
  clauses.some((clause) => clause.code === code && clause.status === 'present');

async function openRecommendations(
  db: DossierContext['db'],
  engagement: DossierContext['engagement'],
  { clauses }: ContractBody,
): Promise<readonly Bilingual[]> {
  const { criticality, needs, service_type: serviceType } = engagement;
  const { clauses: catalogue } = await serviceTypeOf(db, serviceType);
  const facts = { criticality, personalData: handlesPersonalData(needs) };
  return recommendedClauses(clauses, { catalogue, facts }).flatMap(({ names, status }) =>
    status === 'present' ? [] : [names],
  );
}
