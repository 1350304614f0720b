/** The closed vocabularies of approvals. */
export const MODES = ['any', 'all', 'sequential', 'quorum', 'ratio', 'weighted', 'ballot'] as const;
export type Mode = (typeof MODES)[number];

export const ENGAGEMENT_ROLES = [
  'owner',
  'sponsor',
  'contractManager',
  'serviceManager',
  'security',
  'finance',
  'hr',
  'legal',
  'vendorRep',
] as const;
export type EngagementRole = (typeof ENGAGEMENT_ROLES)[number];

export const REQUEST_STATUSES = [
  'draft',
  'pending',
  'approved',
  'rejected',
  'withdrawn',
  'expired',
  'terminated',
  'superseded',
] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

export const RUN_STATUSES = ['waiting', 'active', 'approved', 'rejected', 'returned', 'skipped', 'cancelled'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export const TASK_STATUSES = [
  'waiting',
  'active',
  'approved',
  'rejected',
  'abstained',
  'returned',
  'transferred',
  'delegated',
  'cancelled',
  'skipped',
  'expired',
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const ORIGINS = [
  'direct',
  'matrix',
  'role',
  'substitute',
  'transfer',
  'delegate',
  'sign_before',
  'sign_after',
  'sign_parallel',
  'escalation',
  'handover',
] as const;
export type Origin = (typeof ORIGINS)[number];

/** Why something happened that no person decided. */
export const REASON_CODES = {
  DEDUP_CONSECUTIVE: 'The same person approved the step before.',
  DEDUP_ONCE: 'The same person approved an earlier step of this round.',
  SELF_SKIP: 'A person who made the request does not decide it.',
  SELF_MANAGER: 'The manager decides in place of the person who made the request.',
  EMPTY_ADMIN: 'Nobody was found, so the process administrator decides.',
  EMPTY_USER: 'Nobody was found, so the person named for this case decides.',
  EMPTY_APPROVE: 'Nobody was found, and the policy lets this step of low risk pass.',
  EMPTY_REJECT: 'Nobody was found, and the policy rejects in this case.',
  NOBODY_ELIGIBLE: 'Nobody may decide this step yet; people are looked for again every hour.',
  CONDITION_FALSE: 'The condition of the step does not hold.',
  TIMEOUT_APPROVE: 'The time passed, and the policy approves in this case.',
  TIMEOUT_REJECT: 'The time passed, and the policy rejects in this case.',
  TIMEOUT_TRANSFER: 'The time passed, and the policy hands the task on.',
  ANY_DECIDED: 'Another person of the step decided.',
  QUORUM_REACHED: 'Enough people agreed.',
  QUORUM_IMPOSSIBLE: 'Agreement can no longer be reached.',
  SENT_BACK: 'The request was sent back.',
  TRANSFERRED: 'The task was handed to another person.',
  TAKEN_BACK: 'The approver took the approval back before anybody decided the next step.',
  ANNULLED: 'An administrator annulled a decision that its person had not made.',
  ABSENCE_ENDED: 'The person for whom the substitute stood in is back.',
  NOT_NEEDED: 'Whoever asked for it no longer needs the answer.',
  SIGNER_REMOVED: 'The person who asked for the signature took the question back.',
  SIGNER_REJECTED: 'A person who was asked to sign as well rejected.',
  WITHDRAWN: 'The requester took the request back.',
  TERMINATED: 'An administrator ended the request.',
  EXPIRED: 'The request reached its latest date.',
  HANDOVER: 'The task went to the successor of a person who left.',
  SUPERSEDED: 'What was to be decided has been replaced.',
  REJECTED: 'The step was rejected.',
  APPROVED: 'All steps agreed.',
} as const satisfies Record<string, string>;
export type ReasonCode = keyof typeof REASON_CODES;

/** Gates that bind the organisation: no automatic approval, no self-approval, and more than a link to decide. */
export const BINDING_POLICIES: readonly string[] = [
  'gate-contract',
  'gate-exit',
  'partial-termination',
  'gate-settlement',
  'gate-deletion',
];
export const isBinding = (policyKey: string): boolean => BINDING_POLICIES.includes(policyKey);

/** What neither time alone nor its own requester approves: besides the binding gates whatever else agrees a contract or spends money. */
export const COMMITTING_POLICIES: readonly string[] = [
  ...BINDING_POLICIES,
  'contract-amendment',
  'contract-change',
  'gate-award',
  'gate-renewal',
  'credit-claim',
];

export const SIGN_POSITIONS = ['before', 'after', 'parallel'] as const;
export type SignPosition = (typeof SIGN_POSITIONS)[number];
export const SIGN_MODES = ['any', 'all', 'sequential'] as const;
export type SignMode = (typeof SIGN_MODES)[number];

/** The way a decision came in. */
export type Channel = 'api' | 'page' | 'email' | 'workflow' | 'system';
