import type { BpmnModdle, Element } from 'bpmn-moddle';
import { EVENT, type Shape } from '../../domain/approval/diagram/shapes';
import { boundsOf } from './bpmn-picture';

export interface Timer {
  readonly event: Element;
  readonly shape: Element;
}

/** The time limit of a step, on the lower edge of its box: it ends the step only where the policy then decides by itself. */
export function timerOf(moddle: BpmnModdle, { kind, node, box }: Shape, task: Element | undefined): Timer | null {
  if (kind !== 'step' || !node || !('sla' in node) || !node.sla) return null;
  const { duration, calendar } = node.sla;
  const id = `sla.${node.key}`;
  const timeDuration = moddle.create('bpmn:FormalExpression', { body: duration });
  const event = moddle.create('bpmn:BoundaryEvent', {
    id,
    name: duration,
    attachedToRef: task,
    cancelActivity: ['approve', 'reject'].includes(node.timeout?.action ?? 'none'),
    documentation: [moddle.create('bpmn:Documentation', { text: `${duration} (${calendar})` })],
    eventDefinitions: [moddle.create('bpmn:TimerEventDefinition', { id: `${id}.timer`, timeDuration })],
  });
  const bounds = { x: box.x + box.width - EVENT - 8, y: box.y + box.height - EVENT / 2, width: EVENT, height: EVENT };
  const shape = moddle.create('bpmndi:BPMNShape', {
    id: `${id}_di`,
    bpmnElement: event,
    bounds: boundsOf(moddle, bounds),
  });
  return { event, shape };
}
