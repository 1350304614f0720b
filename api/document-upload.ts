import type { Request } from 'express';
import type { Readable } from 'node:stream';
import multer, { MulterError, type StorageEngine } from 'multer';
import { orNoRoom } from '../db/documents/no-room';
import type { DocumentStore, StagedDocument } from '../db/documents/store';
import { DomainError, fieldError } from '../domain/errors';
import type { UploadScan } from './scan/upload-scan';

/** One document on its way in: on the disk already, not yet kept. */
export interface IncomingDocument {
  readonly fileName: string;
  readonly sha256: string;
  readonly size: number;
  /** Bytes that all files of its engagement may have together. */
  readonly quota: number;
  readonly staged: StagedDocument;
}

export interface Intake {
  readonly store: DocumentStore;
  /** Bytes of one. */
  readonly limit: number;
  /** Bytes of all files of an engagement together. */
  readonly quota: number;
  /** Looks through every file before it is kept; left out where the installation has no scanner. */
  readonly scan?: UploadScan;
}

const MULTIPART = 'multipart/form-data';
const RAW = 'application/octet-stream';

/** The one document of a call, streamed to the store: the part `file` of a form, or the body itself with `?fileName=`. */
export async function readDocument(
  req: Request,
  fileName: string | undefined,
  intake: Intake,
): Promise<IncomingDocument> {
  if (req.is(MULTIPART)) return readPart(req, intake);
  if (!req.is(RAW)) throw new DomainError('UNSUPPORTED_MEDIA_TYPE', `A document is sent as ${MULTIPART} or ${RAW}.`);
  if (!fileName) throw fieldError('fileName', 'is required in the query beside a raw body');
  if (Number(req.headers['content-length'] ?? 0) > intake.limit) throw tooLarge(intake.limit);
  return incoming(fileName, await stageScanned(req, req, intake), intake);
}

/** Takes a file in and has it looked through; whatever is refused leaves nothing. */
export async function stageScanned(req: Request, content: Readable, intake: Intake): Promise<StagedDocument> {
  const staged = await intake.store.stage(content, intake.limit);
  try {
    await intake.scan?.inspect(req, staged);
    return staged;
  } catch (error) {
    await staged.discard();
    throw error;
  }
}

const incoming = (fileName: string, staged: StagedDocument, { quota }: Intake): IncomingDocument => ({
  fileName,
  sha256: staged.sha256,
  size: staged.size,
  quota,
  staged,
});

async function readPart(req: Request, intake: Intake): Promise<IncomingDocument> {
  const taken: { staged?: StagedDocument } = {};
  const storage: StorageEngine = {
    _handleFile: (_req, file, done) => {
      stageScanned(req, file.stream, intake).then((staged) => {
        taken.staged = staged;
        done(null, { size: staged.size });
      }, done);
    },
    _removeFile: (_req, _file, done) =>
      void (taken.staged?.discard() ?? Promise.resolve()).then(() => done(null), done),
  };
  const limits = { files: 1, fields: 0, parts: 1, fieldNameSize: 100 };
  const read = multer({ storage, defParamCharset: 'utf8', limits }).single('file');
  await new Promise<void>((resolve, reject) => {
    // A form is read from the request alone; nothing is answered here.
    void read(req, req.res!, (error?: unknown) =>
      error === undefined ? resolve() : reject(refusalOf(orNoRoom(error))),
    );
  });
  if (!req.file || !taken.staged) throw fieldError('file', 'is required as a part of the form');
  return incoming(req.file.originalname, taken.staged, intake);
}

const tooLarge = (limit: number): DomainError =>
  new DomainError('BODY_TOO_LARGE', `A document may have at most ${Math.floor(limit / 1_048_576)} MB.`);

function refusalOf(error: unknown): Error {
  if (error instanceof DomainError) return error;
  if (error instanceof MulterError) return fieldError(error.field ?? 'file', error.message);
  return new DomainError('MALFORMED', 'The form cannot be read: it is broken off or has no boundary.');
}
