/** `npm run docs:diagrams`: draws the pictures of `docs/approvals.md` from the policies in it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOCS, docDiagrams } from './parts/doc-diagrams';

mkdirSync(join(DOCS, 'images'), { recursive: true });
const diagrams = docDiagrams();
for (const { file, svg } of diagrams) writeFileSync(join(DOCS, file), svg);
console.log(`${diagrams.length} pictures are in docs/images`);
