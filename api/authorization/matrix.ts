import type { Route } from '../route';
import { exitRows } from './exit-rows';
import { planningRows } from './planning-rows';
import { platformRows } from './platform-rows';
import { type Row, rowOf } from './rules';
import { serviceRows } from './service-rows';
import { workRows } from './work-rows';

const given = { ...platformRows, ...workRows, ...planningRows, ...serviceRows, ...exitRows };

/** The whole table of authorization: `{method path: who may}`. */
export const MATRIX: ReadonlyMap<string, Row> = new Map(
  Object.entries(given).map(([name, row]) => [name, rowOf(row)] as const),
);

export const rowName = ({ method, path }: { readonly method: string; readonly path: string }): string =>
  `${method} ${path}`;

/** The row of a route; a route of which nobody has said who may call it is for nobody. */
export const rowFor = (route: { readonly method: string; readonly path: string }): Row =>
  MATRIX.get(rowName(route)) ?? { who: [] };

/** The route as it is, or closed to everybody while it has no row. */
export function closedWithoutRow(route: Route): Route {
  if (MATRIX.has(rowName(route))) return route;
  const { keyScope: _machines, ...people } = route;
  return { ...people, access: [] };
}
