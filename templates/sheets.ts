/** Where what a table shows is had as a file. */
export interface Sheets {
  readonly xlsx: string;
  readonly csv: string;
}

/** Those of a table of an engagement. */
export function engagementSheets(id: string, table: 'management-cost' | 'credits'): Sheets {
  const of = (format: string): string => `/api/v1/engagements/${id}/${table}/export?format=${format}`;
  return { xlsx: of('xlsx'), csv: of('csv') };
}
