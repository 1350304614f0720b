import type { Request } from 'express';
import type { Readable } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import type { Channel } from '../../domain/approval/words';
import { DomainError } from '../../domain/errors';
import { appendAudit, MASTER_STREAM } from '../../db/stores/audit';
import { inTransaction } from '../../db/transaction';
import type { ScannerPlace } from '../../scanner-config';
import { callerIdOf, redact } from '../log-requests';
import { requestIdOf } from '../request-id';
import type { Services } from '../services';
import { fileInfected, type Patience, scannerAway, scannerVersion, scanStream, type Verdict } from './clamd';
import { turns } from './turns';

/** A file that has come in whole and is kept nowhere yet. */
export interface Scanned {
  readonly sha256: string;
  readonly size: number;
  readonly read: () => Readable;
}

/** What stands between a file that comes in and its place. */
export interface UploadScan {
  /** Answers when the file may be kept; refuses what is infected, and everything while the scanner is away. */
  readonly inspect: (req: Request, file: Scanned) => Promise<void>;
  /** What the scanner says that it is. */
  readonly version: () => Promise<string>;
}

/** A large archive takes the scanner a while. */
const PATIENCE: Patience = { connectMs: 3_000, wholeMs: 60_000 };
/** As `clamd` ships it takes ten at once, from all API processes together. */
const AT_ONCE = 4;
const WAIT_MS = 30_000;

export type ScanParts = Pick<Services, 'db' | 'log' | 'clock'>;

export function uploadScan(around: ScanParts, place: ScannerPlace, patience = PATIENCE): UploadScan {
  const inTurn = turns({ most: AT_ONCE, waitMs: WAIT_MS, refuse: scannerAway });
  return {
    inspect: async (req, file) => {
      // A file field that nothing was chosen for.
      if (file.size === 0) return;
      await refuseUnlessClean(around, { req, file, verdict: await inTurn(() => verdictOf(place, file, patience)) });
    },
    version: () => scannerVersion(place),
  };
}

async function verdictOf(place: ScannerPlace, file: Scanned, patience: Patience): Promise<Verdict> {
  const content = file.read();
  try {
    return await scanStream(place, content, patience);
  } finally {
    content.destroy();
  }
}

interface Judged {
  readonly req: Request;
  readonly file: Scanned;
  readonly verdict: Verdict;
}

async function refuseUnlessClean(around: ScanParts, { req, file, verdict }: Judged): Promise<void> {
  switch (verdict.kind) {
    case 'clean':
      return;
    case 'too-large':
      throw new DomainError('BODY_TOO_LARGE', 'The file is larger than the scanner of files takes (StreamMaxLength).');
    case 'infected':
      await note(around, { req, file, signature: verdict.signature });
      throw fileInfected();
  }
}

/** Who brought what, by its hash, and what it was taken for. Nothing of the content, nor its name. */
async function note(
  { db, log, clock }: ScanParts,
  { req, file, signature }: Pick<Judged, 'req' | 'file'> & { readonly signature: string },
): Promise<void> {
  const [actorId, requestId] = [callerIdOf(req), requestIdOf(req)];
  const facts = { sha256: file.sha256, size: file.size, signature: signature.slice(0, 200) };
  const payload = { ...facts, path: redact(req.originalUrl), ip: req.ip ?? null, requestId };
  log.warn({ ...payload, actorId }, 'malware refused');
  const key = `upload.infected:${uuidv7()}`;
  const by = { ...(actorId !== null && { actorId }), channel: channelOf(req) };
  const entry = { key, at: clock(), type: 'upload.infected', ...by, payload };
  await inTransaction(db, (trx) => appendAudit(trx, MASTER_STREAM, [entry]));
}

/** Mailed links have a letter of their own. */
const channelOf = ({ originalUrl }: Request): Channel =>
  originalUrl.startsWith('/api/') ? 'api' : /^\/[a-z]\//.test(originalUrl) ? 'email' : 'page';
