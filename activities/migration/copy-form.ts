import type { Table } from './catalogue';
import type { Session } from './session';

/** How the rows of a table are written on their way: hashes are of these bytes. */
export type CopyForm = 'text' | 'binary';

export const formOf = (binary: readonly string[] | undefined, id: string): CopyForm =>
  binary?.includes(id) === true ? 'binary' : 'text';

/** Binary takes both servers less time; texts are for types that only their own server knows, and for another version. */
export const bestForm = (sameVersion: boolean, { columns }: Table): CopyForm =>
  sameVersion && columns.every(({ fixed }) => fixed) ? 'binary' : 'text';

export const optionsOf = (form: CopyForm): string => (form === 'binary' ? ' (format binary)' : '');

export async function sameVersion(a: Session, b: Session): Promise<boolean> {
  const sql = `select (current_setting('server_version_num')::int / 10000)::text`;
  return (await a.value(sql)) === (await b.value(sql));
}
