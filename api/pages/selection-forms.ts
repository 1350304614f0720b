import { engagementAccess } from '../../domain/engagement/access';
import type { Stage } from '../../domain/tender/tender';
import type { FormLink } from '../../templates/record-form-data';
import { teamOf } from '../engagement-scope';
import type { Writer } from './contract-forms';
import { linksTo, mayWrite } from './form-links';

/** What may be set up about a selection now. */
export function selectionForms({ row, person }: Writer): readonly FormLink[] {
  if (!mayWrite(row, person)) return [];
  if (row.state === 'NEEDS_ANALYSIS') return linksTo(row, ['evaluation-model', 'evaluators']);
  if (row.state !== 'VENDOR_SELECTION' || row.open_gate !== null) return [];
  return linksTo(row, ['candidate', 'evaluation-model', 'evaluators']);
}

/** What may be said of a candidate: nobody writes over a bid, and nobody enters a quote while bids are sealed. */
export function candidateForms({ row, person }: Writer, { id, quotable }: { id: string; quotable: boolean }) {
  if (row.state !== 'VENDOR_SELECTION' || row.open_gate !== null) return [];
  const judges = engagementAccess('evaluate', person, teamOf(row)) === null;
  return [
    ...(judges ? linksTo(row, ['scores'], id) : []),
    ...(quotable && mayWrite(row, person) ? linksTo(row, ['quote'], id) : []),
  ];
}

/** What vendors were told is changed as long as they may still bid. */
export function tenderForms({ row, person }: Writer, stage: Stage | null): readonly FormLink[] {
  const isSelecting = row.state === 'NEEDS_ANALYSIS' || row.state === 'VENDOR_SELECTION';
  if (!isSelecting || !mayWrite(row, person) || stage === 'opened') return [];
  return linksTo(row, stage === null || stage === 'cancelled' ? ['tender'] : ['tender', 'tender-cancel']);
}

/** The link of somebody who has lost it. */
export const invitationForms = ({ row, person }: Writer, id: string, stage: Stage | null): readonly FormLink[] =>
  stage !== null && stage !== 'draft' && stage !== 'cancelled' && mayWrite(row, person)
    ? linksTo(row, ['invitation-resend'], id)
    : [];
