export interface Picture {
  readonly name: string;
  readonly locale: string;
  /** Of the window, in CSS pixels. */
  readonly width: number;
  /** Beside the sheet. */
  readonly file: string;
}

/** One document that shows all pictures, a row for each page and language, a column for each width. */
export function contactSheet(pictures: readonly Picture[], widths: readonly number[]): string {
  const titles = [...new Set(pictures.map(titleOf))];
  const head = ['', ...widths.map((width) => `${width} px`)].map((text) => `<th scope="col">${text}</th>`);
  const body = titles.map((title) => {
    const cells = pictures.filter((picture) => titleOf(picture) === title).map(cell);
    return `<tr><th scope="row">${title}</th>${cells.join('')}</tr>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Pages of Tenure</title>
<style>body{font:15px system-ui}td,th{padding:.5rem;vertical-align:top;text-align:left}img{width:20rem;max-height:30rem;
object-fit:cover;object-position:top;border:1px solid #999}</style></head>
<body><h1>Pages of Tenure</h1><table><thead><tr>${head.join('')}</tr></thead><tbody>
${body.join('\n')}
</tbody></table></body></html>
`;
}

const titleOf = ({ name, locale }: Picture): string => `${name} (${locale})`;

const cell = ({ name, locale, width, file }: Picture): string =>
  `<td><a href="${file}"><img src="${file}" alt="${name} in ${locale} at ${width} px" loading="lazy"></a></td>`;
