import { BpmnModdle, type Element } from 'bpmn-moddle';
import { explicit } from '../../domain/approval/diagram/explicit';
import { type Mark, marksOf } from '../../domain/approval/diagram/marks';
import { layRightwards } from '../../domain/approval/diagram/rightwards';
import type { Edge, Layout, Shape, ShapeKind } from '../../domain/approval/diagram/shapes';
import { translate } from '../catalog';
import { timerOf } from './bpmn-timer';
import { COLOURS, COLOUR_PACKAGE, edgeOf, shapeOf } from './bpmn-picture';
import { ruleCaption, stepCaption } from './caption';
import type { Pictured } from './drawing';

const FEEL = 'https://www.omg.org/spec/DMN/20191111/FEEL/';
const TASK = { width: 120, height: 80 };

const TYPES = {
  start: 'bpmn:StartEvent',
  end: 'bpmn:EndEvent',
  step: 'bpmn:UserTask',
  rule: 'bpmn:BusinessRuleTask',
  exclusive: 'bpmn:ExclusiveGateway',
  inclusive: 'bpmn:InclusiveGateway',
  parallel: 'bpmn:ParallelGateway',
} as const satisfies Record<ShapeKind, string>;

/** BPMN 2.0 with its picture, for modelling tools: to be read and discussed, not to be run. */
export async function bpmnXml(picture: Pictured): Promise<string> {
  const moddle = new BpmnModdle({ color: COLOUR_PACKAGE });
  const layout = layRightwards(explicit(picture.nodes), { step: () => TASK, rule: () => TASK });
  const writing: Writing = { moddle, picture, layout };
  const { process, timers, elements } = processOf(writing);
  const plane = moddle.create('bpmndi:BPMNPlane', {
    id: 'plane',
    bpmnElement: process,
    planeElement: [...pictures(writing, elements), ...timers.map(({ shape }) => shape)],
  });
  const definitions = moddle.create('bpmn:Definitions', {
    id: 'definitions',
    targetNamespace: 'urn:tenure:approval',
    expressionLanguage: FEEL,
    exporter: 'Tenure',
    rootElements: [process],
    diagrams: [moddle.create('bpmndi:BPMNDiagram', { id: 'diagram', plane })],
  });
  return (await moddle.toXML(definitions, { format: true })).xml;
}

interface Writing {
  readonly moddle: BpmnModdle;
  readonly picture: Pictured;
  readonly layout: Layout;
}
type Elements = ReadonlyMap<string, Element>;

function processOf(writing: Writing) {
  const { moddle, picture, layout } = writing;
  const nodes = new Map(layout.shapes.map((shape) => [shape.id, flowNode(writing, shape)]));
  const flows = new Map(layout.edges.map((edge) => [edge.id, sequenceFlow(writing, edge, nodes)]));
  const flowsWith = (end: 'from' | 'to', id: string): readonly Element[] =>
    layout.edges.filter((edge) => edge[end] === id).flatMap((edge) => flows.get(edge.id) ?? []);
  for (const [id, node] of nodes) {
    node.set('incoming', flowsWith('to', id));
    node.set('outgoing', flowsWith('from', id));
  }
  for (const edge of layout.edges.filter(({ way }) => way?.when === null))
    nodes.get(edge.from)?.set('default', flows.get(edge.id));
  const timers = layout.shapes.flatMap((shape) => timerOf(moddle, shape, nodes.get(shape.id)) ?? []);
  const process = moddle.create('bpmn:Process', {
    id: 'process',
    name: picture.title,
    isExecutable: false,
    flowElements: [...nodes.values(), ...timers.map(({ event }) => event), ...flows.values()],
  });
  const elements: Elements = new Map([...nodes, ...flows]);
  return { process, timers, elements };
}

function flowNode({ moddle, picture }: Writing, { id, kind, node }: Shape): Element {
  const around = { ...picture, width: TASK.width };
  const written = kind === 'step' && node && 'assignees' in node ? stepCaption(around, node, null) : null;
  const ruled = kind === 'rule' && node && 'matrix' in node ? ruleCaption(around, node) : null;
  const [name = '', ...rest] = (written ?? ruled)?.tip.split('\n') ?? [];
  const text = ruled && node && 'matrix' in node ? JSON.stringify(node.matrix, null, 2) : rest.join('\n');
  const several = kind === 'step' && node && 'mode' in node;
  return moddle.create(TYPES[kind], {
    id,
    ...(name !== '' && { name }),
    ...(text !== '' && { documentation: [moddle.create('bpmn:Documentation', { text })] }),
    ...(several && {
      loopCharacteristics: moddle.create('bpmn:MultiInstanceLoopCharacteristics', {
        isSequential: node.mode === 'sequential',
      }),
    }),
  });
}

function sequenceFlow({ moddle, picture }: Writing, { id, from, to, way }: Edge, nodes: Elements): Element {
  const when = way?.when;
  return moddle.create('bpmn:SequenceFlow', {
    id,
    sourceRef: nodes.get(from),
    targetRef: nodes.get(to),
    ...(when === null && { name: translate(picture.locale, 'diagram.otherwise') }),
    ...(typeof when === 'string' && {
      name: when,
      conditionExpression: moddle.create('bpmn:FormalExpression', { body: when, language: FEEL }),
    }),
  });
}

/** The picture; in one of a running request the boxes carry the colour of their state. */
function pictures({ moddle, picture, layout }: Writing, elements: Elements): readonly Element[] {
  const marks = picture.state && marksOf(picture.state);
  const colour = (mark: Mark | undefined) => (mark ? COLOURS[mark] : null);
  return [
    ...layout.shapes.map((shape) =>
      shapeOf(moddle, shape, { element: elements.get(shape.id), colour: colour(marks?.of(shape.id)) }),
    ),
    ...layout.edges.map((edge) => edgeOf(moddle, edge, elements.get(edge.id))),
  ];
}
