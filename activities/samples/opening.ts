import { idOf, type Stage } from './stage';
import type { NewEngagement } from '../../domain/engagement/schema';
import { SERVICES, type SampleStory } from '../../domain/samples/words';

/** What would be posted to open the engagement of a story. */
export function openingOf(stage: Stage, story: SampleStory): NewEngagement {
  const { words, timeZone, currency } = stage;
  return {
    title: words.titles[story],
    serviceType: SERVICES[story],
    ownerId: idOf(stage, 'person:owner'),
    timeZone,
    currency,
    roles: { serviceManager: idOf(stage, 'person:serviceManager') },
    needs: words.needs[story === 'payroll' || story === 'hotline' ? story : 'service'],
  };
}
