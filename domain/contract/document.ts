const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** Endings that a name may have, by media type; the first is the usual one. */
const ENDINGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['application/pdf', ['pdf']],
  [`${OFFICE}.wordprocessingml.document`, ['docx']],
  [`${OFFICE}.spreadsheetml.sheet`, ['xlsx']],
  [`${OFFICE}.presentationml.presentation`, ['pptx']],
  ['application/vnd.oasis.opendocument.text', ['odt']],
  ['application/vnd.oasis.opendocument.spreadsheet', ['ods']],
  ['image/png', ['png']],
  ['image/jpeg', ['jpg', 'jpeg']],
  ['image/tiff', ['tif', 'tiff']],
  ['text/plain', ['txt', 'csv', 'md']],
]);

/** What a contract file may be, by what it contains: nothing that runs, and no archive that hides what it holds. */
export const DOCUMENT_TYPES: readonly string[] = [...ENDINGS.keys()];

/**
 * The name with an ending of its type: whoever saves `terms.bat` and opens it would run the text that it holds, so it is
 * kept as `terms.bat.txt`.
 */
export function nameOfType(fileName: string, mediaType: string): string {
  const endings = ENDINGS.get(mediaType) ?? [];
  const lower = fileName.toLowerCase();
  return endings.length === 0 || endings.some((one) => lower.endsWith(`.${one}`))
    ? fileName
    : `${fileName}.${endings[0]}`;
}

/** So many documents of one engagement, at most. */
export const MAX_DOCUMENTS = 1_000;
