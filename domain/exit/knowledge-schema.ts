import { z } from 'zod';
import { Instant, LocalDate, LongText, ShortText, Uuid } from '../shapes';

export const KNOWLEDGE_METHODS = ['documents', 'training', 'shadowing', 'pairing', 'other'] as const;
export const KNOWLEDGE_STATES = ['planned', 'handed-over', 'accepted', 'rejected'] as const;
export type KnowledgeState = (typeof KNOWLEDGE_STATES)[number];

const Material = z.strictObject({
  title: ShortText,
  href: z.url({ protocol: /^https?$/ }).max(2_000),
});

export const NewKnowledge = z.strictObject({
  topic: ShortText,
  /** Who knows it now; often somebody of the vendor. */
  giver: ShortText,
  receiverId: Uuid,
  method: z.enum(KNOWLEDGE_METHODS).default('documents'),
  due: LocalDate,
  materials: z.array(Material).max(50).default([]),
});
export type NewKnowledge = z.infer<typeof NewKnowledge>;

export const KnowledgeChange = z
  .strictObject({
    giver: ShortText.optional(),
    receiverId: Uuid.optional(),
    method: z.enum(KNOWLEDGE_METHODS).optional(),
    due: LocalDate.optional(),
    materials: z.array(Material).max(50).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change');
export type KnowledgeChange = z.infer<typeof KnowledgeChange>;

export const KnowledgeAnswer = z
  .strictObject({ accepted: z.boolean(), comment: LongText.min(2).optional() })
  .refine(({ accepted, comment }) => accepted || comment !== undefined, {
    path: ['comment'],
    message: 'says what is missing',
  });
export type KnowledgeAnswer = z.infer<typeof KnowledgeAnswer>;

export const KnowledgeView = NewKnowledge.extend({
  id: Uuid,
  state: z.enum(KNOWLEDGE_STATES),
  handedOverBy: Uuid.nullable(),
  handedOverAt: Instant.nullable(),
  answeredBy: Uuid.nullable(),
  answeredAt: Instant.nullable(),
  comment: z.string().nullable(),
  /** How often it was handed over. */
  rounds: z.int(),
});
export type KnowledgeView = z.infer<typeof KnowledgeView>;
