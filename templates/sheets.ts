/** Where what a table shows is had as a file. */
export interface Sheets {
  readonly xlsx: string;
  readonly csv: string;
}

/** What a page is asked for when one of its tables is wanted as a file, instead of all of it. */
export const SHEET_QUERY = { table: 'table', format: 'sheet' } as const;

/** Those of a table that stands on the page at this path, as the page itself answers it. */
export function pageTableSheets(here: string, table: string): Sheets {
  const of = (format: string): string => {
    const url = new URL(here, 'http://localhost');
    url.searchParams.set(SHEET_QUERY.table, table);
    url.searchParams.set(SHEET_QUERY.format, format);
    return here === '' ? url.search : `${url.pathname}${url.search}`;
  };
  return { xlsx: of('xlsx'), csv: of('csv') };
}

export type EngagementSheet =
  | 'carbon'
  | 'management-cost'
  | 'credits'
  | 'scorecards'
  | 'kpis/values'
  | 'risks'
  | 'incidents'
  | 'obligations'
  | 'issues'
  | 'invoices';

/** Those of a table of an engagement. */
export function engagementSheets(id: string, table: EngagementSheet): Sheets {
  const of = (format: string): string => `/api/v1/engagements/${id}/${table}/export?format=${format}`;
  return { xlsx: of('xlsx'), csv: of('csv') };
}

/** Those of a table of a vendor. */
export function vendorSheets(id: string, table: string): Sheets {
  const of = (format: string): string => `/api/v1/vendors/${id}/export?table=${table}&format=${format}`;
  return { xlsx: of('xlsx'), csv: of('csv') };
}

/** Those of a list, by what it is narrowed down to. */
export function listSheets(path: string, filter: Readonly<Record<string, string>>): Sheets {
  const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));
  const of = (format: string): string => `${path}?${new URLSearchParams({ ...asked, format }).toString()}`;
  return { xlsx: of('xlsx'), csv: of('csv') };
}
