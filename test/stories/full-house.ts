import { z } from 'zod';
import { Anything, Created } from '../../bin/demo/http';
import { until } from '../../bin/parts/processes';
import { OUR_ROLES } from '../../domain/people/people';
import type { Player, World } from './world';

const Samples = z.looseObject({ state: z.string() });
const Engagements = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) });

/** Somebody who may see everything, in a product that has something of every kind. */
export async function fullHouse(world: World): Promise<Player> {
  const all = await world.hire('Ada Everywhere', OUR_ROLES);
  await all.call({ method: 'POST', path: '/samples', body: { locale: world.locale } }, Anything);
  const areLoaded = async (): Promise<boolean> =>
    (await all.call({ method: 'GET', path: '/samples' }, Samples)).state === 'loaded';
  await until(areLoaded, { limitMs: 120_000, sentence: 'The samples never came.' });
  await workOf(all);
  await integrationsOf(all);
  await proposalOf(all, world);
  return all;
}

async function workOf(all: Player): Promise<void> {
  const [engagement] = (await all.call({ method: 'GET', path: '/engagements' }, Engagements)).items;
  const due = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  const body = { title: 'Call them', assigneeId: all.id, due };
  const path = `/engagements/${engagement?.id}/action-items`;
  await all.call({ method: 'POST', path, body, key: `item-${all.id}` }, Created);
}

async function integrationsOf(all: Player): Promise<void> {
  const url = 'https://hooks.example.org/in';
  const events = ['incident.*'];
  await all.call({ method: 'POST', path: '/webhooks', body: { url, events } }, Created);
  const channel = { kind: 'slack', url, events: ['alarm-red'], locale: 'en' };
  await all.call({ method: 'PUT', path: '/channels/outsourcing', body: channel }, Anything);
}

/** A change of a policy that waits for a second administrator. */
async function proposalOf(all: Player, world: World): Promise<void> {
  const key = await world.policy('by-two', { assignees: [{ user: all.id }] });
  const byTwo = { newRoleHours: 0, policiesByTwo: true, endingsByTwo: false };
  await all.call({ method: 'PUT', path: '/settings/duty-rules', body: byTwo }, Anything);
  const steps = [{ key: 'check', title: 'Look twice', mode: 'any', assignees: [{ user: all.id }] }];
  const changed = { title: 'Payments', settings: {}, steps };
  await all.call({ method: 'PUT', path: `/policies/${key}`, body: changed }, Anything);
}
