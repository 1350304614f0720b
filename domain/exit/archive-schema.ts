import { z } from 'zod';
import { Instant, Uuid } from '../shapes';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** One file of an archive: its path in it, its bytes and their SHA-256. */
export const ArchiveFile = z.strictObject({ path: z.string(), size: z.int(), sha256: Sha256 });
export type ArchiveFile = Readonly<z.infer<typeof ArchiveFile>>;

/** What an archive holds. The same records give the same index: when and by whom it was built stands in the trail. */
export const ArchiveIndex = z.strictObject({
  format: z.literal('tenure-archive/1'),
  engagement: z.strictObject({ id: Uuid, number: z.string(), title: z.string() }),
  /** The last entry of the trail that is in `audit.ndjson`. */
  trail: z.strictObject({ stream: z.string(), seq: z.int(), hash: z.string() }),
  /** By path; all but the index itself. */
  files: z.array(ArchiveFile),
  howToVerify: z.array(z.string()),
});
export type ArchiveIndex = z.infer<typeof ArchiveIndex>;

/** As `index.json` holds it: the signature is over the canonical JSON of `content`. */
export const SignedIndex = z.strictObject({
  content: ArchiveIndex,
  algorithm: z.literal('Ed25519'),
  publicKey: z.string(),
  signature: z.string(),
});

/** An archive as it is answered to whoever had it built; `sha256` is that of the content of its index. */
export const ArchiveView = z.strictObject({
  id: Uuid,
  sha256: Sha256,
  files: z.int(),
  bytes: z.int(),
  builtById: Uuid,
  builtAt: Instant,
});
export type ArchiveView = Readonly<z.infer<typeof ArchiveView>>;
