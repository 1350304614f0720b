import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPolicy } from '../../domain/approval/policy';
import { PolicyBody } from '../../domain/approval/schema';
import { LOCALES } from '../../domain/people/people';
import { drawPolicy } from '../../templates/diagram/drawing';
import { renderDiagram } from '../../templates/render';

export const DOCS = join(__dirname, '..', '..', 'docs');

export interface DocDiagram {
  /** Path below `docs/`. */
  readonly file: string;
  readonly svg: string;
}

const EXAMPLE = /<!-- policy: ([a-z-]+) -->\s*```json\n(.*?)\n```/gs;
const PERSON = /^\| (.+?) \| `([0-9a-f-]{36})` \|$/gm;

/** The pictures of every example in `docs/approvals.md`, in every language; an example that could not be saved is refused. */
export function docDiagrams(): readonly DocDiagram[] {
  const text = readFileSync(join(DOCS, 'approvals.md'), 'utf8');
  const names = new Map([...text.matchAll(PERSON)].map(([, name = '', id = '']) => [id, name]));
  const nameOf = (id: string): string => names.get(id) ?? id;
  return [...text.matchAll(EXAMPLE)].flatMap(([, key = '', json = '']) => {
    const body = PolicyBody.parse(JSON.parse(json));
    checkPolicy(key, body);
    return LOCALES.map((locale): DocDiagram => {
      const drawing = drawPolicy({ locale, title: body.title, nodes: body.steps, state: null, nameOf }, 'right');
      return { file: `images/approval-${key}.${locale}.svg`, svg: renderDiagram(drawing) };
    });
  });
}
