import { z } from 'zod';
import { isPlainName, isPlainPath, parsePostgresUrl, urlOf } from './place';

/** `table` (in schema public) or `schema.table`, as the catalogue writes it. */
export const TableName = z.string().regex(/^[^."\p{Cc}]{1,63}(\.[^."\p{Cc}]{1,63})?$/u, 'a table, or schema.table');

/** Where a credential is kept: the worker alone reads it. */
const SecretRef = z
  .string()
  .regex(/^(env:[A-Za-z_][A-Za-z0-9_]{0,99}|file:\/\P{Cc}{1,1000})$/u, 'env:NAME or file:/absolute/path');

const PostgresUrl = z
  .string()
  .max(2000)
  .refine(
    (text) => parsePostgresUrl(text) !== null,
    'must be postgres://user:password@host:port/database, with sslmode as the only parameter',
  );

export const PostgresEnd = z
  .strictObject({
    kind: z.literal('postgres'),
    url: PostgresUrl.optional(),
    secretRef: SecretRef.optional(),
    tables: z.array(TableName).min(1).max(500).optional(),
  })
  .refine(({ url, secretRef }) => (url === undefined) !== (secretRef === undefined), {
    path: ['url'],
    message: 'exactly one of url and secretRef names the database',
  });

const Path = z.string().max(1000).refine(isPlainPath, 'must be an absolute path without . or .. in it');

/** How rows of tables are written into files. */
export const ROW_FORMATS = ['ndjson', 'csv'] as const;
const RowFormat = z.enum(ROW_FORMATS).optional();

/** Public key (age) of who receives the data: all files at the target are encrypted for it. */
const Recipient = z
  .string()
  .regex(/^age1[02-9ac-hj-np-z]{50,2500}$/, 'the public key of an age identity (age1…)')
  .optional();

export const DirectoryEnd = z.strictObject({
  kind: z.literal('directory'),
  path: Path,
  format: RowFormat,
  recipient: Recipient,
});

const Host = z
  .string()
  .max(253)
  .regex(/^([A-Za-z0-9.-]+|([0-9A-Fa-f.]+|:[0-9A-Fa-f.]*):[0-9A-Fa-f:.]*)$/, 'must be a host');

const Endpoint = z
  .string()
  .max(300)
  .refine((text) => {
    const url = urlOf(text);
    return url?.protocol === 'https:' && url.pathname === '/' && !/[?#@]/.test(text);
  }, 'must be https://host[:port]');

export const S3End = z.strictObject({
  kind: z.literal('s3'),
  endpoint: Endpoint,
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .optional(),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'a bucket name'),
  prefix: z
    .string()
    .max(500)
    .refine(isPlainName, 'must be a path without . or .. in it and without a slash at its ends')
    .optional(),
  /** Whether the bucket stands in the path of a request or before the host. */
  addressing: z.enum(['path', 'virtual-host']).optional(),
  /** `{"accessKeyId", "secretAccessKey", "sessionToken"?}` as JSON. */
  secretRef: SecretRef,
  format: RowFormat,
  recipient: Recipient,
});

export const SftpEnd = z.strictObject({
  kind: z.literal('sftp'),
  host: Host,
  port: z.int().min(1).max(65_535).optional(),
  path: Path,
  user: z.string().min(1).max(200),
  /** Fingerprint of the key by which the server proves who it is, as `ssh-keygen -l` writes it. */
  hostKey: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'SHA256: and 43 characters of base64'),
  /** A private key as PEM, or `{"password"}` or `{"privateKey", "passphrase"?}` as JSON. */
  secretRef: SecretRef,
  format: RowFormat,
  recipient: Recipient,
});

const FileUrl = z
  .string()
  .max(2000)
  .refine((text) => {
    const url = urlOf(text);
    return url?.protocol === 'https:' && !/[?#]/.test(text) && url.username === '' && url.password === '';
  }, 'must be https:// without user, query or fragment: an address that holds a key belongs behind a secretRef');

const HttpsFile = z
  .strictObject({
    name: z.string().min(1).max(500).refine(isPlainName, 'must be a path without . or .. in it'),
    url: FileUrl.optional(),
    secretRef: SecretRef.optional(),
  })
  .refine(({ url, secretRef }) => (url === undefined) !== (secretRef === undefined), {
    path: ['url'],
    message: 'exactly one of url and secretRef names the file',
  });

export const HttpsEnd = z.strictObject({
  kind: z.literal('https'),
  files: z
    .array(HttpsFile)
    .min(1)
    .max(1000)
    .refine((files) => new Set(files.map(({ name }) => name)).size === files.length, 'two files have the same name'),
  /** `{"authorization"}` as JSON: the value of that header. */
  secretRef: SecretRef.optional(),
});

/** Where data lies or goes. */
export const End = z.discriminatedUnion('kind', [PostgresEnd, DirectoryEnd, S3End, SftpEnd, HttpsEnd], {
  error: () => 'kind must be postgres, directory, s3, sftp or https',
});
export type PostgresEnd = z.infer<typeof PostgresEnd>;
export type DirectoryEnd = z.infer<typeof DirectoryEnd>;
export type S3End = z.infer<typeof S3End>;
export type SftpEnd = z.infer<typeof SftpEnd>;
export type HttpsEnd = z.infer<typeof HttpsEnd>;
export type End = z.infer<typeof End>;
export type RowFormat = (typeof ROW_FORMATS)[number];
export type FileEnd = Exclude<End, PostgresEnd>;
