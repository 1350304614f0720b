import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Request, type Response, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../domain/errors';
import type { Person } from '../domain/people/people';
import { isWithin, scopeFor } from '../domain/people/token-scopes';
import { canonicalJson } from '../db/stores/audit';
import { claimKey, meetKey, type Met, releaseKey, saveReply, type SavedReply } from '../db/stores/idempotency';
import { checkGrant, keyThrottle } from './access-key';
import { type AskFirst, askFirst } from './authorization/ask-first';
import { closedWithoutRow } from './authorization/matrix';
import { checkBody, checkCharacters } from './body';
import { type IncomingDocument, readDocument } from './document-upload';
import { checkJsonText } from './json-text';
import { parseWith } from './parse';
import { TooManyRequests } from './problems';
import { requestIdOf } from './request-id';
import type { Access, Call, Reply, Route } from './route';
import { isSameOrigin, keepsItsOrigin } from './same-origin';
import type { Services } from './services';
import { type Caller, callerOf, checkAccess, checkFactor, checkFresh } from './session';
import { readSheetRows } from './sheets/read';
import { readSheetBytes, readUpload } from './upload';

export const BODY_LIMIT = 256 * 1024;
type Erased = Call<unknown, unknown, unknown>;

/** What one call goes through: the services and the count of the calls of keys. */
type Parts = Services & { readonly waitOf: ReturnType<typeof keyThrottle> };

/** A route with what is asked before its query and body are read. */
type Mounted = Route & { readonly ask: AskFirst };

/** Puts routes on an express router: authenticate, parse, call once, respond. Unknown methods of known paths answer 405. */
export function mountRoutes(routes: readonly Route[], services: Services): Router {
  const router = Router({ caseSensitive: true, strict: false });
  const parts: Parts = { ...services, waitOf: keyThrottle() };
  router.use(express.json({ limit: BODY_LIMIT, strict: false, inflate: false, verify: checkJsonText }));
  const text = express.text({ type: 'text/csv', limit: BODY_LIMIT, inflate: false });
  for (const route of routes) {
    const mounted = { ...closedWithoutRow(route), ask: askFirst(route) };
    router[route.method](expressPath(route.path), ...(route.csv ? [text] : []), async (req: Request, res: Response) =>
      sendReply(res, await answer(mounted, req, parts)),
    );
  }
  for (const path of new Set(routes.map((route) => expressPath(route.path)))) {
    router.all(path, () => {
      throw new DomainError('METHOD_NOT_ALLOWED', 'This path exists, the method does not.');
    });
  }
  return router;
}

const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

async function answer(route: Mounted, req: Request, services: Parts): Promise<Reply> {
  const call = await parseCall(route, req, services);
  const key = req.headers['idempotency-key'];
  const honoured = route.method === 'post' && route.idempotent !== false && typeof key === 'string';
  try {
    return await (honoured ? onceByKey(route, call, { key: checkKey(key), services }) : route.handle(call));
  } finally {
    if (isDocument(route, call.body)) await call.body.staged.discard();
  }
}

/** What a document route gets is what `bodyOf` made for it. */
const isDocument = (route: Route, body: unknown): body is IncomingDocument =>
  route.document === true && body !== undefined;

async function parseCall(route: Mounted, req: Request, services: Parts): Promise<Erased> {
  const caller = await callerOf(req, services);
  if (route.access !== 'public') {
    if (!caller) throw new DomainError('UNAUTHENTICATED', 'Send `Authorization: Bearer <token>`.');
    if (caller.channel === 'page') checkSite(req, services);
    checkFactor(caller);
    checkCaller(route.access, caller, { route, req, services });
    if (readsMore(route)) await route.ask({ db: services.db, id: String(req.params['id']), actor: caller.person });
  }
  return {
    params: route.params ? parseWith(route.params, req.params, 'NOT_FOUND') : req.params,
    query: route.query ? parseWith(route.query, req.query, 'MALFORMED') : {},
    body: await bodyOf(route, req, services),
    actor: caller?.person ?? ANONYMOUS,
    channel: caller?.channel ?? 'api',
    session: caller?.session ?? null,
    tokenById: caller?.tokenById ?? null,
    now: services.clock(),
    requestId: requestIdOf(req),
    newId: uuidv7(),
    accept: req.headers.accept ?? '*/*',
    ifMatch: req.headers['if-match'] ?? null,
  };
}

/** Whether there is something besides the path whose faults could be told. */
const readsMore = ({ query, body, upload, sheet, document }: Route): boolean =>
  (query ?? body ?? upload ?? sheet ?? document) !== undefined;

/** A browser sends the session along with what another site asks of it; a token is only sent on purpose. */
function checkSite(req: Request, { config }: Services): void {
  if (!isSafe(req) && (keepsItsOrigin(req) || !isSameOrigin(req, config.publicUrl)))
    throw new DomainError('FORM_REFUSED', 'The call came from another site. Nothing was done.');
}

