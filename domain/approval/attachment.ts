/** Largest file of a request. */
export const MAX_ATTACHMENT_BYTES = 20 * 1024 * 1024;
/** A request is no archive: so many files, unused ones included. */
export const MAX_ATTACHMENTS = 100;
const MAX_NAME = 150;

/** Bytes by which files of a type are known, and where they stand. */
export interface Signature {
  readonly hex: string;
  readonly at?: number;
}

/** Signatures of common types, the longest first where one begins like another. */
const SIGNATURES: readonly (Signature & { readonly type: string })[] = [
  { hex: '255044462d', type: 'application/pdf' },
  { hex: '89504e470d0a1a0a', type: 'image/png' },
  { hex: 'ffd8ff', type: 'image/jpeg' },
  { hex: '474946383761', type: 'image/gif' },
  { hex: '474946383961', type: 'image/gif' },
  { hex: '57454250', at: 8, type: 'image/webp' },
  { hex: '49492a00', type: 'image/tiff' },
  { hex: '4d4d002a', type: 'image/tiff' },
  { hex: '504b0304', type: 'application/zip' },
  { hex: 'd0cf11e0a1b11ae1', type: 'application/x-ole-storage' },
  { hex: '377abcaf271c', type: 'application/x-7z-compressed' },
  { hex: '526172211a07', type: 'application/vnd.rar' },
  { hex: '1f8b', type: 'application/gzip' },
  { hex: '66747970', at: 4, type: 'video/mp4' },
];

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const OPEN = 'application/vnd.oasis.opendocument';
/** How the names of the parts begin that an Office file cannot be without. */
export const OFFICE_PARTS: Readonly<Record<string, readonly string[]>> = {
  [`${OFFICE}.wordprocessingml.document`]: ['[Content_Types].xml', 'word/'],
  [`${OFFICE}.spreadsheetml.sheet`]: ['[Content_Types].xml', 'xl/'],
  [`${OFFICE}.presentationml.presentation`]: ['[Content_Types].xml', 'ppt/'],
  [`${OPEN}.text`]: ['mimetype', 'content.xml'],
  [`${OPEN}.spreadsheet`]: ['mimetype', 'content.xml'],
};
/** What a container or a text holds is told apart by the name alone; a name never makes a type of another family. */
const BY_ENDING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'application/zip': {
    docx: `${OFFICE}.wordprocessingml.document`,
    xlsx: `${OFFICE}.spreadsheetml.sheet`,
    pptx: `${OFFICE}.presentationml.presentation`,
    odt: `${OPEN}.text`,
    ods: `${OPEN}.spreadsheet`,
  },
  'application/x-ole-storage': {
    doc: 'application/msword',
    xls: 'application/vnd.ms-excel',
    ppt: 'application/vnd.ms-powerpoint',
    msg: 'application/vnd.ms-outlook',
  },
  'text/plain': { csv: 'text/csv' },
};

/** Every type that a file of a request can have. */
export const ATTACHMENT_TYPES: readonly string[] = [
  ...new Set([
    ...SIGNATURES.map(({ type }) => type),
    ...Object.values(BY_ENDING).flatMap((types) => Object.values(types)),
    ...['text/plain', 'application/octet-stream'],
  ]),
];

/** The media type of a file by its first bytes; what the sender claims is not asked. Markup counts as plain text. */
export function mediaTypeOf(content: Uint8Array, fileName: string): string {
  const signed = SIGNATURES.find((one) => isSigned(content, one));
  const family = signed?.type ?? (isText(content) ? 'text/plain' : 'application/octet-stream');
  return BY_ENDING[family]?.[endingOf(fileName).slice(1).toLowerCase()] ?? family;
}

export const isSigned = (content: Uint8Array, { hex, at = 0 }: Signature): boolean =>
  hexOf(content.subarray(at, at + hex.length / 2)) === hex;

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function isText(content: Uint8Array): boolean {
  if (content.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}

/** Endings that a name may have, by media type; the first is given to a name that has another. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'image/tiff': ['tif', 'tiff'],
  'application/zip': ['zip'],
  'application/x-ole-storage': ['ole', 'vsd', 'mpp'],
  'application/x-7z-compressed': ['7z'],
  'application/vnd.rar': ['rar'],
  'application/gzip': ['gz', 'tgz'],
  'video/mp4': ['mp4', 'm4v', 'm4a', 'mov', 'heic'],
  'text/plain': ['txt', 'md', 'log', 'json', 'yaml', 'yml', 'tsv'],
  'application/octet-stream': ['bin', 'dat'],
};

/**
 * The name with an ending of its type: whoever saves `offer.pdf` and opens it would start what it holds instead. A name without
 * an ending claims nothing and stays.
 */
export function nameOfAttachment(fileName: string, mediaType: string): string {
  const ending = endingOf(fileName).slice(1).toLowerCase();
  const fitting = endingsOf(mediaType);
  return ending === '' || fitting.includes(ending) ? fileName : `${fileName}.${fitting[0] ?? 'bin'}`;
}

const endingsOf = (mediaType: string): readonly string[] => [
  ...(ENDINGS[mediaType] ?? []),
  ...Object.values(BY_ENDING).flatMap((types) => Object.keys(types).filter((ending) => types[ending] === mediaType)),
];

const endingOf = (name: string): string => /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';

/** Controls, bidi overrides, and what file systems or headers read as more than a letter. */
const UNSAFE = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff<>:"|?*]/gu;

/** A name for showing and saving: the last part of whatever path came along, without anything that acts. */
export function safeFileName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const clean = last.normalize('NFC').replace(UNSAFE, '_').replace(/\s+/g, ' ').trim().replace(/^\.+/, '');
  const ending = endingOf(clean);
  const stem = clean.slice(0, clean.length - ending.length);
  return stem === '' ? `file${ending}` : `${Array.from(stem).slice(0, MAX_NAME).join('')}${ending}`;
}
