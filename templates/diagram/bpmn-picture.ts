import type { BpmnModdle, Element } from 'bpmn-moddle';
import type { Mark } from '../../domain/approval/diagram/marks';
import type { Box, Edge, Shape } from '../../domain/approval/diagram/shapes';

/** The attributes of "BPMN in Color", which modelling tools read. */
export const COLOUR_PACKAGE = {
  name: 'BPMN in Color',
  uri: 'http://www.omg.org/spec/BPMN/non-normative/color/1.0',
  prefix: 'color',
  types: [
    {
      name: 'ColoredShape',
      extends: ['bpmndi:BPMNShape'],
      properties: [
        { name: 'background-color', isAttr: true, type: 'String' },
        { name: 'border-color', isAttr: true, type: 'String' },
      ],
    },
  ],
} as const;

interface Colour {
  readonly fill: string;
  readonly border: string;
}
const QUIET: Colour = { fill: '#f0f2f5', border: '#8f98a5' };

export const COLOURS: Readonly<Record<Mark, Colour | null>> = {
  approved: { fill: '#e3f3ea', border: '#1d6e43' },
  active: { fill: '#e8eafb', border: '#4650bd' },
  rejected: { fill: '#fdeae8', border: '#b3261e' },
  returned: { fill: '#fdf0d5', border: '#835300' },
  skipped: QUIET,
  cancelled: QUIET,
  out: QUIET,
  waiting: null,
  ahead: null,
};

export const boundsOf = (moddle: BpmnModdle, { x, y, width, height }: Box): Element =>
  moddle.create('dc:Bounds', { x, y, width, height });

export function shapeOf(
  moddle: BpmnModdle,
  { id, kind, box }: Shape,
  { element, colour }: { readonly element: Element | undefined; readonly colour: Colour | null },
): Element {
  return moddle.create('bpmndi:BPMNShape', {
    id: `${id}_di`,
    bpmnElement: element,
    bounds: boundsOf(moddle, box),
    ...(kind === 'exclusive' && { isMarkerVisible: true }),
    ...(colour && { 'color:background-color': colour.fill, 'color:border-color': colour.border }),
  });
}

export function edgeOf(moddle: BpmnModdle, { id, points, label }: Edge, element: Element | undefined): Element {
  return moddle.create('bpmndi:BPMNEdge', {
    id: `${id}_di`,
    bpmnElement: element,
    waypoint: points.map(({ x, y }) => moddle.create('dc:Point', { x, y })),
    ...(label && { label: moddle.create('bpmndi:BPMNLabel', { bounds: boundsOf(moddle, label) }) }),
  });
}
