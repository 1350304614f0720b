import { addMonthsClamped } from '../calendar/civil';
import type { Issue } from '../errors';
import type { Criticality } from '../planning/catalogue';

/** Months for which a due diligence counts (银保监办发〔2021〕141号: yearly). */
export const DUE_DILIGENCE_MONTHS = 12;

export const dueDiligenceEnd = (at: string): string => addMonthsClamped(at, DUE_DILIGENCE_MONTHS);

interface Examined {
  readonly criticality: Criticality;
  readonly dueDiligence: { readonly validUntil: string; readonly result: string } | null;
  readonly today: string;
}

/** Why gate G3 refuses a vendor of an important or critical service. The last valid day still counts. */
export function dueDiligenceIssues({ criticality, dueDiligence, today }: Examined): readonly Issue[] {
  if (criticality === 'general' || dueDiligence === null) return [];
  const refuse = (message: string): readonly Issue[] => [{ path: 'vendor.dueDiligence', message }];
  if (dueDiligence.result === 'failed') return refuse('the due diligence of the vendor has failed');
  return dueDiligence.validUntil < today
    ? refuse(`the due diligence ended on ${dueDiligence.validUntil}; renew it`)
    : [];
}

/** What an approver of G3 should see: nobody has looked at the vendor of a service that matters. */
export const dueDiligenceFlags = ({ criticality, dueDiligence }: Examined): readonly string[] =>
  criticality !== 'general' && dueDiligence === null ? ['DUE_DILIGENCE_MISSING'] : [];
