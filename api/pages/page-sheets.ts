import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { SHEET_QUERY } from '../../templates/sheets';
import { parseWith } from '../parse';
import { savedFileHeaders } from '../saved-file';
import { SheetFormat } from '../sheets/exchange';
import { pageTable } from '../sheets/page-table';
import { XLSX_TYPE } from '../sheets/sheet';
import { writeCsv, writeXlsx } from '../sheets/write';

const READS: readonly string[] = ['GET', 'HEAD'];

/**
 * Any table of a page as a file: the page is made for the same reader in the same way, and then only the table leaves. So
 * whoever may not see the page gets no sheet of it, and a sheet says what its table says.
 */
export const pageSheets: RequestHandler = (req, res, next) => {
  if (req.query[SHEET_QUERY.table] === undefined || !READS.includes(req.method)) return next();
  const send = res.send.bind(res);
  res.send = (body: unknown) => {
    const isPage = res.statusCode === 200 && String(res.get('content-type')).startsWith('text/html');
    if (typeof body !== 'string' || !isPage) return send(body);
    // Whatever comes of it leaves as it is: the file, or a page that says what is wrong.
    res.send = send;
    fileOf(body, req.query).then(({ headers, file }) => res.set(headers).send(file), next);
    return res;
  };
  next();
};

/** Other words than `format`: some pages have that in their own address. */
const Asked = z.object({ [SHEET_QUERY.table]: z.string(), [SHEET_QUERY.format]: SheetFormat.shape.format });

interface SheetFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly file: Buffer;
}

async function fileOf(html: string, query: Request['query']): Promise<SheetFile> {
  const { table: key, sheet: format } = parseWith(Asked, query, 'INVALID_FIELDS');
  const found = pageTable(html, key);
  if (!found) throw new DomainError('NOT_FOUND', 'This page has no such table.');
  const { page, table } = found;
  const fileName = `${`${page} - ${table.name}`.replace(/[\p{Cc}/\\:*?"<>|]/gu, ' ').slice(0, 150)}.${format}`;
  return format === 'csv'
    ? {
        headers: savedFileHeaders({ fileName, mediaType: 'text/csv; charset=utf-8' }),
        file: Buffer.from(writeCsv(table)),
      }
    : { headers: savedFileHeaders({ fileName, mediaType: XLSX_TYPE }), file: await writeXlsx([table]) };
}
