import { isEnded } from '../../domain/engagement/statuses';
import { hasRole, type Person } from '../../domain/people/people';
import type { Amendment } from '../../domain/contract/amendment-schema';
import type { Subcontractor } from '../../domain/contract/subcontractor-schema';
import { waiverObjection } from '../../domain/contract/waivers';
import type { EngagementRow } from '../../db/stores/engagements';
import type { FormLink } from '../../templates/record-form-data';
import { CONSENTERS } from '../record-form/contract/subcontractor';
import { SERVING } from '../routes/amendments';
import { linksTo, mayWrite } from './form-links';

/** Somebody before an engagement. */
export interface Writer {
  readonly row: EngagementRow;
  readonly person: Person;
}

/** What may be written down about a contract now. */
export function contractForms({ row, person }: Writer): readonly FormLink[] {
  if (!mayWrite(row, person)) return [];
  return linksTo(row, [...termForms(row), 'document', 'compliance', 'obligation', 'subcontractor']);
}

function termForms({ state, contract_approved: approved, open_gate: gate }: EngagementRow): readonly string[] {
  if (SERVING.some((one) => one === state)) return ['contract-amendment', 'contract-change'];
  if (state === 'CONTRACTING' && approved) return ['contract-signature'];
  const mayDraft = (state === 'VENDOR_SELECTION' || state === 'CONTRACTING') && gate !== 'contract';
  return mayDraft ? ['contract'] : [];
}

/** Somebody of legal who did not write the version lets the contract do without a clause, until it is decided on. */
export function waiverForms(
  { row, person }: Writer,
  { code, writtenById }: { readonly code: string; readonly writtenById: string | null },
): readonly FormLink[] {
  const decided = isEnded(row.state) || row.contract_approved || row.open_gate === 'contract';
  return decided || waiverObjection(person, { writtenById }) !== null ? [] : linksTo(row, ['clause-waiver'], code);
}

/** Both sides sign what has been approved. */
export const amendmentForms = ({ row, person }: Writer, { id, status }: Amendment): readonly FormLink[] =>
  status === 'approved' && mayWrite(row, person) ? linksTo(row, ['contract-signature'], id) : [];

/** A duty of the law ends with the service alone. */
export const obligationForms = (
  { row, person }: Writer,
  { id, duty }: { readonly id: string; readonly duty: string | null },
): readonly FormLink[] => (duty === null && mayWrite(row, person) ? linksTo(row, ['obligation-end'], id) : []);

/** It is changed by whoever may write; somebody else than whoever entered it consents. */
export function subcontractorForms({ row, person }: Writer, node: Subcontractor): readonly FormLink[] {
  const { id, consent, requestedById } = node;
  const decides = consent === 'requested' && requestedById !== person.id && hasRole(person, ...CONSENTERS);
  return [
    ...(mayWrite(row, person) ? linksTo(row, ['subcontractor-change'], id) : []),
    ...(decides && !isEnded(row.state) ? linksTo(row, ['subcontractor-consent'], id) : []),
  ];
}
