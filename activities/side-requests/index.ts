import { latestSubject, type SubjectRow } from '../../db/stores/subjects';
import { findEngagement, type EngagementRow } from '../../db/stores/engagements';
import { inTransaction, type Trx } from '../../db/transaction';
import type { GateOutcome } from '../../domain/engagement/engagement';
import type { MailOrder } from '../../domain/mail/order';
import type { Deps } from '../deps';
import { settleCreditClaim } from './credit-claim';
import { settleAmendment, settleChange } from './contract';
import { settleMilestone } from './milestone';
import { settlePart } from './partial';

export interface SideDecision {
  readonly engagementId: string;
  readonly requestId: string;
  readonly outcome: GateOutcome;
  readonly now: number;
}

/** What a decision sets going besides the change of its records. */
export interface SideEffect {
  readonly mails: readonly MailOrder[];
  /** Dates of the engagement have moved. */
  readonly replan: boolean;
  /** The health of the engagement has changed. */
  readonly relabel: boolean;
}

export interface SideStep {
  readonly trx: Trx;
  readonly engagement: EngagementRow;
  readonly subject: SubjectRow;
  readonly decision: SideDecision;
}

export type ApplySide = (step: SideStep) => Promise<Partial<SideEffect>>;

/** By the type of a request's subject; a type without an entry is decided for the people's eyes only. Each is safe to repeat. */
const effects: Readonly<Record<string, ApplySide | undefined>> = {
  'contract-amendment': settleAmendment,
  'contract-change': settleChange,
  'credit-claim': settleCreditClaim,
  milestone: settleMilestone,
  'partial-termination': settlePart,
};

const NOTHING: SideEffect = { mails: [], replan: false, relabel: false };

export const sideRequestActivities = ({ db }: Pick<Deps, 'db'>) => ({
  /** Lets an approval about an engagement take effect in its records. Gates have their own way (`applyGate`). */
  applySideRequest: (decision: SideDecision): Promise<SideEffect> =>
    inTransaction(db, async (trx) => {
      const engagement = await findEngagement(trx, decision.engagementId);
      const subject = await latestSubject(trx, decision.requestId);
      const apply = subject && effects[subject.type];
      if (!engagement || !apply) return NOTHING;
      return { ...NOTHING, ...(await apply({ trx, engagement, subject, decision })) };
    }),
});
