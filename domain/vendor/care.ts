import type { ActionItemKind } from '../action-item/kinds';
import { addDays } from '../calendar/civil';
import { certificateKey, current, isBeyondGrace, opensOn } from './certificates';
import { isOutOfReach } from './status';
import type { Vendor } from './vendor-schema';

export const VENDOR_WORK = [
  'certificate-expiry',
  'vendor-conditional',
  'due-diligence',
  'assessment-renewal',
] as const satisfies readonly ActionItemKind[];
export type VendorWork = (typeof VENDOR_WORK)[number];

/** Work about a vendor: the key is its identity, so that looking again opens nothing twice. Dates are days. */
export interface Duty {
  readonly key: string;
  readonly kind: VendorWork;
  readonly title: string | null;
  readonly opensOn: string;
  readonly dueOn: string;
}

/** Days before a yearly check ends at which it becomes work. */
const LEAD_DAYS = 30;
/** Days that the owner has to decide about a vendor that became conditional. */
const DECIDE_DAYS = 14;

export interface Expiring {
  readonly id: string;
  readonly questionnaireKey: string;
  readonly title: string;
  readonly validUntil: string;
}

type Cared = Pick<Vendor, 'id' | 'status' | 'certificates' | 'dueDiligence'>;

/** Everything that somebody owes about a vendor on a day; nothing for one that takes part in nothing. */
export function dutiesOf(vendor: Cared, assessments: readonly Expiring[], today: string): readonly Duty[] {
  if (isOutOfReach(vendor.status)) return [];
  const duties = [
    ...current(vendor.certificates).flatMap((certificate) => certificateDuties(vendor, certificate, today)),
    ...dueDiligenceDuties(vendor),
    ...assessments.map(({ id, title, validUntil }): Duty => ({
      key: `assessment:${id}`,
      kind: 'assessment-renewal',
      title,
      opensOn: addDays(validUntil, -LEAD_DAYS),
      dueOn: validUntil,
    })),
  ];
  return duties.filter((duty) => duty.opensOn <= today);
}

function certificateDuties(
  { id, status }: Cared,
  certificate: Vendor['certificates'][number],
  today: string,
): readonly Duty[] {
  const key = `${id}|${certificateKey(certificate)}`;
  const title = `${certificate.type} ${certificate.no}`;
  const renewal: Duty = {
    key: `certificate|${key}`,
    kind: 'certificate-expiry',
    title,
    opensOn: opensOn(certificate),
    dueOn: certificate.validTo,
  };
  const decision: Duty = {
    key: `conditional|${key}`,
    kind: 'vendor-conditional',
    title,
    opensOn: today,
    dueOn: addDays(today, DECIDE_DAYS),
  };
  return status === 'conditional' && isBeyondGrace(certificate, today) ? [renewal, decision] : [renewal];
}

const dueDiligenceDuties = ({ id, dueDiligence }: Cared): readonly Duty[] =>
  dueDiligence
    ? [
        {
          key: `due-diligence|${id}|${dueDiligence.validUntil}`,
          kind: 'due-diligence',
          title: null,
          opensOn: addDays(dueDiligence.validUntil, -LEAD_DAYS),
          dueOn: dueDiligence.validUntil,
        },
      ]
    : [];

/** The certificate for which a qualified vendor is qualified no longer, or null. */
export const demotingCertificate = ({ status, certificates }: Cared, today: string) =>
  status === 'qualified' ? (current(certificates).find((one) => isBeyondGrace(one, today)) ?? null) : null;
