import { z } from 'zod';
import { LOCALES } from '../people/people';
import { Key, Uuid } from '../shapes';
import { CHAT_KINDS, CHAT_TOPICS } from './chat';

/** Kinds whose robots can check a signature; the others carry their key in the address. */
const SIGNING = new Set(['feishu', 'dingtalk']);

export const ChannelBody = z
  .strictObject({
    kind: z.enum(CHAT_KINDS),
    /** The address of the incoming webhook; it is a secret and never shown again. */
    url: z.string().trim().max(2_000),
    /** What the robot checks signatures with, of Feishu and DingTalk. */
    secret: z.string().trim().min(1).max(500).optional(),
    events: z.array(z.enum(CHAT_TOPICS)).min(1).max(CHAT_TOPICS.length),
    locale: z.enum(LOCALES),
    /** Only of this engagement; of all of them when left out. */
    engagementId: Uuid.optional(),
    active: z.boolean().default(true),
  })
  .refine(({ kind, secret }) => secret === undefined || SIGNING.has(kind), {
    path: ['secret'],
    message: 'is not known to this kind',
  });
export type ChannelBody = z.infer<typeof ChannelBody>;

export const ChannelView = z.strictObject({
  key: Key,
  id: Uuid,
  kind: z.enum(CHAT_KINDS),
  /** Where the service is; the rest of the address is a secret. Null where it is sealed with a root key that is gone. */
  host: z.string().nullable(),
  isSigned: z.boolean(),
  events: z.array(z.string()),
  locale: z.enum(LOCALES),
  engagementId: Uuid.nullable(),
  active: z.boolean(),
  offReason: z.enum(['gone']).nullable(),
  version: z.int(),
});
export type ChannelView = z.infer<typeof ChannelView>;
