import { rowFor, rowName } from '../../api/authorization/matrix';
import { type Answer, type Caller, expectedAnswer } from '../../api/authorization/rules';
import type { Route } from '../../api/route';
import type { AuthorizationWorld, Things } from './authorization-world';
import { callersFor, nameOf, tiedTo } from './callers';

/** The noun by which a refusal speaks of a thing that the caller may not know of. */
const NOUNS: Readonly<Record<keyof Things, string>> = {
  engagements: 'engagement',
  requests: 'request',
  'action-items': 'item',
  reviews: 'review',
  alarms: 'alarm',
  lessons: 'lesson',
};
const named = ({ path }: Route): keyof Things | null => {
  const [, first, second] = path.split('/');
  const name = Object.keys(NOUNS).find((one): one is keyof Things => one === first);
  return second === '{id}' && name ? name : null;
};

const PARTS: Readonly<Record<string, string>> = {
  gate: 'needs',
  period: '2026-10',
  year: '2026',
  version: '1',
  base: 'CNY',
  quote: 'EUR',
  on: '2026-10-01',
  code: 'SCOPE',
  key: 'uptime',
  dimension: 'price',
  nodeKey: 'step',
};
const NOWHERE = '018f4c1e-0000-7000-8000-00000000ffff';

export function pathOf(route: Route, things: Things): string {
  const name = named(route);
  return route.path.replace(/\{(\w+)\}/g, (_all, part: string) => {
    if (part === 'id') return name ? things[name] : NOWHERE;
    return PARTS[part] ?? NOWHERE;
  });
}

export interface Cell {
  readonly route: Route;
  readonly caller: Caller;
  readonly expected: Answer;
}
export const cellsOf = (routes: readonly Route[]): readonly Cell[] =>
  routes.flatMap((route) =>
    callersFor(tiedTo(named(route))).map((caller) => ({
      route,
      caller,
      expected: expectedAnswer(rowFor(route), caller),
    })),
  );

interface Given {
  readonly answer: Answer;
  readonly status: number;
  readonly said: string;
}

/** Calls with a body that no schema takes, so that who is allowed changes nothing. */
async function call(
  world: AuthorizationWorld,
  { route, caller }: Cell,
  authorization: Record<string, string>,
): Promise<Given> {
  const method = route.method.toUpperCase();
  const sent = method === 'GET' ? {} : { body: '{"":0}' };
  const headers = { ...authorization, ...('body' in sent && { 'content-type': 'application/json' }) };
  const response = await world.fetch(`/api/v1${pathOf(route, world.thingsOf(caller))}`, { method, headers, ...sent });
  const said = await response.text();
  const name = named(route);
  const isHidden = response.status === 404 && name !== null && said.includes(`There is no such ${NOUNS[name]}.`);
  const { status } = response;
  return { answer: status === 401 || status === 403 ? status : isHidden ? 404 : 'allowed', status, said };
}

export interface Told extends Given {
  readonly cell: Cell;
}
const LANES = 4;

/** Calls of each caller in turn, some callers beside each other; a key makes a hundred calls and is replaced. */
export async function callAll(world: AuthorizationWorld, given: readonly Cell[]): Promise<readonly Told[]> {
  const turns = [...new Set(given.map(({ caller }) => nameOf(caller)))].flatMap((name) =>
    hundreds(given.filter(({ caller }) => nameOf(caller) === name)),
  );
  const told: Told[] = [];
  const lane = async (): Promise<void> => {
    for (let turn = turns.pop(); turn; turn = turns.pop()) told.push(...(await callEach(world, turn)));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return told;
}

const hundreds = (cells: readonly Cell[]): readonly (readonly Cell[])[] =>
  Array.from({ length: Math.ceil(cells.length / 100) }, (_none, turn) => cells.slice(turn * 100, turn * 100 + 100));

/** One caller's calls, one after the other. */
async function callEach(world: AuthorizationWorld, cells: readonly Cell[]): Promise<readonly Told[]> {
  const told: Told[] = [];
  const authorization = cells[0] ? await world.authorizationOf(cells[0].caller) : {};
  for (const cell of cells) told.push({ cell, ...(await call(world, cell, authorization)) });
  return told;
}

export const line = ({ cell: { route, caller, expected }, answer, status }: Told): string =>
  `${rowName(route)}, ${nameOf(caller)}: ${answer} (${status}) instead of ${expected}`;
export const deviations = (told: readonly Told[]): readonly string[] =>
  told.filter(({ cell, answer }) => answer !== cell.expected).map(line);
