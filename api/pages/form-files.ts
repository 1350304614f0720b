import type { Request, RequestHandler } from 'express';
import { v7 as uuidv7 } from 'uuid';
import type { Intake } from '../document-upload';
import { readDocumentForm } from '../form-documents';
import { keepFile } from '../request-files';
import { sessionOf } from '../session';
import { owesSecondFactor } from '../sign-in/owed-factor';
import { readForm, type Upload } from '../upload';
import type { SignedIn } from './guard';
import type { MaySend } from './may-send';
import type { PageDeps } from './reader';

const uploads = new WeakMap<Request, readonly Upload[]>();

/** Reads a form that brings files, for people only who may send it: nobody else can make us hold so much. */
export const formFiles =
  (deps: PageDeps, may: MaySend): RequestHandler =>
  async (req, _res, next) => {
    if (await bringsFiles(deps, req, may)) uploads.set(req, await readForm(req, deps.documents));
    next();
  };

/** The same for a form whose files are streamed to the document store. */
export const formDocuments =
  (deps: PageDeps, may: MaySend, intake: Intake = deps.documents): RequestHandler =>
  async (req, _res, next) => {
    if (await bringsFiles(deps, req, may)) await readDocumentForm(req, intake);
    next();
  };

async function bringsFiles(deps: PageDeps, req: Request, may: MaySend): Promise<boolean> {
  const held = req.is('multipart/form-data') ? await sessionOf(req, deps) : null;
  if (held === null || (await owesSecondFactor(deps, held))) return false;
  await may({ db: deps.db, person: held.person, req });
  return true;
}

/** The files that came with a form. */
export const filesOf = (req: Request): readonly Upload[] => uploads.get(req) ?? [];

/** Keeps the files of a form for the act that it is about to carry out. */
export async function keepFormFiles(
  { db, clock, documents: { quota } }: PageDeps,
  { req, reader, requestId }: { readonly req: Request; readonly reader: SignedIn; readonly requestId: string },
): Promise<{ readonly attachmentIds?: string[] }> {
  const ids: string[] = [];
  for (const upload of filesOf(req)) {
    const file = { requestId, id: uuidv7(), actor: reader.person, upload, quota, now: clock() };
    ids.push((await keepFile(db, file)).id);
  }
  return ids.length > 0 ? { attachmentIds: ids } : {};
}
