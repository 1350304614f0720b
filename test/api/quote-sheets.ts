import { strToU8, unzipSync, zipSync } from 'fflate';
import { writeXlsx } from '../../api/sheets/write';

export const USCC = '91350100M000100Y43';
export const LEI = '506700GE1G29325QX363';
export const HEADER = 'vendor,currency,oneOff,annual,years,transition,tooling,travel,changeRequests,taxes,fx,exit';
export const sheet = (columns: readonly string[], rows: readonly (readonly string[])[]) =>
  writeXlsx([{ name: 's', columns: columns.map((title) => ({ title, kind: 'amount' })), rows }]);
export const csv = (...rows: readonly string[]): string => [HEADER, ...rows, ''].join('\n');
export const report = (part: object) => ({
  dryRun: false,
  rows: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  faults: [],
  ...part,
});
export const unanswered = {
  transition: null,
  tooling: null,
  travel: null,
  changeRequests: null,
  taxes: null,
  fx: null,
  exit: null,
};

/** A workbook whose only sheet is this XML. */
export const workbook = async (cells: string): Promise<Buffer> => {
  const parts = unzipSync(await sheet(['vendor'], []));
  const xml = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${cells}</sheetData></worksheet>`;
  return Buffer.from(zipSync({ ...parts, 'xl/worksheets/sheet1.xml': strToU8(xml) }));
};
