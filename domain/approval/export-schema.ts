import { z } from 'zod';
import { Instant, Json, Uuid } from '../shapes';
import { PolicyVersion } from './schema';
import { RequestView } from './request-schema';

/** One entry of the trail: the hash covers every field but `prevHash` and `hash`. */
export const ExportedEntry = z.strictObject({
  stream: z.string(),
  seq: z.int(),
  key: z.string(),
  /** Epoch milliseconds. */
  at: z.int(),
  actorId: Uuid.nullable(),
  onBehalfOfId: Uuid.nullable(),
  channel: z.string(),
  type: z.string(),
  payload: z.record(z.string(), Json),
  prevHash: z.string(),
  hash: z.string(),
});
export type ExportedEntry = Readonly<z.infer<typeof ExportedEntry>>;

export const SubjectVersion = z.strictObject({
  hash: z.string(),
  type: z.string(),
  title: z.string(),
  data: z.record(z.string(), Json),
  createdAt: Instant,
  /** Whether the hash is that of this very content. */
  intact: z.boolean(),
});

/** All that is known of one request, for whoever keeps or checks it outside. */
export const RequestExport = z.strictObject({
  format: z.literal('tenure-request-export/1'),
  exportedAt: Instant,
  exportedById: Uuid,
  request: RequestView,
  people: z.array(z.strictObject({ id: Uuid, name: z.string() })),
  subjectVersions: z.array(SubjectVersion),
  /** Every version of the policy under which a round was decided. */
  policyVersions: z.array(PolicyVersion),
  audit: z.strictObject({
    stream: z.string(),
    /** `whole`: every entry of the stream; `excerpt`: this request's entries of the stream of its engagement. */
    extent: z.enum(['whole', 'excerpt']),
    howToVerify: z.array(z.string()),
    entries: z.array(ExportedEntry),
    /** The result of doing so at the time of the export. */
    verification: z.strictObject({ intact: z.boolean(), brokenSeqs: z.array(z.int()) }),
  }),
});
export type RequestExport = Readonly<z.infer<typeof RequestExport>>;

const EACH = [
  'Take one entry of `audit.entries` without `prevHash` and `hash`.',
  'Write it as JSON without spaces, with the fields of every object sorted by name (UTF-16 code units), and array items in their order; numbers and strings as ECMAScript’s JSON.stringify writes them.',
  'The SHA-256 of the UTF-8 bytes of `prevHash` followed by that text, in lower-case hexadecimal, must be `hash`.',
  '`hash` of a subject version is the SHA-256 of its `type`, `title` and `data`, written as JSON in the same way.',
] as const;

/** How a stranger checks an export with nothing but the export. */
export const HOW_TO_VERIFY = {
  whole: [
    ...EACH,
    'Entries are numbered from 1 without gaps; the first `prevHash` is 64 zeros, every other one is the `hash` of the entry before.',
  ],
  excerpt: [
    ...EACH,
    'The trail is that of the engagement, of which only this request’s entries are here: an entry whose `seq` follows that of the one before must name its `hash` as `prevHash`; between others lie entries of the engagement, which `GET /api/v1/engagements/{id}/events` lists with their hashes.',
  ],
} as const satisfies Record<RequestExport['audit']['extent'], readonly string[]>;
