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

/** The row of a route. A route that nobody has said who may call is a defect of the product, found when it starts. */
export function rowFor(route: { readonly method: string; readonly path: string }): Row {
  const row = MATRIX.get(rowName(route));
  if (!row) throw new Error(`the table of authorization says nothing of ${rowName(route)}`);
  return row;
}
