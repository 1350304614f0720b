import { Router } from 'express';
import { isHeadOurs, readHeadWord } from '../../audit-head';
import { type BrokenLink, erasedEntries, verifyAudit } from '../../db/read/audit';
import { HEADS_STREAM } from '../../db/read/audit-anchors';
import { newestHeads } from '../../db/stores/audit-anchors';
import { DomainError, fieldError } from '../../domain/errors';
import type { AuditPage, AuditVerdict, BrokenRow } from '../../templates/audit-page-data';
import { translate } from '../../templates/catalog';
import { AUDIT_READERS } from '../admin/access';
import { fieldsOnPage, FRESH, one, type Outcome, typedIn } from '../record-form/plan';
import { checkAccess } from '../session';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import type { Visit } from './visit';

const PATH = '/admin/audit';
const EXPORT = '/api/v1/audit/export';
/** A quarter of nights. */
const SHOWN = 90;
const LONGEST_WORD = 5_000;

/** The trail: whether it is intact, its signed heads, and all of it for whoever checks it outside. */
export function auditPage(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  const page = (act: (visit: Visit) => Promise<void>) =>
    insider((req, res, reader) => {
      checkAccess(AUDIT_READERS, reader.person);
      return act({ deps, requests, req, res, reader });
    });
  router.get(
    PATH,
    page((visit) => show(visit, FRESH, null)),
  );
  router.post(PATH, page(verify));
  return router;
}

/** Reads only; a form all the same, because it takes the longer the more there is, and nothing that follows links shall start it. */
async function verify(visit: Visit): Promise<void> {
  const { deps, req, reader } = visit;
  const typed = typedIn(req, [fieldOf(reader.locale)]);
  const word = one(typed, 'head');
  const kept = word === '' ? undefined : readHeadWord(word);
  if (kept === null) return show(visit, { typed, refusal: fieldError('head', NO_HEAD) }, null);
  const started = performance.now();
  const { secrets } = deps.config;
  const broken = await verifyAudit(deps.db, { isOurs: (head) => isHeadOurs(head, secrets), kept });
  const verdict: AuditVerdict = {
    intact: broken.length === 0,
    broken: broken.map(rowOf),
    erased: await erasedEntries(deps.db),
    withKept: kept !== undefined,
    seconds: Math.round((performance.now() - started) / 100) / 10,
  };
  await show(visit, { typed, refusal: null }, verdict);
}

const NO_HEAD = 'is not the long word of a mailed head';

const rowOf = ({ stream, seq }: BrokenLink): BrokenRow => ({
  stream,
  seq,
  exportHref: stream === HEADS_STREAM ? null : `${EXPORT}?${new URLSearchParams({ stream }).toString()}`,
  subjectHref: subjectOf(stream),
});

function subjectOf(stream: string): string | null {
  const [kind = '', id = ''] = stream.split(':');
  return SUBJECTS.has(kind) && id !== '' ? `/${kind}s/${id}` : null;
}
const SUBJECTS: ReadonlySet<string> = new Set(['engagement', 'request']);

const fieldOf = (locale: Visit['reader']['locale']) =>
  ({
    name: 'head',
    kind: 'text',
    label: translate(locale, 'audit.head'),
    hint: translate(locale, 'audit.head-hint'),
    most: LONGEST_WORD,
  }) as const;

async function show(visit: Visit, outcome: Outcome, verdict: AuditVerdict | null): Promise<void> {
  const { deps, requests, res, reader } = visit;
  const { locale, person } = reader;
  const heads = await newestHeads(deps.db, SHOWN + 1);
  const [field] = fieldsOnPage([fieldOf(locale)], outcome, locale);
  if (!field) throw new DomainError('INTERNAL', 'A form without its field.');
  const data: AuditPage = {
    heads: heads.slice(0, SHOWN).map(({ content: { root, number, day, at, entries, streams } }) => ({
      ...{ number, day, at, entries, streams },
      root: root.slice(0, 12),
    })),
    more: heads.length > SHOWN,
    field,
    verdict,
    exportHref: EXPORT,
  };
  const shell = shellFor(reader, deps, { nav: 'admin', todo: await countTodo(requests, person.id) });
  sendPage(res, reader, { name: 'audit', status: outcome.refusal ? 422 : 200, data: { shell, ...data } });
}
