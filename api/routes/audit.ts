import { Readable } from 'node:stream';
import { z } from 'zod';
import { isHeadOurs } from '../../audit-head';
import { auditEntries, erasedEntries, verifyAudit } from '../../db/read/audit';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db' | 'config'>;

const Verdict = z.strictObject({
  intact: z.boolean(),
  /** Stream `heads`: a signed head itself; `seq` is its number. */
  broken: z.array(z.strictObject({ stream: z.string(), seq: z.int() })),
  /** Entries whose payload was erased, each told of by an entry `audit.erased`. */
  erased: z.int(),
});
const Query = z.strictObject({ stream: z.string().min(1).max(200).optional() });

/** Whether the trail is intact, and all of it for whoever keeps or checks it outside. */
export const auditRoutes = ({ db, config }: Deps): readonly Route[] => [
  route({
    method: 'get',
    path: '/audit/verify',
    summary: 'Recompute every hash chain and hold it to the signed heads; names the first broken entry of each',
    tag: 'Portfolio',
    access: ['admin', 'auditor'],
    answers: { 200: Verdict },
    handle: async () => {
      const broken = await verifyAudit(db, { isOurs: (head) => isHeadOurs(head, config.secrets) });
      return ok({ intact: broken.length === 0, broken, erased: await erasedEntries(db) });
    },
  }),
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/audit/export',
    summary: 'The trail of a stream, or of all, with its hashes: a JSON object a line',
    tag: 'Portfolio',
    access: ['admin', 'auditor'],
    query: Query,
    answers: { 200: null },
    media: ['application/x-ndjson'],
    handle: ({ query }) =>
      Promise.resolve({
        headers: {
          'content-type': 'application/x-ndjson; charset=utf-8',
          'content-disposition': 'attachment; filename="audit.ndjson"',
        },
        body: Readable.from(linesOf(auditEntries(db, query.stream))),
      }),
  }),
];

async function* linesOf(entries: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}
