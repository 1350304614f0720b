import { z } from 'zod';
import { Instant, LongText, Uuid } from '../shapes';

/** What one administrator asks for and another one confirms, where the rules ask for two. */
export const PROPOSAL_KINDS = ['policy', 'duty-rules', 'ending'] as const;
export type ProposalKind = (typeof PROPOSAL_KINDS)[number];

export const PROPOSAL_STATES = ['open', 'confirmed', 'rejected', 'withdrawn'] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

export const PROPOSAL_ACTIONS = ['confirm', 'reject', 'withdraw'] as const;
export type ProposalAction = (typeof PROPOSAL_ACTIONS)[number];

export const ProposalAct = z.strictObject({ action: z.enum(PROPOSAL_ACTIONS), comment: LongText.optional() });
export type ProposalAct = Readonly<z.infer<typeof ProposalAct>>;

export const Proposal = z.strictObject({
  id: Uuid,
  kind: z.enum(PROPOSAL_KINDS),
  /** Of the policy or setting; the id of the request that is to end. */
  key: z.string(),
  /** The version that it changes, or the round of the request; another one meanwhile makes it void. */
  baseVersion: z.int(),
  body: z.record(z.string(), z.unknown()),
  state: z.enum(PROPOSAL_STATES),
  proposedById: Uuid,
  proposedAt: Instant,
  settledById: Uuid.nullable(),
  settledAt: Instant.nullable(),
  comment: z.string().nullable(),
});
export type Proposal = Readonly<z.infer<typeof Proposal>>;

/** What is kept of the wish to end a request. */
export const EndingBody = z.object({ title: z.string(), comment: z.string() });
