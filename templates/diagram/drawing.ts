import { layDownwards } from '../../domain/approval/diagram/downwards';
import { type Mark, type Marks, marksOf } from '../../domain/approval/diagram/marks';
import { layRightwards } from '../../domain/approval/diagram/rightwards';
import { type Edge, LABEL, type Layout, type Measure, type Shape } from '../../domain/approval/diagram/shapes';
import { wrapText } from '../../domain/approval/diagram/text';
import { branchesOf, isMatrix, isStep } from '../../domain/approval/flow';
import type { MatrixBlock, Node, Step } from '../../domain/approval/schema';
import type { RequestState } from '../../domain/approval/state';
import type { Locale } from '../../domain/people/people';
import { labelOf, translate } from '../catalog';
import { type Caption, type Captioned, ruleCaption, stepCaption } from './caption';
import { peopleOf, told } from './step-people';
import { glyphOf, headOf, outlineOf, pathOf, SIGNS, slashOf } from './glyphs';
import { modeText, type NameOf } from './step-words';

export type Direction = 'right' | 'down';

/** A policy to draw; with a state, the one that a request runs on. */
export interface Pictured {
  readonly locale: Locale;
  readonly title: string;
  readonly nodes: readonly Node[];
  readonly state: RequestState | null;
  readonly nameOf: NameOf;
}

/** A picture as its template writes it: coordinates in px, text as it stands. */
export interface Drawing {
  readonly id: string;
  readonly lang: Locale;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  /** Own style for a picture that stands alone; null where a page brings it. */
  readonly css: string | null;
  readonly edges: readonly EdgeDrawing[];
  readonly shapes: readonly ShapeDrawing[];
}

interface EdgeDrawing {
  readonly path: string;
  readonly head: string;
  readonly slash: string | null;
  readonly travelled: boolean;
  readonly label: { readonly full: string; readonly lines: readonly Placed[] } | null;
}
interface Placed {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}
interface ShapeDrawing {
  readonly kind: Shape['kind'];
  readonly mark: Mark | 'plain';
  readonly tip: string;
  readonly outline: string;
  readonly glyph: string | null;
  readonly badge: { readonly x: number; readonly y: number; readonly sign: string } | null;
  readonly lines: readonly (Placed & { readonly tone: string })[];
  readonly people: readonly (Placed & {
    readonly mark: string;
    readonly sign: string;
    readonly cx: number;
    readonly cy: number;
    readonly r: number;
    readonly strong: boolean;
  })[];
}

const LAY = { right: layRightwards, down: layDownwards } as const satisfies Record<Direction, unknown>;
/** Columns are as wide as a phone leaves them; rows are as narrow as titles of two lines allow. */
const WIDTH = { right: 168, down: 184 } as const satisfies Record<Direction, number>;

interface Scene extends Pictured {
  readonly captions: ReadonlyMap<string, Caption>;
  readonly marks: Marks | null;
}

export function drawPolicy(pictured: Pictured, direction: Direction): Drawing {
  const { locale, title, nodes, state } = pictured;
  const width = WIDTH[direction];
  const captions = new Map(captionsOf({ ...pictured, width }, nodes));
  const measured = (key: string) => ({ width, height: captions.get(key)?.height ?? 0 });
  const measure: Measure = { step: ({ key }) => measured(key), rule: ({ key }) => measured(key) };
  const layout: Layout = LAY[direction](nodes, measure);
  const scene: Scene = { ...pictured, captions, marks: state && marksOf(state) };
  return {
    id: `flow-${direction}`,
    lang: locale,
    width: layout.width,
    height: layout.height,
    title: translate(locale, 'diagram.title', { title }),
    description: describe({ ...pictured, width }),
    css: null,
    edges: layout.edges.map((edge) => drawEdge(scene, edge)),
    shapes: layout.shapes.map((shape) => drawShape(scene, shape)),
  };
}

const captionsOf = (around: Captioned, nodes: readonly Node[]): readonly (readonly [string, Caption])[] =>
  nodes.flatMap((node): readonly (readonly [string, Caption])[] => {
    if (isStep(node)) return [[node.key, stepCaption(around, node, null)]];
    if (!isMatrix(node)) return branchesOf(node).flatMap((branch) => captionsOf(around, branch));
    return [[node.key, ruleCaption(around, node)], ...node.steps.map((step) => matrixStep(around, step, node))];
  });

const matrixStep = (around: Captioned, step: Step, node: MatrixBlock): readonly [string, Caption] => [
  step.key,
  stepCaption(around, step, node),
];

/** All steps as sentences, for people who do not see the picture. */
function describe(around: Captioned & Pictured): string {
  const marks = around.state && marksOf(around.state);
  return stepsIn(around.nodes)
    .map((step, index) => {
      const status = marks ? ` — ${markText(around.locale, marks.of(`step.${step.key}`))}` : '';
      const people = peopleOf(around, step).map(told).join(', ');
      return `${index + 1}. ${step.title} (${modeText(around.locale, step)})${status}: ${people}`;
    })
    .join('; ');
}

const stepsIn = (nodes: readonly Node[]): readonly Step[] =>
  nodes.flatMap((node) => (isStep(node) ? [node] : branchesOf(node).flatMap(stepsIn)));

export const markText = (locale: Locale, mark: Mark): string => labelOf(locale, 'step-status', mark);

function drawEdge({ locale, marks }: Scene, edge: Edge): EdgeDrawing {
  const { way, label } = edge;
  const full = way?.when ?? translate(locale, 'diagram.otherwise');
  const { width, fontSize, lines, lineHeight } = LABEL;
  const texts = label ? wrapText(full, { width, fontSize, lines }) : [];
  return {
    path: pathOf(edge),
    head: headOf(edge),
    slash: way?.when === null ? slashOf(edge) : null,
    travelled: marks?.travelled(edge) ?? false,
    label: label && {
      full,
      lines: texts.map((text, index) => ({ x: label.x, y: label.y + (index + 1) * lineHeight - 3, text })),
    },
  };
}

function drawShape({ locale, captions, marks }: Scene, { id, kind, box, node }: Shape): ShapeDrawing {
  const mark = marks?.of(id) ?? 'plain';
  const written = kind === 'step' || kind === 'rule';
  const caption = written && node ? captions.get(node.key) : undefined;
  const status = mark === 'plain' ? '' : `\n${markText(locale, mark)}`;
  const { x, y, width } = box;
  return {
    kind,
    mark,
    tip: `${caption?.tip ?? translate(locale, `diagram.${kind}`)}${kind === 'step' ? status : ''}`,
    outline: outlineOf(kind, box),
    glyph: glyphOf(kind, box),
    badge:
      kind === 'step' && mark !== 'plain' && SIGNS[mark] ? { x: x + width - 15, y: y + 16, sign: SIGNS[mark] } : null,
    lines: (caption?.lines ?? []).map((line) => ({ tone: line.tone, text: line.text, x: x + 12, y: y + line.y })),
    people: (caption?.people ?? []).map((line) => ({
      text: line.text,
      x: x + 29,
      y: y + line.y,
      cx: x + 18,
      cy: y + line.y - 4,
      mark: line.mark ?? 'plain',
      r: line.mark ? 5.5 : 2.5,
      sign: line.mark ? SIGNS[line.mark] : '',
      strong: line.strong,
    })),
  };
}
