import type { Issue, Refusal } from '../errors';
import { type DatedCertificate, current, isBeyondGrace } from './certificates';
import type { VendorStatus } from './vendor-schema';

/** Where a vendor may go from each status. A blocked or exited one begins anew as a prospect. */
const NEXT: Readonly<Record<VendorStatus, readonly VendorStatus[]>> = {
  prospect: ['qualified', 'conditional', 'blocked', 'exited'],
  qualified: ['conditional', 'blocked', 'exited'],
  conditional: ['qualified', 'blocked', 'exited'],
  blocked: ['prospect', 'exited'],
  exited: ['prospect', 'blocked'],
};

/** Vendors in these states take part in no tender. */
export const isOutOfReach = (status: VendorStatus): boolean => status === 'blocked' || status === 'exited';

interface Standing {
  readonly status: VendorStatus;
  /** A hit on the list of sanctioned parties that nobody has cleared. */
  readonly flagged: boolean;
}

/** What keeps a vendor from being invited, bidding, being scored and being awarded, also when it is a candidate already. */
export const barIssues = ({ status, flagged }: Standing): readonly Issue[] => [
  ...(isOutOfReach(status) ? [{ path: 'vendor.status', message: `the vendor is ${status}` }] : []),
  ...(flagged ? [{ path: 'vendor.sanctions', message: 'a hit on the list of sanctioned parties is not cleared' }] : []),
];

/** Why a vendor takes part in no selection, or null. */
export function barObjection(vendor: Standing): Refusal | null {
  const errors = barIssues(vendor);
  if (errors.length === 0) return null;
  const message = `This vendor takes no part: ${errors.map((issue) => issue.message).join('; ')}.`;
  return { code: 'VENDOR_BARRED', message, errors };
}

interface Qualification {
  readonly status: VendorStatus;
  readonly certificates: readonly DatedCertificate[];
  readonly dueDiligence: { readonly result: string } | null;
}

/** Why a vendor may not become what it is to be; empty when it may. */
export function statusIssues(before: VendorStatus, after: Qualification, today: string): readonly Issue[] {
  const { status, certificates, dueDiligence } = after;
  if (status === before) return [];
  if (!NEXT[before].includes(status)) return [refuse(`cannot follow ${before}; possible: ${NEXT[before].join(', ')}`)];
  return status === 'qualified' ? qualificationIssues({ certificates, dueDiligence }, today) : [];
}

/** What stands against calling a vendor qualified. */
export const qualificationIssues = (
  { certificates, dueDiligence }: Omit<Qualification, 'status'>,
  today: string,
): readonly Issue[] => [
  ...current(certificates)
    .filter((certificate) => isBeyondGrace(certificate, today))
    .map(({ type, no, validTo }) => refuse(`cannot be qualified: ${type} ${no} ended on ${validTo}`)),
  ...(dueDiligence?.result === 'failed' ? [refuse('cannot be qualified: the due diligence has failed')] : []),
];

const refuse = (message: string): Issue => ({ path: 'status', message });
