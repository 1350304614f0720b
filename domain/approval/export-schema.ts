import { z } from 'zod';
import { Instant, Json, Uuid } from '../shapes';
import { PolicyVersion } from './schema';
import { RequestView } from './request-schema';

/** One entry of the trail with all that its hash is made of. */
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
  /** Empty where `erasedBy` is set. */
  payload: z.record(z.string(), Json),
  /** The rule by which `hash` was made. */
  version: z.union([z.literal(1), z.literal(2)]),
  payloadHash: z.string().nullable(),
  payloadSalt: z.string().nullable(),
  /** The `seq` of the entry `audit.erased` that tells of the erasure. */
  erasedBy: z.int().nullable(),
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
    /** How many of them have lost their payload. */
    erased: z.int(),
    /** Of the stream, how many more have lost it, with all that told what they belonged to: some may be this request's. */
    unplaced: z.int(),
    /** The result of doing so at the time of the export. */
    verification: z.strictObject({ intact: z.boolean(), brokenSeqs: z.array(z.int()) }),
  }),
});
export type RequestExport = Readonly<z.infer<typeof RequestExport>>;

const EACH = [
  'JSON is written here without spaces, with the fields of every object sorted by name (UTF-16 code units), and array items in their order; numbers and strings as ECMAScript’s JSON.stringify writes them. Hashes are SHA-256 of UTF-8 bytes, in lower-case hexadecimal.',
  'Of an entry of `audit.entries` with `version` 2: the hash of `payloadSalt` followed by the JSON of `payload` must be `payloadHash`; take the entry without `payload`, `payloadSalt`, `erasedBy`, `prevHash` and `hash`.',
  'Of an entry with `version` 1: take it without `version`, `payloadHash`, `payloadSalt`, `erasedBy`, `prevHash` and `hash`.',
  'The hash of `prevHash` followed by the JSON of what was taken must be `hash`.',
  'Where `erasedBy` is not null, the payload was erased. The entry of the same stream with that `seq` has the type `audit.erased` and says why; its `entries` name the erased one by `seq`, and `facts` beside it must be the hash of the JSON of its `stream`, `seq`, `key`, `at`, `actorId`, `onBehalfOfId`, `channel` and `type`. Of `version` 2 `hash` is checked all the same; of `version` 1 it can only be compared with the `prevHash` of the entry that follows.',
  '`hash` of a subject version is the hash of the JSON of its `type`, `title` and `data`.',
] as const;

/** How a stranger checks an export with nothing but the export. */
export const HOW_TO_VERIFY = {
  whole: [
    ...EACH,
    'Entries are numbered from 1 without gaps; the first `prevHash` is 64 zeros, every other one is the `hash` of the entry before.',
  ],
  excerpt: [
    ...EACH,
    '`unplaced` counts entries of the stream whose payload was erased and whose `key` names no request: whether they were of this one cannot be told any more.',
    'The trail is that of the engagement, of which only this request’s entries are here: an entry whose `seq` follows that of the one before must name its `hash` as `prevHash`; between others lie entries of the engagement, which `GET /api/v1/engagements/{id}/events` lists with their hashes.',
  ],
} as const satisfies Record<RequestExport['audit']['extent'], readonly string[]>;
