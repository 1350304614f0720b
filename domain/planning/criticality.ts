import { CRITICALITIES, type Criticality } from './catalogue';
import type { Needs } from './schema';

const IMPORTANT_FROM = 2;
const CRITICAL_FROM = 4;

/**
 * How much the organisation depends on the service. Of the six questions, two yes answers make it important, four critical.
 * A level set by hand may raise the answer of the wizard, never lower it.
 */
export function criticalityOf({ criticality = 'general', criticalityAnswers = {} }: Needs): Criticality {
  const yes = Object.values(criticalityAnswers).filter(Boolean).length;
  const answered: Criticality = yes >= CRITICAL_FROM ? 'critical' : yes >= IMPORTANT_FROM ? 'important' : 'general';
  return CRITICALITIES.indexOf(answered) > CRITICALITIES.indexOf(criticality) ? answered : criticality;
}

export const handlesPersonalData = ({ criticalityAnswers }: Needs): boolean =>
  criticalityAnswers?.personalData === true;
