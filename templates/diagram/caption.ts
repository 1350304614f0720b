import type { Mark } from '../../domain/approval/diagram/marks';
import { shorten, wrapText } from '../../domain/approval/diagram/text';
import type { MatrixBlock, Step } from '../../domain/approval/schema';
import { latestRun, type RequestState } from '../../domain/approval/state';
import { translate } from '../catalog';
import { type Person, peopleOf, told } from './step-people';
import { modeText, questionsOf, type Reading } from './step-words';

/** A line of text in a box, at its distance from the top. */
export interface Line {
  readonly tone: 'heading' | 'rule-text' | 'question' | 'more';
  readonly text: string;
  readonly y: number;
}
export interface PersonLine {
  readonly text: string;
  readonly y: number;
  /** What the person did; null while it is only known who would be asked. */
  readonly mark: Mark | null;
  readonly strong: boolean;
}

/** Everything written in one box. */
export interface Caption {
  readonly height: number;
  readonly lines: readonly Line[];
  readonly people: readonly PersonLine[];
  /** The same in full, where the box had to shorten it. */
  readonly tip: string;
}

export interface Captioned extends Reading {
  readonly state: RequestState | null;
  readonly width: number;
}

const PAD = 10;
const TEXT_LEFT = 12;
/** Room for the badge beside the first lines, and for the sign before a name. */
const BADGE = 16;
const SIGN = 17;
const MOST_PEOPLE = 6;

export function stepCaption(around: Captioned, step: Step, matrix: MatrixBlock | null): Caption {
  const { locale, state } = around;
  const run = state ? latestRun(state, step.key) : undefined;
  const round = run && run.round > 1 ? ` · ${translate(locale, 'fact.round')} ${run.round}` : '';
  const mode = `${modeText(locale, step)}${round}`;
  const questions = questionsOf(locale, step, matrix);
  const people = peopleOf(around, step);
  const texts: readonly Text[] = [
    { tone: 'heading', text: step.title, lines: 2 },
    { tone: 'rule-text', text: mode, lines: 2 },
    ...questions.map((text): Text => ({ tone: 'question', text, lines: 3 })),
  ];
  const tip = [step.title, mode, ...questions, ...people.map(told)].join('\n');
  return lay(around, texts, { people, tip });
}

export function ruleCaption(around: Captioned, { matrix }: MatrixBlock): Caption {
  const { locale } = around;
  const heading = translate(locale, 'diagram.matrix');
  const inputs = matrix.inputs.map(({ label }) => label).join(', ');
  const count = translate(locale, `diagram.rules.${matrix.hitPolicy}`, { count: matrix.rules.length });
  const texts: readonly Text[] = [
    { tone: 'heading', text: heading, lines: 2 },
    { tone: 'rule-text', text: inputs, lines: 2 },
    { tone: 'rule-text', text: count, lines: 1 },
  ];
  return lay(around, texts, { people: [], tip: [heading, inputs, count].join('\n') });
}

interface Text {
  readonly tone: Exclude<Line['tone'], 'more'>;
  readonly text: string;
  readonly lines: number;
}
const TYPE = {
  heading: { fontSize: 13, height: 17, bold: true },
  'rule-text': { fontSize: 11, height: 15, bold: false },
  question: { fontSize: 11, height: 15, bold: false },
  more: { fontSize: 11, height: 15, bold: false },
} as const satisfies Record<Line['tone'], { fontSize: number; height: number; bold: boolean }>;
const PERSON = { fontSize: 12, height: 18 } as const;

function lay(
  around: Captioned,
  texts: readonly Text[],
  { people, tip }: { people: readonly Person[]; tip: string },
): Caption {
  const width = around.width - 2 * TEXT_LEFT;
  let y = PAD;
  const line = (tone: Line['tone'], text: string): Line => {
    const { height, fontSize } = TYPE[tone];
    y += height;
    return { tone, text, y: y - (height - fontSize) };
  };
  const lines = texts.flatMap(({ tone, text, lines: most }) => {
    const { fontSize, bold } = TYPE[tone];
    const room = { width: width - (tone === 'heading' ? BADGE : 0), fontSize, bold, lines: most };
    return wrapText(text, room).map((part) => line(tone, part));
  });
  if (people.length > 0) y += 4;
  const shown = people.length > MOST_PEOPLE ? people.slice(0, MOST_PEOPLE - 1) : people;
  const names = shown.map(({ text, mark }): PersonLine => {
    y += PERSON.height;
    const room = { width: width - SIGN, fontSize: PERSON.fontSize, bold: mark === 'active' };
    return { text: shorten(text, room), y: y - 5, mark, strong: mark === 'active' };
  });
  const rest = people.length - shown.length;
  const more = rest > 0 ? [line('more', translate(around.locale, 'diagram.more', { count: rest }))] : [];
  return { height: y + PAD, lines: [...lines, ...more], people: names, tip };
}
