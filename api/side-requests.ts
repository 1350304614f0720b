import type { RequestView } from '../domain/approval/request-schema';
import type { EngagementRow } from '../db/stores/engagements';
import type { SubjectDocument } from '../db/stores/subjects';
import { engagementWorkflowId } from '../workflows/ids';
import { openRequest } from './requests';
import type { Services } from './services';

interface SideRequest {
  readonly requestId: string;
  readonly engagement: EngagementRow;
  readonly policyKey: string;
  readonly requesterId: string;
  /** May not decide about it, besides the vendor's representative. */
  readonly excludedIds?: readonly string[];
  /** Its `type` says in `activities/side-requests` what an approval changes. */
  readonly subject: Omit<SubjectDocument, 'roles'>;
  readonly now: number;
}

/** Asks for an approval about an engagement that is no gate. The engagement hears of the decision and lets it take effect. */
export function askApproval(deps: Pick<Services, 'db' | 'gateway'>, request: SideRequest): Promise<RequestView> {
  const { requestId, engagement, policyKey, requesterId, excludedIds = [], subject, now } = request;
  return openRequest(deps, {
    requestId,
    policyKey,
    gate: null,
    engagementId: engagement.id,
    requesterId,
    excludedIds: [...excludedIds, ...(engagement.roles.vendorRep ? [engagement.roles.vendorRep] : [])],
    subject: { ...subject, roles: engagement.roles },
    notifyWorkflowId: engagementWorkflowId(engagement.id),
    now,
  });
}