const isSafe = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD';

function checkCaller(
  access: Exclude<Access, 'public'>,
  { person, scopes, session, tokenId }: Caller,
  { route, req, services }: { readonly route: Route; readonly req: Request; readonly services: Parts },
): void {
  if (!person.grant) services.limitCalls?.({ personId: person.id, tokenId }, services.clock());
  const wait = services.waitOf(person, services.clock());
  if (wait > 0) throw new TooManyRequests('The key has made too many calls within this minute.', wait);
  if (person.grant) checkGrant(route, person, req.params);
  else checkAccess(access, person);
  if (!isWithin(scopes, scopeFor(route)))
    throw new DomainError('FORBIDDEN', `The token is not for this: it needs the scope ${scopeFor(route)}.`);
  if (route.stepUp) checkFresh(session, services);
}

async function bodyOf(route: Route, req: Request, { documents }: Services): Promise<unknown> {
  if (route.sheet) return readSheetRows(await readSheetBytes(req, documents));
  if (!route.upload && !route.document) return route.body ? parseBody(route, req) : undefined;
  const { fileName } = req.query;
  const name = typeof fileName === 'string' ? fileName : undefined;
  return route.document ? readDocument(req, name, documents) : readUpload(req, name, documents);
}

function parseBody({ body: schema, csv }: Route, req: Request): unknown {
  const given: unknown = req.body;
  const isCsv = typeof given === 'string' && Boolean(req.is('text/csv'));
  if (isCsv && csv) {
    checkCharacters(given);
    return given;
  }
  const hasBody = req.headers['content-length'] !== undefined && req.headers['content-length'] !== '0';
  if (isCsv || (given === undefined && hasBody))
    throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'The body must be JSON (application/json).');
  const body = given ?? {};
  checkBody(body);
  return schema ? parseWith(schema, body, 'INVALID_FIELDS') : undefined;
}

function checkKey(key: string): string {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new DomainError('MALFORMED', 'An Idempotency-Key has 1 to 255 visible ASCII characters.');
}

interface Once {
  readonly key: string;
  readonly services: Services;
}

async function onceByKey(route: Route, call: Erased, { key, services }: Once): Promise<Reply> {
  const claim = {
    principal: call.actor.id,
    key,
    bodyHash: fingerprint(route, call),
    subjectId: call.newId,
    now: call.now,
  };
  const result = await claimKey(services.db, claim);
  if (result.kind !== 'mine') return earlierReply(result);
  const { held } = result;
  try {
    const reply = await route.handle({ ...call, newId: held.subjectId });
    const saved: SavedReply = { status: reply.status ?? 200, headers: reply.headers ?? {}, body: reply.body };
    if (await saveReply(services.db, held, saved)) return reply;
  } catch (error) {
    await releaseKey(services.db, held).catch(() => undefined);
    throw error;
  }
  // We were so late that another call took over: there is one answer, and it is not ours.
  return earlierReply(await meetKey(services.db, claim));
}

function earlierReply(met: Met): Reply {
  if (met.kind === 'other-body')
    throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key came before with another body.');
  if (met.kind === 'running')
    throw new DomainError('IDEMPOTENCY_IN_PROGRESS', 'Another call with this Idempotency-Key still runs.');
  if (met.kind === 'erased')
    throw new DomainError('IDEMPOTENCY_REPLY_ERASED', 'The call was carried out; its answer told of somebody whose data were erased.'); // prettier-ignore
  return { ...met.reply, headers: { ...met.reply.headers, 'idempotent-replay': 'true' } };
}

function fingerprint(route: Route, { params, query, body }: Erased): string {
  // A file stands for itself by its hash, which comes with it.
  const content = Object.entries(body ?? {}).filter(([, field]) => typeof field !== 'object');
  const said = route.upload || route.document ? content : (body ?? null);
  // What a rehearsal of an import answered is no answer to the import itself.
  const asked = Object.keys(query ?? {}).length > 0 ? [query] : [];
  return createHash('sha256')
    .update(canonicalJson([route.method, route.path, params, said, ...asked]))
    .digest('hex');
}

export async function sendReply(res: Response, { status = 200, headers = {}, body }: Reply): Promise<void> {
  res.status(status).set(headers);
  if (body === undefined) res.end();
  else if (typeof body === 'string' || Buffer.isBuffer(body)) res.send(body);
  else if (body instanceof Readable) await pipeline(body, res);
  else res.json(body);
}

/** Stands in for nobody on public routes. */
const ANONYMOUS: Person = {
  id: '00000000-0000-0000-0000-000000000000',
  email: '',
  name: '',
  locale: 'en',
  timeZone: 'UTC',
  roles: [],
  managerId: null,
  departmentId: null,
  active: false,
  digest: false,
};
