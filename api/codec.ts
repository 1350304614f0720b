import { type Payload, type PayloadCodec } from '@temporalio/common';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { CodecError, isEncrypted, payloadCodec } from '../codec/payload-codec';
import { appendAudit, MASTER_STREAM } from '../db/stores/audit';
import { inTransaction } from '../db/transaction';
import { DomainError } from '../domain/errors';
import { isWithin } from '../domain/people/token-scopes';
import { parseWith } from './parse';
import type { Services } from './services';
import { type Caller, callerOf, checkAccess, checkFactor, checkFresh } from './session';

/** A page of a history in Temporal's UI; beyond it the UI asks in parts anyway. */
const BODY_LIMIT = 4 * 1_048_576;
const PAYLOADS_MOST = 2_000;

const Bytes = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'must be base64');
const Body = z.strictObject({
  payloads: z
    .array(z.strictObject({ metadata: z.record(z.string().max(200), Bytes).optional(), data: Bytes.optional() }))
    .max(PAYLOADS_MOST),
});
type WirePayload = z.infer<typeof Body>['payloads'][number];

/**
 * Reads payloads for Temporal's UI and CLI, in the protocol of remote data encoders: `POST /codec/decode`. Administrators only;
 * each answer leaves an audit entry. There is no `encode`: what a worker believes comes from Tenure alone.
 */
export function codecRouter(services: Services): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const codec = payloadCodec(services.config.codec?.keys ?? []);
  router.use('/codec', noStore, sharing(services));
  router.options('/codec/decode', (_req, res) => void res.status(204).end());
  router.post(
    '/codec/decode',
    express.json({ limit: BODY_LIMIT, inflate: false }),
    async (req, res) => await decode(codec, services, { req, res }),
  );
  return router;
}

const noStore: RequestHandler = (_req, res, next) => {
  res.set('cache-control', 'no-store');
  next();
};

/** Pages of Temporal's UI may read answers, those of no other origin; where none is named nobody's may. */
function sharing({ config }: Services): RequestHandler {
  const ui = config.temporalUi;
  return (req, res, next) => {
    res.vary('origin');
    const { origin } = req.headers;
    if (origin !== undefined && origin !== ui)
      throw new DomainError('FORBIDDEN', 'Pages of this origin may not read payloads (TENURE_TEMPORAL_UI).');
    if (origin !== undefined)
      res.set({
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'authorization, content-type, x-namespace',
        'access-control-max-age': '600',
        'cross-origin-resource-policy': 'cross-origin',
      });
    next();
  };
}

interface Exchange {
  readonly req: Request;
  readonly res: Response;
}

async function decode(codec: PayloadCodec, services: Services, { req, res }: Exchange): Promise<void> {
  const caller = await allowed(req, services);
  if (!req.is('application/json'))
    throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'The body must be JSON (application/json).');
  const given = parseWith(Body, req.body, 'INVALID_FIELDS').payloads.map(fromWire);
  const payloads = await codec.decode(given).catch(refuse);
  const count = given.filter(isEncrypted).length;
  if (count > 0) await remember(services, caller, count);
  res.json({ payloads: payloads.map(toWire) });
}

/** A session of a page counts only together with the origin of the UI, which `sharing` has looked at. */
async function allowed(req: Request, services: Services): Promise<Caller> {
  const caller = await callerOf(req, services);
  if (!caller) throw new DomainError('UNAUTHENTICATED', 'Sign in to Tenure, or send `Authorization: Bearer <token>`.');
  if (caller.person.grant) throw new DomainError('FORBIDDEN', 'Keys of machines may not read payloads.');
  services.limitCalls?.({ personId: caller.person.id, tokenId: caller.tokenId }, services.clock());
  checkAccess(['admin'], caller.person);
  if (!isWithin(caller.scopes, 'administer'))
    throw new DomainError('FORBIDDEN', 'The token is not for this: it needs the scope administer.');
  if (caller.channel === 'page' && req.headers.origin === undefined)
    throw new DomainError('FORBIDDEN', 'A session may read payloads for the pages of TENURE_TEMPORAL_UI only.');
  checkFactor(caller);
  checkFresh(caller.session, services);
  return caller;
}

function refuse(error: unknown): never {
  if (error instanceof CodecError) throw new DomainError('INVALID_FIELDS', error.message);
  throw error;
}

async function remember({ db, clock }: Services, { person, channel }: Caller, count: number): Promise<void> {
  const entry = { key: `payloads.read:${uuidv7()}`, at: clock(), type: 'payloads.read', actorId: person.id, channel };
  await inTransaction(db, (trx) => appendAudit(trx, MASTER_STREAM, [{ ...entry, payload: { count } }]));
}

const fromWire = ({ metadata = {}, data = '' }: WirePayload): Payload => ({
  metadata: mapped(metadata, (text) => Buffer.from(text, 'base64')),
  data: Buffer.from(data, 'base64'),
});
const toWire = ({ metadata, data }: Payload): WirePayload => ({
  metadata: mapped(metadata ?? {}, (bytes) => Buffer.from(bytes).toString('base64')),
  data: Buffer.from(data ?? []).toString('base64'),
});
const mapped = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
