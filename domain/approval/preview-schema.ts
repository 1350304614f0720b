import { z } from 'zod';
import { Instant, Key, ShortText, Uuid } from '../shapes';
import { Subject } from './request-schema';
import { PolicyBody } from './schema';
import { MODES, ORIGINS } from './words';

export const PreviewBody = z.strictObject({
  subject: Subject,
  /** The caller, unless somebody else is named. */
  requesterId: Uuid.optional(),
  select: z.record(Key, z.array(Uuid).min(1).max(200)).default({}),
  /** A policy that is not saved yet, instead of the newest version. */
  candidate: PolicyBody.optional(),
  /** When the request would be made; now, unless said otherwise. */
  startAt: Instant.optional(),
  /** Whose team takes part, for a gate's policy. */
  engagementId: Uuid.optional(),
});
export type PreviewBody = Readonly<z.infer<typeof PreviewBody>>;

export const PREVIEW_STATUSES = ['asked', 'auto', 'skipped', 'rejected', 'blocked', 'not-reached'] as const;

const PreviewPerson = z.strictObject({
  personId: Uuid,
  name: z.string(),
  origin: z.enum(ORIGINS),
  /** Why this person and not the one whom the step names. */
  reasonCode: z.string().nullable(),
  /** Whom the step names, where somebody else decides instead. */
  insteadOfId: Uuid.nullable(),
  onBehalfOfId: Uuid.nullable(),
  weight: z.int(),
  dueAt: Instant.nullable(),
});
export type PreviewPerson = Readonly<z.infer<typeof PreviewPerson>>;

const PreviewStep = z.strictObject({
  key: Key,
  title: ShortText,
  mode: z.enum(MODES),
  status: z.enum(PREVIEW_STATUSES),
  reason: z.string().nullable(),
  startsAt: Instant.nullable(),
  people: z.array(PreviewPerson).readonly(),
});
export type PreviewStep = Readonly<z.infer<typeof PreviewStep>>;

const PreviewBranch = z.strictObject({
  key: Key,
  kind: z.enum(['choose', 'inclusive', 'matrix']),
  /** Numbers of the branches or rules, from 0; a default branch comes after the last one. */
  taken: z.array(z.int()).readonly(),
  /** Whether nothing held, so that the default is taken. */
  isDefault: z.boolean(),
  /** The conditions or rows that held. */
  because: z.array(z.string()).readonly(),
});
export type PreviewBranch = Readonly<z.infer<typeof PreviewBranch>>;

export const PREVIEW_WARNINGS = {
  NOBODY_FOUND: 'The step names nobody who is there.',
  PERSON_REPLACED: 'A person whom the step names may not decide, so somebody else does.',
  OWN_REQUEST_PASSES: 'Where the requester is the only approver, the step passes with nobody deciding it.',
  BLOCKED: 'Nobody may decide the step: the request would wait.',
  CHOSEN_LATER: 'Whoever decides the step before chooses the people; until then nobody knows them.',
  SELECT_MISSING: 'The requester must choose the people of this step.',
  EXPIRES_FIRST: 'The request may expire before everybody has used the time that they have.',
  NOT_APPROVED: 'The request would not be approved although everybody agrees.',
  NOBODY_DECIDES: 'Every step is left out or passes by itself: the request would be approved without a person.',
} as const satisfies Record<string, string>;
export type PreviewWarningCode = keyof typeof PREVIEW_WARNINGS;

const PreviewWarning = z.strictObject({
  code: z.string(),
  stepKey: Key.nullable(),
  message: z.string(),
});
export type PreviewWarning = Readonly<z.infer<typeof PreviewWarning>>;

export const Preview = z.strictObject({
  /** The version is null for a candidate. */
  policy: z.strictObject({ key: Key, version: z.int().nullable() }),
  startsAt: Instant,
  /** When the request ends if everybody takes all of the time that they have. */
  endsBy: Instant,
  outcome: z.enum(['approved', 'rejected', 'unfinished']),
  steps: z.array(PreviewStep).readonly(),
  branches: z.array(PreviewBranch).readonly(),
  warnings: z.array(PreviewWarning).readonly(),
});
export type Preview = Readonly<z.infer<typeof Preview>>;
