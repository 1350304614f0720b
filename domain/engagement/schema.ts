import { z } from 'zod';
import { SERVICE_TYPES } from '../planning/catalogue';
import { Needs } from '../planning/schema';
import { CurrencyCode, Instant, LocalDate, LongText, ShortText, TimeZone, Uuid } from '../shapes';
import { GATES, STATES } from './statuses';

export const ServiceType = z.enum(SERVICE_TYPES);

/** The team of an engagement; `vendorRep` is a person of the supplier. */
export const EngagementRoles = z.strictObject({
  owner: Uuid.optional(),
  sponsor: Uuid.optional(),
  contractManager: Uuid.optional(),
  serviceManager: Uuid.optional(),
  security: Uuid.optional(),
  finance: Uuid.optional(),
  hr: Uuid.optional(),
  legal: Uuid.optional(),
  vendorRep: Uuid.optional(),
});
export type EngagementRoles = z.infer<typeof EngagementRoles>;

/** Owner and sponsor may be named as fields, in the team, or both; two different people in one part are refused. */
export const NewEngagement = z
  .strictObject({
    title: ShortText,
    serviceType: ServiceType,
    ownerId: Uuid,
    sponsorId: Uuid.optional(),
    timeZone: TimeZone.default('UTC'),
    currency: CurrencyCode.default('CNY'),
    roles: EngagementRoles.default({}),
    needs: Needs.default({}),
  })
  .refine(({ ownerId, roles }) => roles.owner === undefined || roles.owner === ownerId, {
    path: ['roles', 'owner'],
    message: 'must be the same person as ownerId',
  })
  .refine(({ sponsorId, roles }) => !sponsorId || !roles.sponsor || roles.sponsor === sponsorId, {
    path: ['roles', 'sponsor'],
    message: 'must be the same person as sponsorId',
  });
export type NewEngagement = z.infer<typeof NewEngagement>;

export const EngagementView = z.strictObject({
  id: Uuid,
  number: z.string(),
  workflowId: z.string(),
  title: z.string(),
  serviceType: ServiceType,
  state: z.enum(STATES),
  ownerId: Uuid,
  sponsorId: Uuid.nullable(),
  timeZone: z.string(),
  currency: z.string(),
  roles: EngagementRoles,
  needs: Needs,
  criticality: z.enum(['general', 'important', 'critical']),
  vendorId: Uuid.nullable(),
  candidateId: Uuid.nullable(),
  openGate: z.strictObject({ gate: z.enum(GATES), requestId: Uuid }).nullable(),
  contractApproved: z.boolean(),
  exit: z.strictObject({ cause: z.string(), effectiveDate: z.string() }).nullable(),
  /** While the service stands still: the state it goes back to, which is `EXITING` during a notice. */
  suspendedFrom: z.enum(STATES).nullable(),
  health: z.enum(['green', 'amber', 'red']),
  nextDueAt: Instant.nullable(),
  version: z.int(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type EngagementView = z.infer<typeof EngagementView>;

export const Reason = z.strictObject({ reason: LongText.min(2) });

export const GateBody = z.strictObject({
  candidateId: Uuid.optional(),
  justification: LongText.optional(),
  decision: z.enum(['renew', 'renegotiate', 'exit']).optional(),
  acknowledge: z.array(z.string().max(60)).max(20).optional(),
  comment: LongText.optional(),
});
export type GateBody = z.infer<typeof GateBody>;

export const CAUSES = [
  'expired',
  'convenience',
  'breach',
  'impediment',
  'data-security',
  'authority',
  'other',
] as const;

/** Why and when something ends, and what shows the cause. */
export const terminationFields = {
  cause: z.enum(CAUSES),
  noticeDate: LocalDate,
  effectiveDate: LocalDate,
  comment: LongText.min(2),
  /** What shows the cause: letters, reports, minutes. */
  evidence: LongText.min(2).optional(),
};
type Days = { readonly noticeDate: string; readonly effectiveDate: string };
export const isInOrder = ({ noticeDate, effectiveDate }: Days): boolean => noticeDate <= effectiveDate;
export const OUT_OF_ORDER = { path: ['effectiveDate'], message: 'must not be before the notice' };

export const Termination = z.strictObject(terminationFields).refine(isInOrder, OUT_OF_ORDER);
export type Termination = z.infer<typeof Termination>;

export const Signature = z.strictObject({
  party: z.enum(['us', 'vendor']),
  signatory: ShortText,
  signedAt: Instant,
  method: z.enum(['manual-upload', 'e-sign']).optional(),
  /** The signed copy among the documents of the engagement. */
  documentId: Uuid.optional(),
  /** Hash of the version that was signed; another one than the approved is refused. */
  contractSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex')
    .optional(),
});
export type Signature = z.infer<typeof Signature>;
