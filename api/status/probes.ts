import { newestMigration, pendingMigrations } from '../../db/migrate';
import { countDeliveries } from '../../db/read/delivery-counts';
import { countMails } from '../../db/read/mail-counts';
import { databaseFacts } from '../../db/read/database-facts';
import { newestHeads } from '../../db/stores/audit-anchors';
import { datesAt } from '../../db/stores/watches';
import type { EngineStatus } from '../engine-status';
import { checkMail } from '../health';
import type { PageDeps } from '../pages/reader';
import type { Found, Probe, Wording } from './probe';

interface Around {
  readonly deps: PageDeps;
  readonly say: Wording;
  /** Epoch milliseconds of the clock on the wall: what machines do is measured by it. */
  readonly now: number;
}

/** As the alerts of `deploy/prometheus/alerts.yaml` have it. */
const MAIL_OLD_SECONDS = 900;
const DELIVERY_OLD_SECONDS = 3_600;
const DATES_LATE_SECONDS = 600;
/** A night and some hours. */
const NIGHTLY_MS = 26 * 3_600_000;
const POLLER_FRESH_MS = 75_000;
const QUEUE_STANDS = 'A task queue that stands still';

/** Every part of the installation, with what counts as well. */
export function probesOf(around: Around): readonly Probe[] {
  const engine = around.deps.gateway.inspect();
  // Several probes wait for it; one that is not reached yet must not leave its failure unheard.
  engine.catch(() => undefined);
  return [
    { key: 'database', look: () => database(around), runbook: 'Lost database, restored backup' },
    { key: 'migrations', look: () => migrations(around), runbook: 'Upgrading' },
    {
      ...{ key: 'engine', look: async () => engineFound(await engine, around), runbook: 'No answer' },
      ...(around.deps.config.temporalUi !== undefined && { href: around.deps.config.temporalUi }),
    },
    { key: 'queues', look: async () => queues(await engine, around), runbook: QUEUE_STANDS },
    { key: 'relay', look: () => relay(around), runbook: 'Mail relay down' },
    { key: 'outbox', look: () => outbox(around), runbook: 'Mail relay down', href: '/admin/mails' },
    { key: 'deliveries', look: () => deliveries(around), runbook: 'A receiver that refuses', href: '/integration' },
    { key: 'dates', look: () => dates(around), runbook: 'A date keeper that is missing' },
    { key: 'sweep', look: async () => sweep(await engine, around), runbook: QUEUE_STANDS },
    { key: 'audit', look: () => auditHead(around), runbook: QUEUE_STANDS, href: '/admin/audit' },
    { key: 'scanner', look: () => scanner(around), runbook: 'A scanner that is away' },
    { key: 'backup', look: () => Promise.resolve({ wellness: 'unknown', facts: [] }), runbook: 'Upgrading' },
    { key: 'versions', look: () => Promise.resolve(versions(around)), runbook: 'Upgrading' },
  ];
}

async function database({ deps, say }: Around): Promise<Found> {
  const started = performance.now();
  const { version, bytes } = await databaseFacts(deps.db);
  const ms = Math.round(performance.now() - started);
  const facts = [say.text('version', version), say.text('size', say.bytes(bytes)), say.text('answer', `${ms} ms`)]; // prettier-ignore
  return { wellness: 'well', facts };
}

async function migrations({ deps, say }: Around): Promise<Found> {
  const pending = await pendingMigrations(deps.db);
  const facts = [say.count('pending', pending.length), ...pending.map((name) => say.text('pending-name', name))];
  return { wellness: pending.length === 0 ? 'well' : 'ill', facts };
}

const engineFound = ({ version }: EngineStatus, { say }: Around): Found => ({
  wellness: 'well',
  facts: [say.text('version', version || '–')],
});

function queues({ queues: all }: EngineStatus, { say, now }: Around): Found {
  const isServed = all.every(({ seenAt }) => seenAt !== null && now - seenAt < POLLER_FRESH_MS);
  const facts = all.map(({ name, pollers, seenAt, backlog }) =>
    say.text(name, [say.words('pollers', { count: pollers }), ...say.when(seenAt), ...say.inLine(backlog)].join(' · ')),
  );
  return { wellness: isServed ? 'well' : 'ill', facts };
}

async function relay({ deps, say }: Around): Promise<Found> {
  const isThere = await checkMail(deps.config.smtpUrl);
  return { wellness: isThere ? 'well' : 'ill', facts: [say.text('host', new URL(deps.config.smtpUrl).host)] };
}

/** Where none is named, nothing can be said of it but that. */
async function scanner({ deps, say }: Around): Promise<Found> {
  const { scan } = deps.documents;
  if (!scan) return { wellness: 'unknown', facts: [say.text('scanning', say.words('not-scanned', {}))] };
  return { wellness: 'well', facts: [say.text('version', await scan.version())] };
}

async function outbox({ deps, say }: Around): Promise<Found> {
  const { waiting, failing, givenUp, oldestSeconds } = await countMails(deps.db);
  const isIll = givenUp > 0 || oldestSeconds > MAIL_OLD_SECONDS;
  return {
    wellness: isIll ? 'ill' : failing > 0 ? 'unsure' : 'well',
    facts: [
      say.count('waiting', waiting),
      say.count('failing', failing),
      say.count('given-up', givenUp),
      say.seconds('oldest', oldestSeconds),
    ],
  };
}

async function deliveries({ deps, say }: Around): Promise<Found> {
  const counts = await countDeliveries(deps.db);
  const total = (state: 'waiting' | 'dead') =>
    counts.filter((one) => one.state === state).reduce((sum, { count }) => sum + count, 0);
  const oldest = Math.max(0, ...counts.map(({ oldestSeconds }) => oldestSeconds ?? 0));
  const isIll = total('dead') > 0 || oldest > DELIVERY_OLD_SECONDS;
  return {
    wellness: isIll ? 'unsure' : 'well',
    facts: [say.count('waiting', total('waiting')), say.count('given-up', total('dead')), say.seconds('oldest', oldest)], // prettier-ignore
  };
}

async function dates({ deps, say }: Around): Promise<Found> {
  const { putOff, lateSeconds } = await datesAt(deps.db, deps.clock());
  const isIll = putOff > 0 || lateSeconds > DATES_LATE_SECONDS;
  const late = say.seconds('late', lateSeconds);
  return { wellness: isIll ? 'ill' : 'well', facts: [say.count('put-off', putOff), late] };
}

function sweep({ nightly }: EngineStatus, { say, now }: Around): Found {
  if (!nightly) return { wellness: 'ill', facts: [] };
  const facts = [...say.at('last', nightly.lastAt), ...say.at('next', nightly.nextAt)];
  // An installation of today has had no night yet.
  if (nightly.lastAt === null) return { wellness: nightly.nextAt === null ? 'ill' : 'unknown', facts };
  return { wellness: now - nightly.lastAt < NIGHTLY_MS ? 'well' : 'ill', facts };
}

async function auditHead({ deps, say }: Around): Promise<Found> {
  const [head] = await newestHeads(deps.db, 1);
  if (!head) return { wellness: 'unknown', facts: [] };
  const { number, at, entries } = head.content;
  const facts = [say.count('head', number), ...say.at('signed', at), say.count('entries', entries)];
  return { wellness: deps.clock() - at < NIGHTLY_MS ? 'well' : 'ill', facts };
}

const versions = ({ say, now }: Around): Found => ({
  wellness: 'well',
  facts: [
    say.text('schema', newestMigration()),
    say.text('node', process.version),
    ...say.at('started', now - process.uptime() * 1_000),
  ],
});
