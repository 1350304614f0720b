import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const WEB = join(__dirname, '..', '..', 'web');
const sheet = (name: string): string => readFileSync(join(WEB, `${name}.css`), 'utf8');

/** The pages' own colours and the diagram's sheet in one line; light and dark follow the reader's system. */
export const DIAGRAM_STYLE = `${sheet('colours')}${sheet('diagram')}`.replace(/\s+/g, ' ').trim();

/** What a Content-Security-Policy allows so that this style, and nothing else, applies. */
export const DIAGRAM_STYLE_SOURCE = `'sha256-${createHash('sha256').update(DIAGRAM_STYLE).digest('base64')}'`;
