import { z } from 'zod';
import { LOCALES } from '../domain/people/people';
import type { PackForm } from '../templates/review-page-data';
import type { PaperDocument } from '../templates/pack/document';
import { renderPage } from '../templates/render';
import { PAGE_POLICY } from './pages/headers';
import { type PageDeps, shellFor } from './pages/reader';
import { packPdf } from './reviews/pack-pdf';
import { packSheets } from './reviews/pack-sheets';
import { ok, type Reply } from './route';
import { XLSX_TYPE } from './sheets/sheet';
import { writeXlsx } from './sheets/write';

/** Forms in which a document goes out; JSON is what its route says it is. */
export const PAPER_FORMATS = ['json', 'html', 'pdf', 'xlsx'] as const;
export type PaperFormat = (typeof PAPER_FORMATS)[number];

const TYPES: readonly (readonly [string, PaperFormat])[] = [
  ['application/pdf', 'pdf'],
  [XLSX_TYPE, 'xlsx'],
  ['text/html', 'html'],
];
export const PAPER_MEDIA = TYPES.map(([type]) => type);

/** The form that a caller accepts. */
export const paperFormat = (accept: string): PaperFormat =>
  TYPES.find(([type]) => accept.includes(type))?.[1] ?? 'json';

/** How a document is asked for. */
export const PaperQuery = z.strictObject({
  /** In place of `Accept`, for links. */
  format: z.enum(PAPER_FORMATS).optional(),
  /** In place of the person's own language. */
  lang: z.enum(LOCALES).optional(),
});
export type PaperQuery = z.infer<typeof PaperQuery>;

interface Paper {
  readonly deps: Pick<PageDeps, 'clock' | 'config'>;
  readonly document: PaperDocument;
  /** Path of the document as a page. */
  readonly here: string;
  readonly forms: readonly PackForm[];
  /** Name of the file in plain letters. */
  readonly name: string;
  readonly timeZone: string;
}

export const PAPERS: Readonly<Record<Exclude<PaperFormat, 'json'>, (paper: Paper) => Promise<Reply>>> = {
  html: (paper) =>
    Promise.resolve(
      ok(pageOf(paper), {
        'content-type': 'text/html; charset=utf-8',
        'content-language': paper.document.lang,
        'content-security-policy': PAGE_POLICY,
      }),
    ),
  pdf: async (paper) => ok(await packPdf(paper.document), attached('application/pdf', paper, 'pdf')),
  xlsx: async (paper) => ok(await writeXlsx(packSheets(paper.document)), attached(XLSX_TYPE, paper, 'xlsx')),
};

/** Shown in the browser where it can; kept under a name that a file system takes in any language. */
const attached = (type: string, { document: { title, lang }, name }: Paper, ending: string) => ({
  'content-type': type,
  'content-language': lang,
  'content-disposition': `inline; filename="${name}.${ending}"; filename*=UTF-8''${encodeURIComponent(`${title}.${ending}`)}`,
});

function pageOf({ deps, document, here, forms, timeZone }: Paper): string {
  const reader = { person: null, subject: 'visitor', timeZone, locale: document.lang, here };
  return renderPage('review-pack', document.lang, {
    shell: shellFor(reader, deps, { title: document.title }),
    pack: document,
    forms,
  });
}
