import type { Router } from 'express';
import { pageRows } from '../../api/authorization/page-rows';
import { type Answer, type Caller, expectedAnswer, rowOf } from '../../api/authorization/rules';
import { formToken } from '../../api/pages/csrf';
import type { AuthorizationWorld, Things } from './authorization-world';
import { callersFor, nameOf, tiedTo } from './callers';
import { servicesOver } from './world';

type Person = Exclude<Caller, { kind: 'key' }>;

/** Routes of a router and of those in it, as express keeps them; what only reads bodies has other paths. */
export function pathsIn({ stack }: Router): readonly string[] {
  return stack.flatMap(({ route, handle }) => {
    if (route) return route.stack.map(({ method }) => `${method} ${route.path}`);
    return 'stack' in handle ? pathsIn(handle as unknown as Router) : [];
  });
}
/** Reads a file for the page of all forms, which has a row. */
const READS_A_FILE = 'post /engagements/:id/forms/document';
export const isPage = (name: string): boolean => name !== READS_A_FILE && !/\/assets\/|,|\^/.test(name);

const PARTS: Readonly<Record<string, string>> = {
  period: '2026-10',
  form: 'improvement-plan',
  key: 'gate-award',
  calendar: 'cn',
};
const NOWHERE = '018f4c1e-0000-7000-8000-00000000ffff';
const THINGS: readonly (keyof Things)[] = ['engagements', 'requests', 'action-items', 'reviews'];

const thingOf = (path: string): keyof Things | null =>
  THINGS.find((one) => path.replace(/^\/live/, '').startsWith(`/${one}/:id`)) ?? null;
export const filled = (path: string, things: Things): string =>
  path.replace(/:(\w+)/g, (_all, part: string) => {
    const thing = thingOf(path);
    return part === 'id' && thing ? things[thing] : (PARTS[part] ?? NOWHERE);
  });

export interface PageCell {
  readonly method: string;
  readonly path: string;
  readonly caller: Person;
  readonly expected: Answer;
}
export const pageCells = (): readonly PageCell[] =>
  Object.entries(pageRows).flatMap(([name, given]) => {
    const [method = '', path = ''] = name.split(' ');
    const people = callersFor(tiedTo(thingOf(path))).filter((one): one is Person => one.kind !== 'key');
    return people.map((caller) => ({ method, path, caller, expected: expectedAnswer(rowOf(given), caller) }));
  });

async function call(
  world: AuthorizationWorld,
  { method, path, caller }: PageCell,
  session: { cookie: string; secret: string } | null,
) {
  const services = { config: { ...servicesOver(world.db).config, secrets: ['k'.repeat(32)] }, clock: Date.now };
  const headers = { accept: 'text/html', ...(session && { cookie: session.cookie }) };
  const csrf = formToken(services, session?.secret ?? 'visitor');
  const body = method === 'post' ? { body: new URLSearchParams({ csrf, act: 'nothing' }) } : {};
  return world.fetch(filled(path, world.thingsOf(caller)), { method: method.toUpperCase(), headers, ...body });
}

/** What the path names within a thing, or by itself, is not there: nobody finds it. */
const namesNothing = ({ path }: PageCell): boolean =>
  /:\w+.*:\w+|comparison\.|mails\/entry|^\/(?:q|(?:live\/)?vendors|integration|admin\/(?:proposals|mail-templates|people|channels|webhooks|calendars))\/:/.test(
    path,
  );

/** A page sends who is not signed in to the sign-in. What is open to everybody judges what was sent, also the token of a sign-in. */
function answerOf(cell: PageCell, { status, headers }: Response): Answer {
  if (status === 303 && headers.get('location')?.startsWith('/sign-in?next=')) return 401;
  if (rowOf(pageRows[`${cell.method} ${cell.path}`] ?? 'insiders').who === 'public') return 'allowed';
  if (status === 404 && namesNothing(cell) && cell.expected === 'allowed') return 'allowed';
  return status === 401 || status === 403 || status === 404 ? status : 'allowed';
}

/** The answers to these cells that are not those of the table. */
export async function pageDeviations(
  world: AuthorizationWorld,
  given: readonly PageCell[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of new Set(given.map(({ caller }) => nameOf(caller))))
    found.push(
      ...(await ownDeviations(
        world,
        given.filter(({ caller }) => nameOf(caller) === name),
      )),
    );
  return found;
}

const isStream = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('text/event-stream') ?? false;
/** All that an event tells: which version there is of what is shown. */
const EVENT = /^retry: \d+\ndata: [\w.]*\n\n$/;

/** What is answered; a stream of events goes on until somebody leaves, and is read until its first event is over. */
export async function taken(response: Response): Promise<string> {
  const reader = isStream(response) ? response.body?.getReader() : undefined;
  if (!reader) return response.text();
  let said = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    said += Buffer.from(part.value).toString();
    if (/data: .*\n\n/.test(said)) break;
  }
  await reader.cancel();
  return said;
}

async function ownDeviations(world: AuthorizationWorld, own: readonly PageCell[]): Promise<readonly string[]> {
  const found: string[] = [];
  const session = own[0] ? await world.cookieOf(own[0].caller) : null;
  for (const cell of own) {
    const response = await call(world, cell, session);
    const said = await taken(response);
    const answer = answerOf(cell, response);
    const { method, path, caller, expected } = cell;
    if (answer !== expected || response.status === 500)
      found.push(`${method} ${path}, ${nameOf(caller)}: ${answer} (${response.status}) instead of ${expected}`);
    if (isStream(response) && !EVENT.test(said)) found.push(`${method} ${path}, ${nameOf(caller)}: tells ${said}`);
    const told = world.wordsIn(said).filter((word) => !world.mayRead(caller, word));
    found.push(...told.map((word) => `${method} ${path}, ${nameOf(caller)}: tells ${word}`));
  }
  return found;
}
