const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** What a contract file may be, by what it contains: nothing that runs, and no archive that hides what it holds. */
export const DOCUMENT_TYPES: readonly string[] = [
  'application/pdf',
  `${OFFICE}.wordprocessingml.document`,
  `${OFFICE}.spreadsheetml.sheet`,
  `${OFFICE}.presentationml.presentation`,
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'image/png',
  'image/jpeg',
  'image/tiff',
  'text/plain',
];

/** So many documents of one engagement, at most. */
export const MAX_DOCUMENTS = 1_000;
