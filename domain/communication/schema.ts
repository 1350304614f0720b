import { z } from 'zod';
import { SIDES } from '../issue/words';
import { Instant, LocalDate, LongText, noRepeats, ShortText, Uuid } from '../shapes';

const Cadence = z.union([z.enum(['weekly', 'monthly']), z.strictObject({ days: z.int().min(1).max(90) })]);
export type Cadence = z.infer<typeof Cadence>;

export const CHANNELS = ['meeting', 'call', 'mail', 'chat', 'letter', 'visit'] as const;

export const MOST_CONTACTS = 40;
export const MOST_RUNGS = 9;

const Contact = z.strictObject({ name: ShortText, side: z.enum(SIDES), email: z.email().max(200), role: ShortText });

/** Whom a matter goes to when it stays unsolved: a person of ours, or a contact by address. */
const Rung = z
  .strictObject({
    level: z.int().min(1).max(9),
    personId: Uuid.optional(),
    contact: z.email().max(200).optional(),
    afterBusinessDays: z.int().min(0).max(90),
  })
  .refine(({ personId, contact }) => (personId === undefined) !== (contact === undefined), {
    path: ['personId'],
    message: 'either a person or a contact is needed',
  });

const PlanBody = z.strictObject({
  cadence: Cadence,
  channels: z.array(z.enum(CHANNELS)).min(1).max(CHANNELS.length),
  contacts: z.array(Contact).min(2).max(MOST_CONTACTS).superRefine(noRepeats('email')),
  escalation: z.array(Rung).min(1).max(MOST_RUNGS),
});

/** How both sides talk: how often, by what, who with whom, and who is next when it does not help. */
export const CommunicationPlan = z.strictObject(PlanBody.shape).superRefine(({ contacts, escalation }, ctx) => {
  for (const side of SIDES)
    if (!contacts.some((contact) => contact.side === side))
      ctx.addIssue({ code: 'custom', path: ['contacts'], message: `needs somebody of ${side}` });
  escalation.forEach(({ level, contact, afterBusinessDays }, index) => {
    const before = escalation[index - 1];
    const issue = (path: string, message: string): void =>
      ctx.addIssue({ code: 'custom', path: ['escalation', index, path], message });
    if (before && level <= before.level) issue('level', 'must rise');
    if (before && afterBusinessDays < before.afterBusinessDays) issue('afterBusinessDays', 'must not fall');
    if (contact !== undefined && !contacts.some(({ email }) => email === contact))
      issue('contact', 'is not one of the contacts');
  });
});
export type CommunicationPlan = z.infer<typeof CommunicationPlan>;

export const CommunicationPlanView = z.strictObject({
  /** A derived one may lack a side, and with it rungs. */
  plan: PlanBody.extend({ contacts: z.array(Contact), escalation: z.array(Rung) }),
  /** Derived from the people of both sides until somebody writes it or confirms it by writing it as it is. */
  origin: z.enum(['written', 'derived']),
  /** Sides of which the plan knows nobody. */
  missing: z.array(z.enum(SIDES)),
  version: z.int(),
  updatedAt: Instant.nullable(),
});
export type CommunicationPlanView = z.infer<typeof CommunicationPlanView>;

/** That both sides have spoken. */
export const NewContact = z.strictObject({
  on: LocalDate,
  channel: z.enum(CHANNELS),
  summary: LongText.min(2),
  participants: z.array(ShortText).min(1).max(40),
});
export type NewContact = z.infer<typeof NewContact>;

export const ContactView = NewContact.extend({ id: Uuid, recordedById: Uuid, recordedAt: Instant });
export type ContactView = z.infer<typeof ContactView>;

export const CONTACT_KINDS = ['contact', 'issue', 'kpi', 'bid', 'question', 'meeting'] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

const Responses = z.strictObject({
  /** Answers that were measured. */
  n: z.int(),
  /** Hours of business time. */
  meanHours: z.number().nullable(),
  medianHours: z.number().nullable(),
  /** The later half of the answers against the earlier one; null with fewer than six. */
  trend: z.enum(['faster', 'steady', 'slower']).nullable(),
});

export const Responsiveness = z.strictObject({
  us: Responses,
  vendor: Responses,
  lastContact: z.strictObject({ at: Instant, kind: z.enum(CONTACT_KINDS) }).nullable(),
  /** When the silence becomes an alarm; null where nothing counts yet. */
  silentFrom: Instant.nullable(),
});
export type Responsiveness = z.infer<typeof Responsiveness>;
