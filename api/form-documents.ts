import type { Request } from 'express';
import multer, { MulterError, type StorageEngine } from 'multer';
import { PassThrough, type Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { StagedDocument } from '../db/documents/store';
import { DomainError, type ErrorCode, fieldError } from '../domain/errors';
import { type IncomingDocument, type Intake, stageScanned } from './document-upload';

/** One file of a form: come in whole, or turned away with the reason, beside which everything else of the form is read. */
export type FormDocument = { readonly field: string } & (
  { readonly incoming: IncomingDocument } | { readonly refusal: ErrorCode }
);

const MULTIPART = 'multipart/form-data';
/** Beyond these a form is none of ours, and is broken off. */
const HARD_LIMITS = {
  fileSize: 64 * 1024 * 1024,
  files: 40,
  fields: 2_500,
  parts: 2_540,
  fieldSize: 64 * 1024,
  fieldNameSize: 200,
};

/** A place is kept for each file as its part begins: small ones come in before large ones. */
type Taken = (FormDocument | null)[];

const documents = new WeakMap<Request, Taken>();

/** The files that came with a form, in its order. */
export const documentsOfForm = (req: Request): readonly FormDocument[] =>
  (documents.get(req) ?? []).filter((one) => one !== null);

/**
 * Reads a form with documents in any of its fields: fields are left in `req.body`, files are streamed to the store, and
 * dropped with the end of the exchange unless they were kept. Other forms are left alone.
 */
export async function readDocumentForm(req: Request, intake: Intake): Promise<void> {
  const { res } = req;
  if (!req.is(MULTIPART) || !res) return;
  const taken: Taken = [];
  documents.set(req, taken);
  res.once('close', () => void discard(taken));
  const read = multer({ storage: storageOf(req, taken, intake), defParamCharset: 'utf8', limits: HARD_LIMITS }).any();
  await new Promise<void>((resolve, reject) => {
    void read(req, res, (error?: unknown) => (error === undefined ? resolve() : reject(refusalOf(error))));
  });
}

async function discard(taken: Taken): Promise<void> {
  // What cannot be removed now is swept later.
  await Promise.allSettled(taken.flatMap((one) => (one && 'incoming' in one ? [one.incoming.staged.discard()] : [])));
}

const storageOf = (req: Request, taken: Taken, intake: Intake): StorageEngine => ({
  _handleFile: (_req, { fieldname: field, originalname: fileName, stream }, done) => {
    const place = taken.push(null) - 1;
    stageOrDrain(stream, (content) => stageScanned(req, content, intake)).then(
      (got) => {
        taken[place] = { field, ...('refusal' in got ? got : { incoming: incomingOf(fileName, got, intake) }) };
        done(null, { size: 'refusal' in got ? 0 : got.size });
      },
      (error: unknown) => done(error),
    );
  },
  _removeFile: (_req, _file, done) => done(null),
});

const incomingOf = (fileName: string, staged: StagedDocument, { quota }: Intake): IncomingDocument => ({
  ...{ fileName, sha256: staged.sha256, size: staged.size, quota, staged },
});

/** What is refused is read to its end without being kept, so that the rest of the form is not lost. */
async function stageOrDrain(
  stream: Readable,
  stage: (content: Readable) => Promise<StagedDocument>,
): Promise<StagedDocument | { readonly refusal: ErrorCode }> {
  const content = new PassThrough();
  stream.pipe(content);
  // A pipe does not say that its beginning has broken off.
  stream.once('error', (error) => content.destroy(error));
  try {
    return await stage(content);
  } catch (error) {
    stream.unpipe(content).resume();
    // While the scanner is away nothing of the form is taken: it is sent again whole.
    if (!(error instanceof DomainError) || error.code === 'UNAVAILABLE') throw error;
    if (!stream.readableEnded) await finished(stream, { writable: false });
    return { refusal: error.code };
  }
}

function refusalOf(error: unknown): Error {
  if (error instanceof MulterError)
    return error.code === 'LIMIT_FILE_SIZE'
      ? new DomainError('BODY_TOO_LARGE', 'A file of the form is far too large.')
      : fieldError(error.field ?? 'file', error.message);
  if (error instanceof DomainError) return error;
  return new DomainError('MALFORMED', 'The form cannot be read: it is broken off or has no boundary.');
}
