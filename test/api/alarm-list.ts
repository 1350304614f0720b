import type { NeedsWorld } from './needs-world';

export interface AlarmLine {
  readonly id: string;
  readonly rule: string;
  readonly subject: string;
  readonly severity: string;
  readonly state: string;
}

/** The alarms of an engagement as the API lists them. */
export async function alarmsOf(world: NeedsWorld, engagementId: string, query = ''): Promise<readonly AlarmLine[]> {
  const { body } = await world.call('get', `/alarms?engagementId=${engagementId}${query}`).expect(200);
  return (body as { items: readonly AlarmLine[] }).items;
}
