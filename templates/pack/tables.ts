import { translate } from '../catalog';
import type { PackColumn, PackReader, PackTable } from './document';

/** A column of a paper, headed by the text of a key. */
export const column = (
  { locale }: Pick<PackReader, 'locale'>,
  key: string,
  kind: PackColumn['kind'] = 'text',
): PackColumn => ({ title: translate(locale, key), kind });

/** Without rows there is nothing to show: the paper says so in words. */
export const tableOrNull = (columns: readonly PackColumn[], rows: PackTable['rows']): PackTable | null =>
  rows.length > 0 ? { columns, rows } : null;
