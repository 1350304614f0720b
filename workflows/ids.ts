/** Workflow ids are the business ids with a word in front; no name or address ever stands in one. */
export const engagementWorkflowId = (engagementId: string): string => `engagement-${engagementId}`;
export const monitoringWorkflowId = (engagementId: string): string => `monitoring-${engagementId}`;
export const requestWorkflowId = (requestId: string): string => `request-${requestId}`;
export const reviewWorkflowId = (reviewId: string): string => `review-${reviewId}`;
export const migrationWorkflowId = (engagementId: string, key: string): string => `migration-${engagementId}-${key}`;
/** Drills run beside the real migration, as often as wanted. */
export const drillWorkflowId = (engagementId: string, key: string, runId: string): string =>
  `${migrationWorkflowId(engagementId, key)}-drill-${runId}`;
export const deletionWorkflowId = (engagementId: string, key: string): string => `deletion-${engagementId}-${key}`;
/** One for all engagements whose stories run on a task queue. */
export const dateKeeperId = (taskQueue: string): string => `date-keeper-${taskQueue}`;
export const purgeWorkflowId = (purgeId: string): string => `purge-${purgeId}`;
export const loadSamplesId = (setId: string): string => `samples-${setId}`;
export const removeSamplesId = (setId: string): string => `samples-${setId}-removal`;

interface ProcessFacts {
  readonly engagementId: string;
  readonly requests: readonly string[];
  readonly reviews: readonly string[];
  readonly datasets: readonly string[];
  readonly drills: readonly { readonly key: string; readonly id: string }[];
}

/** Ids of all workflows that were about an engagement. */
export const processIds = ({
  engagementId: id,
  requests,
  reviews,
  datasets,
  drills,
}: ProcessFacts): readonly string[] => [
  engagementWorkflowId(id),
  monitoringWorkflowId(id),
  ...requests.map(requestWorkflowId),
  ...reviews.map(reviewWorkflowId),
  ...datasets.flatMap((key) => [migrationWorkflowId(id, key), deletionWorkflowId(id, key)]),
  ...drills.map((run) => drillWorkflowId(id, run.key, run.id)),
];
