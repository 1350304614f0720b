import { join } from 'node:path';
import type { Content, Definition } from 'pdfmake';
import { translate } from '../../templates/catalog';
import type { Chart } from '../../templates/chart/chart';
import { PAINTS, type Tone } from '../../templates/chart/paint';
import type { PaperDocument, PackTable } from '../../templates/pack/document';
import { renderChart } from '../../templates/render';

/** A font with every character of both languages, from a package, because a server need not have any. */
const FONTS = join(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'), '..');
const FONT = 'NotoSansSC';

/** Loaded with the first document: it weighs as much as all the rest, and most processes print none. */
async function loadPrinter() {
  const { default: pdfmake } = await import('pdfmake');
  pdfmake.addFonts({
    [FONT]: {
      normal: join(FONTS, '400Regular', 'NotoSansSC_400Regular.ttf'),
      bold: join(FONTS, '700Bold', 'NotoSansSC_700Bold.ttf'),
    },
  });
  // A document is made from data alone: nothing is fetched, and no file but the fonts is read.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => path.startsWith(FONTS));
  return pdfmake;
}

let printer: ReturnType<typeof loadPrinter> | undefined;

const TONES = ['good', 'warn', 'bad', 'info'] as const satisfies readonly Tone[];
const INK = '#1b1e23';
const QUIET = '#616976';
const RULE = '#d5d9df';
/** Points; the width of A4 between the margins is 515. */
const CHART_WIDTH = 250;

/** The pack on A4, with charts and tables. The same pack and reader give the same bytes. */
export async function packPdf(pack: PaperDocument): Promise<Buffer> {
  printer ??= loadPrinter();
  return (await printer).createPdf(definitionOf(pack)).getBuffer();
}

function definitionOf(pack: PaperDocument): Definition {
  return {
    info: { title: pack.title, creator: 'Tenure', producer: 'Tenure', creationDate: new Date(pack.builtAt) },
    language: pack.lang,
    pageSize: 'A4',
    pageMargins: [40, 44, 40, 48],
    defaultStyle: { font: FONT, fontSize: 9, lineHeight: 1.25, color: INK },
    styles: {
      title: { fontSize: 18, bold: true, margin: [0, 0, 0, 8] },
      part: { fontSize: 12, bold: true, margin: [0, 16, 0, 6] },
      caption: { bold: true, margin: [0, 4, 0, 2] },
      quiet: { color: QUIET },
      ...Object.fromEntries(TONES.map((tone) => [tone, { color: PAINTS[`limit-${tone}`].stroke, bold: true }])),
    },
    footer: (page, pages) => ({
      margin: [40, 12, 40, 0],
      fontSize: 7,
      color: QUIET,
      columns: [
        { text: translate(pack.lang, pack.seal, { sha256: pack.sha256 }) },
        { width: 100, alignment: 'right', text: translate(pack.lang, 'pack.page', { page, pages }) },
      ],
    }),
    content: [
      { text: pack.title, style: 'title' },
      factTable(pack),
      ...pack.parts.flatMap(({ title, lead, charts, table, empty }): Content[] => [
        { text: title, style: 'part', headlineLevel: 1 },
        ...(lead ? [{ text: lead, margin: [0, 0, 0, 6] } satisfies Content] : []),
        ...pairs(charts).map((pair) => chartRow(pair, pack)),
        table ? tableOf(table) : { text: empty, style: 'quiet' },
      ]),
    ],
    // A heading never stands alone at the foot of a page.
    pageBreakBefore: ({ headlineLevel, startPosition }) => headlineLevel === 1 && startPosition.verticalRatio > 0.85,
  };
}

const factTable = ({ facts }: PaperDocument): Content => ({
  layout: 'noBorders',
  table: {
    widths: ['auto', '*'],
    body: facts.map(({ name, value }) => [{ text: name, style: 'quiet', margin: [0, 0, 12, 0] }, value]),
  },
});

const pairs = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.flatMap((_item, index) => (index % 2 === 0 ? [items.slice(index, index + 2)] : []));

const chartRow = (charts: readonly Chart[], { lang }: PaperDocument): Content => ({
  unbreakable: true,
  columnGap: 15,
  columns: charts.map((chart) => ({
    width: CHART_WIDTH,
    stack: [
      { text: chart.title, style: 'caption' },
      { svg: renderChart(chart, lang), width: CHART_WIDTH, font: FONT },
    ],
  })),
});

const tableOf = ({ columns, rows }: PackTable): Content => ({
  margin: [0, 6, 0, 0],
  layout: {
    hLineWidth: () => 0.5,
    vLineWidth: () => 0,
    hLineColor: () => RULE,
    paddingLeft: (index) => (index === 0 ? 0 : 4),
    paddingRight: () => 4,
  },
  table: {
    headerRows: 1,
    dontBreakRows: true,
    widths: columns.map((_column, index) => (index === 0 ? '*' : 'auto')),
    body: [
      columns.map(({ title, kind }) => ({ text: title, color: QUIET, alignment: kind === 'text' ? 'left' : 'right' })),
      ...rows.map((cells) =>
        cells.map(({ text, tone, align }): Content => ({
          text,
          alignment: align === 'num' ? 'right' : 'left',
          ...(tone !== null && { style: tone }),
        })),
      ),
    ],
  },
});
