import { z } from 'zod';
import type { Example } from './example-schema';
import { Created } from './http';
import type { Actor, Stage, Theatre } from './stage';

const DAY_MS = 86_400_000;
const Page = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), email: z.string().optional(), name: z.string() })),
});
const Token = z.looseObject({ token: z.string() });

/** Brings the people and vendors of an example into the product; those of an earlier run are met again. */
export async function cast(theatre: Theatre, example: Example): Promise<Stage> {
  const people: Record<string, Actor> = {};
  for (const key of managersFirst(example)) people[key] = await enter(theatre, { example, key, people });
  theatre.say(
    `${Object.keys(people).length} people know their roles: ${Object.values(people)
      .map(({ name }) => name)
      .join(', ')}`,
  );
  const vendorIds: Record<string, string> = {};
  for (const key of Object.keys(example.vendors)) vendorIds[key] = await enlist(theatre, example, key);
  theatre.say(`${Object.keys(vendorIds).length} vendors are on record`);
  return { ...theatre, example, people, vendorIds };
}

/** A manager must be known before the people who name them. */
function managersFirst({ people }: Example): readonly string[] {
  const depth = (key: string, seen: readonly string[] = []): number => {
    const manager = people[key]?.manager;
    return manager === undefined || seen.includes(key) ? 0 : 1 + depth(manager, [...seen, key]);
  };
  return Object.keys(people).toSorted((a, b) => depth(a) - depth(b));
}

interface Entrance {
  readonly example: Example;
  readonly key: string;
  readonly people: Readonly<Record<string, Actor>>;
}

async function enter({ admin, callerFor, now, run }: Theatre, { example, key, people }: Entrance): Promise<Actor> {
  const { manager, ...person } = example.people[key]!;
  const managerId = manager === undefined ? null : (people[manager]?.id ?? null);
  const known = await admin({ method: 'GET', path: `/users?q=${encodeURIComponent(person.email)}` }, Page);
  const id =
    known.items.find(({ email }) => email === person.email)?.id ??
    (
      await admin(
        { method: 'POST', path: '/users', body: { ...person, managerId }, key: `demo-${example.key}-${key}` },
        Created,
      )
    ).id;
  const expiresAt = new Date(now() + 2000 * DAY_MS).toISOString();
  const body = { name: `demo ${run}`, expiresAt };
  const { token } = await admin({ method: 'POST', path: `/users/${id}/tokens`, body }, Token);
  return { id, name: person.name, email: person.email, call: callerFor(token) };
}

async function enlist({ admin }: Theatre, example: Example, key: string): Promise<string> {
  const vendor = example.vendors[key]!;
  const known = await admin({ method: 'GET', path: `/vendors?q=${encodeURIComponent(vendor.name)}` }, Page);
  const found = known.items.find(({ name }) => name === vendor.name);
  if (found) return found.id;
  const request = { method: 'POST', path: '/vendors', body: vendor, key: `demo-${example.key}-vendor-${key}` } as const;
  return (await admin(request, Created)).id;
}
