import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import express, { type Request, type RequestHandler } from 'express';
import multer, { MulterError } from 'multer';
import { MAX_ATTACHMENT_BYTES } from '../domain/approval/attachment';
import { DomainError, fieldError } from '../domain/errors';
import type { Intake } from './document-upload';
import { SHEET_LIMITS, XLSX_TYPE } from './sheets/sheet';

/** One file as it came in: held in memory, of bounded size, under the name that its sender gave it. */
export interface Upload {
  readonly fileName: string;
  readonly content: Buffer;
  readonly sha256: string;
}

const MULTIPART = 'multipart/form-data';
const RAW = 'application/octet-stream';

/** Header fields and names of parts are small; browsers write names in UTF-8. */
const multipart = (files: number, fields: number) =>
  multer({
    storage: multer.memoryStorage(),
    defParamCharset: 'utf8',
    limits: {
      fileSize: MAX_ATTACHMENT_BYTES,
      files,
      fields,
      parts: files + fields,
      fieldSize: 64 * 1024,
      fieldNameSize: 100,
    },
  });
const raw = express.raw({ type: RAW, limit: MAX_ATTACHMENT_BYTES, inflate: false });
export const SHEET_TYPES = ['text/csv', XLSX_TYPE, RAW];
const sheet = express.raw({ type: SHEET_TYPES, limit: SHEET_LIMITS.bytes, inflate: false });
const one = multipart(1, 0).single('file');

/** Who looks through what comes in. */
type Gate = Pick<Intake, 'scan'>;

/** The one file of a call: the part `file` of a multipart form, or the body itself with `?fileName=`. */
export async function readUpload(req: Request, fileName: string | undefined, gate: Gate): Promise<Upload> {
  const upload = await receivedUpload(req, fileName);
  await inspect(req, upload, gate);
  return upload;
}

async function receivedUpload(req: Request, fileName: string | undefined): Promise<Upload> {
  if (req.is(MULTIPART)) {
    await run(one, req);
    if (!req.file) throw fieldError('file', 'is required as a part of the form');
    return uploadOf(req.file.originalname, req.file.buffer);
  }
  if (!req.is(RAW)) throw new DomainError('UNSUPPORTED_MEDIA_TYPE', `A file is sent as ${MULTIPART} or ${RAW}.`);
  if (!fileName) throw fieldError('fileName', 'is required in the query beside a raw body');
  await run(raw, req);
  return uploadOf(fileName, bodyOf(req));
}

const bodyOf = ({ body }: { readonly body: unknown }): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

/** Bytes of a spreadsheet: the body itself in one of these types, or the part `file` of a multipart form. */
export async function readSheetBytes(req: Request, gate: Gate): Promise<Buffer> {
  if (req.is(MULTIPART)) return (await readUpload(req, undefined, gate)).content;
  if (!req.is(SHEET_TYPES))
    throw new DomainError(
      'UNSUPPORTED_MEDIA_TYPE',
      `A spreadsheet is sent as ${[...SHEET_TYPES, MULTIPART].join(', ')}.`,
    );
  await run(sheet, req);
  const upload = uploadOf('', bodyOf(req));
  await inspect(req, upload, gate);
  return upload.content;
}

/** The form of a page with its fields (left in `req.body`) and files; an unused file field comes as an empty file. */
export async function readForm(req: Request, gate: Gate): Promise<readonly Upload[]> {
  await run(form, req);
  const files = Array.isArray(req.files) ? req.files : [];
  const uploads = files
    .filter(({ originalname, size }) => originalname !== '' || size > 0)
    .map(({ originalname, buffer }) => uploadOf(originalname, buffer));
  for (const upload of uploads) await inspect(req, upload, gate);
  return uploads;
}
const MAX_FORM_FILES = 3;
const form = multipart(MAX_FORM_FILES, 20).array('files', MAX_FORM_FILES);

const uploadOf = (fileName: string, content: Buffer): Upload => ({
  fileName,
  content,
  sha256: createHash('sha256').update(content).digest('hex'),
});

async function inspect(req: Request, { sha256, content }: Upload, { scan }: Gate): Promise<void> {
  await scan?.inspect(req, { sha256, size: content.length, read: () => Readable.from([content]) });
}

async function run(read: RequestHandler, req: Request): Promise<void> {
  const { res } = req;
  if (!res) throw new Error('express sets the response of every request');
  await new Promise<void>((resolve, reject) => {
    void read(req, res, (error?: unknown) => (error === undefined ? resolve() : reject(refusalOf(error))));
  });
}

const tooLarge = (megabytes = 20): DomainError =>
  new DomainError('BODY_TOO_LARGE', `A file may have at most ${megabytes} MB.`);

function refusalOf(error: unknown): Error {
  if (error instanceof MulterError)
    return error.code === 'LIMIT_FILE_SIZE' ? tooLarge() : fieldError(error.field ?? 'file', error.message);
  if (error instanceof Error && 'status' in error && error.status === 413)
    return tooLarge('limit' in error && error.limit === SHEET_LIMITS.bytes ? 5 : 20);
  return new DomainError('MALFORMED', 'The file cannot be read: the form is broken off or has no boundary.');
}
