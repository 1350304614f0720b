import type { Titled } from '../request-title';

/** What a request to award the sample engagement is called. */
export const awardTitle = (engagement: { number: string; title: string }, vendor: string): Titled => ({
  title: `${engagement.number} ${engagement.title}: award to ${vendor}`,
  gate: { gate: 'award', number: engagement.number, engagement: engagement.title, detail: { text: vendor } },
});
