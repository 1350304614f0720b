import { deletionFacts } from '../../db/read/deletion-facts';
import { existingRun } from '../../db/stores/dataset-runs';
import { type Dataset, type DatasetId } from '../../db/stores/datasets';
import { declarationsOf } from '../../db/stores/deletion-declarations';
import { findPeople } from '../../db/stores/people';
import { subcontractorsOf } from '../../db/stores/subcontractors';
import { deletedBetween, sumTombstones, tombstonesByUnit } from '../../db/stores/tombstones';
import type { Db } from '../../db/knex';
import { DELETION_METHODS, notReachedBy, sentenceFor } from '../../domain/exit/certificate';
import type { Certificate } from '../../domain/exit/certificate-schema';
import type { Declaration } from '../../domain/exit/deletion-schema';
import { scopeOf } from '../../domain/exit/end-place';
import type { Manifest } from '../../domain/exit/manifest';
import { splitName, tableId } from './catalogue';

interface Order extends DatasetId {
  readonly requestId: string;
  readonly requestedBy: string;
}

interface Done extends Pick<Certificate, 'canaries'> {
  readonly dataset: Dataset;
  readonly remaining: number;
  readonly now: number;
}

/** The certificate of a deletion that has been done and looked after, out of the records alone. */
export async function certificateOf(db: Db, order: Order, done: Done): Promise<Certificate> {
  const { dataset, remaining, canaries, now } = done;
  const { sha256, ...counts } = await sumTombstones(db, order);
  const facts = await deletionFacts(db, order, now);
  const run = await existingRun(db, dataset.runId ?? '');
  const at = new Date(now).toISOString();
  const deleted = await deletedBetween(db, order);
  const notReached = notReachedBy(dataset.source.kind, { searched: canaries !== null });
  const declarations = [...(await declarationsOf(db, order))];
  return {
    ...{ id: order.requestId, issuedAt: at, engagementId: order.engagementId, requestId: order.requestId },
    dataset: { key: dataset.key, title: dataset.title, personalData: dataset.personalData },
    requestedBy: order.requestedBy,
    approvedBy: [...facts.approverIds],
    migratedBy: run.runnerId,
    people: await peopleOf(db, [
      ['requested', order.requestedBy],
      ...facts.approverIds.map((id) => ['approved', id] as const),
      ['migrated', run.runnerId],
      ['acknowledged', dataset.acknowledgedBy],
    ]),
    kind: dataset.source.kind,
    method: DELETION_METHODS[dataset.source.kind],
    scope: [...scopeOf(dataset.source)],
    counts,
    deleted: deleted && { from: deleted.from.toISOString(), until: deleted.until.toISOString() },
    contents: await contentsOf(db, dataset, counts),
    manifestSha256: rootOf(run.manifest?.content),
    tombstonesSha256: sha256,
    scan: { at, remaining },
    canaries,
    declarations,
    undeclared: await undeclared(db, order, declarations),
    notReached,
    exceptions: notReached.map(sentenceFor),
  };
}

const rootOf = (manifest: Manifest | undefined): string => manifest?.sha256 ?? '';

type Part = Certificate['people'][number]['part'];

async function peopleOf(db: Db, parts: readonly (readonly [Part, string | null])[]): Promise<Certificate['people']> {
  const found = await findPeople(
    db,
    parts.flatMap(([, id]) => id ?? []),
  );
  return parts.flatMap(([part, id]) => {
    const person = found.find((one) => one.id === id);
    return person ? [{ id: person.id, name: person.name, part }] : [];
  });
}

async function contentsOf(db: Db, dataset: Dataset, counts: Certificate['counts']): Promise<Certificate['contents']> {
  const { source } = dataset;
  if (source.kind !== 'postgres') return [{ name: scopeOf(source).join(', '), ...counts }];
  const tables = (source.tables ?? []).map((text) => tableId(splitName(text)));
  return tombstonesByUnit(db, dataset, tables);
}

/** Sub-contractors that work with personal data, and of whom the vendor has not said what became of it. */
async function undeclared(db: Db, { engagementId }: DatasetId, said: readonly Declaration[]): Promise<string[]> {
  const known = new Set(said.map(({ subcontractorId }) => subcontractorId));
  return (await subcontractorsOf(db, engagementId))
    .filter(({ id, active, personalData }) => active && personalData && !known.has(id))
    .map(({ name }) => name);
}
