import type { Amendment, ChangeView as Change } from '../../domain/contract/amendment-schema';
import type { DocumentView as Stored } from '../../domain/contract/document-schema';
import type { ObligationView as Obligation } from '../../domain/contract/obligation-schema';
import type { Subcontractor } from '../../domain/contract/subcontractor-schema';
import { rankOf, worksUnapproved } from '../../domain/contract/subcontractors';
import { amendmentsOf } from '../../db/stores/amendments';
import { changesOf } from '../../db/stores/change-requests';
import { type ContractVersion, versionsOf } from '../../db/stores/contract-versions';
import { documentsOf } from '../../db/stores/documents';
import { findPeople } from '../../db/stores/people';
import { subcontractorsOf } from '../../db/stores/subcontractors';
import type { Db } from '../../db/knex';
import type {
  AmendmentView,
  ChangeView,
  ContractView,
  DocumentView,
  ObligationView,
  SubcontractorView,
  VersionView,
} from '../../templates/contract-page-data';
import { amendmentForms, obligationForms, subcontractorForms, type Writer } from './contract-forms';
import { obligationViews } from '../routes/obligations';

type Life = Pick<ContractView, 'versions' | 'amendments' | 'changes' | 'obligations' | 'subcontractors' | 'documents'>;

/** What hangs on a contract while it lives: versions and changes, duties of both sides, those who work for the vendor. */
export async function contractLife(db: Db, writer: Writer): Promise<Life> {
  const { row } = writer;
  const [versions, amendments, changes, obligations, nodes, documents] = await Promise.all([
    versionsOf(db, row.id),
    amendmentsOf(db, row.id),
    changesOf(db, row.id),
    obligationViews(db, row),
    subcontractorsOf(db, row.id),
    documentsOf(db, row.id),
  ]);
  const writers = versions.flatMap(({ writtenById }) => writtenById ?? []);
  const people = await findPeople(db, [...writers, ...obligations.map(({ assigneeId }) => assigneeId)]);
  const nameOf: NameOf = (id) => people.find((person) => person.id === id)?.name ?? null;
  return {
    versions: versions.toReversed().map((one) => versionLine(one, nameOf)),
    amendments: amendments.toReversed().map((one) => ({ ...amendmentLine(one), forms: amendmentForms(writer, one) })),
    changes: changes.toReversed().map(changeLine),
    obligations: obligations
      .filter(({ state }) => state === 'active')
      .map((one) => ({ ...obligationLine(one, nameOf), forms: obligationForms(writer, one) })),
    subcontractors: nodes.map((node) => ({
      ...subcontractorLine(node, nodes),
      forms: subcontractorForms(writer, node),
    })),
    documents: documents.toReversed().map((one) => documentLine(one, row.id)),
  };
}

type NameOf = (id: string | null) => string | null;

const versionLine = (one: ContractVersion, nameOf: NameOf): VersionView => ({
  version: one.version,
  kind: one.kind,
  approved: one.approved,
  at: Date.parse(one.writtenAt),
  by: nameOf(one.writtenById),
  effectiveOn: one.effectiveOn,
  fingerprint: one.sha256.slice(0, 12),
});

const amendmentLine = ({
  reason,
  effectiveOn,
  status,
  signatures,
  requestId,
}: Amendment): Omit<AmendmentView, 'forms'> => ({
  reason,
  effectiveOn,
  status,
  signedBy: (['us', 'vendor'] as const).filter((party) => signatures[party] !== undefined),
  href: requestHref(requestId),
});

const changeLine = (one: Change): ChangeView => ({
  title: one.title ?? one.scopeDelta,
  cost: one.costDelta,
  days: one.scheduleDeltaDays,
  cumulativeBp: one.cumulativeBp,
  status: one.status,
  href: requestHref(one.requestId),
});

const obligationLine = (
  { party, title, duty, schedule, nextDue, assigneeId }: Obligation,
  nameOf: NameOf,
): Omit<ObligationView, 'forms'> => ({
  party,
  title,
  duty,
  every: schedule.every,
  nextDue,
  assignee: nameOf(assigneeId) ?? assigneeId,
});

function subcontractorLine(node: Subcontractor, nodes: readonly Subcontractor[]): Omit<SubcontractorView, 'forms'> {
  const { name, service, country, personalData, active, consent } = node;
  const alarming = worksUnapproved(node);
  return { name, service, country, personalData, active, consent, rank: rankOf(nodes, node), alarming };
}

const documentLine = ({ id, fileName, size, uploadedAt }: Stored, engagementId: string): DocumentView => ({
  fileName,
  size,
  at: Date.parse(uploadedAt),
  href: `/api/v1/engagements/${engagementId}/documents/${id}/content`,
});

const requestHref = (id: string | null): string | null => (id === null ? null : `/requests/${id}`);
