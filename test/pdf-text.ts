import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The text of each page as another program reads it back. */
export function pdfText(content: Buffer): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-pdf-'));
  try {
    const file = join(folder, 'document.pdf');
    writeFileSync(file, content);
    const script = join(__dirname, 'read-pdf.mjs');
    return JSON.parse(execFileSync(process.execPath, [script, file], { encoding: 'utf8' })) as string[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes an answer whole, for a parser of supertest. */
export function inOne(answer: NodeJS.EventEmitter, done: (error: Error | null, content: Buffer) => void): void {
  const parts: Buffer[] = [];
  answer.on('data', (part: Buffer) => parts.push(part)).on('end', () => done(null, Buffer.concat(parts)));
}
