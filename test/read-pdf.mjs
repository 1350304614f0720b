// Prints the text of each page of a PDF as JSON. A program of its own, because the reader is an ES module only.
import process from 'node:process';
import { readFileSync } from 'node:fs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

const data = new Uint8Array(readFileSync(process.argv[2]));
const pdf = await getDocument({ data, verbosity: 0 }).promise;
const pages = [];
for (let number = 1; number <= pdf.numPages; number += 1) {
  const { items } = await (await pdf.getPage(number)).getTextContent();
  pages.push(items.map(({ str, hasEOL }) => `${str}${hasEOL ? '\n' : ''}`).join(''));
}
process.stdout.write(JSON.stringify(pages));
