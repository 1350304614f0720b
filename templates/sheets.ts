/** Where what a table shows is had as a file. */
export interface Sheets {
  readonly xlsx: string;
  readonly csv: string;
}

export type EngagementSheet =
  'management-cost' | 'credits' | 'scorecards' | 'kpis/values' | 'risks' | 'obligations' | 'issues' | 'invoices';

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
