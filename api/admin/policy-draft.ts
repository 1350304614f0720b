import { isChoice, isInclusive, isMatrix, isParallel, isStep } from '../../domain/approval/flow';
import type { Assignee, MatrixBlock, Node, PolicyBody, Settings, Step } from '../../domain/approval/schema';
import type { DraftNode } from './draft';

/** People stand in forms by their addresses. */
export type EmailOf = (id: string) => string;

/** A policy as its form shows it. */
export const draftOf = (body: PolicyBody, emailOf: EmailOf): DraftNode => ({
  title: body.title,
  settings: settingsDraft(body.settings, emailOf),
  steps: nodeDrafts(body.steps, emailOf),
});

function settingsDraft(settings: Settings, emailOf: EmailOf): DraftNode {
  const { minorFields, adminId, stepUp, distinctApprovers, ...texts } = settings;
  return filled({
    ...texts,
    minorFields: minorFields?.join('\n'),
    adminId: adminId === undefined ? undefined : emailOf(adminId),
    stepUp: yesNo(stepUp),
    distinctApprovers: yesNo(distinctApprovers),
  });
}

/** Three answers: yes, no, and whatever is usual. */
const yesNo = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : value ? 'yes' : 'no';

const filled = (fields: Readonly<Record<string, DraftNode[string] | undefined>>): DraftNode =>
  Object.fromEntries(Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));

const nodeDrafts = (nodes: readonly Node[], emailOf: EmailOf): readonly DraftNode[] =>
  nodes.map((node) => nodeDraft(node, emailOf));

function nodeDraft(node: Node, emailOf: EmailOf): DraftNode {
  const { key } = node;
  const inner = (nodes: readonly Node[]): readonly DraftNode[] => nodeDrafts(nodes, emailOf);
  if (isStep(node)) return stepDraft(node, emailOf);
  if (isParallel(node)) return { key, parallel: node.parallel.map(inner) };
  if (isMatrix(node)) return { key, matrix: matrixDraft(node), steps: inner(node.steps) };
  const branches = (isChoice(node) ? node.choose : node.inclusive).map(({ when, steps }) => ({
    when,
    steps: inner(steps),
  }));
  return { key, [isInclusive(node) ? 'inclusive' : 'choose']: branches, default: inner(node.default) };
}

const matrixDraft = ({ matrix }: MatrixBlock): DraftNode => ({
  hitPolicy: matrix.hitPolicy,
  inputs: matrix.inputs.map(({ label, expression }) => ({ label, expression })),
  rules: matrix.rules.map(({ when, steps }) => ({ when: [...when], steps: [...steps] })),
  otherwise: [...matrix.otherwise],
});

function stepDraft(step: Step, emailOf: EmailOf): DraftNode {
  const { key, title, mode, when, onReject, afterReturn, selfHandler, dedup, risk, sla, reminders } = step;
  const ticks = ['strict', 'veto', 'rejectWaits', 'anyApprove'] as const;
  const marks = ['requireSignature', 'requireComment', 'pauseOnDelegate', 'mandatoryHuman'] as const;
  return filled({
    ...{ key, was: key, title, mode, when, onReject, afterReturn, selfHandler, dedup, risk },
    assignees: step.assignees.map((source) => sourceDraft(source, emailOf)),
    quorum: step.quorum === undefined ? undefined : String(step.quorum),
    ratioBp: percentText(step.ratioBp),
    thresholdBp: percentText(step.thresholdBp),
    weights: weightLines(step.weights, emailOf),
    ballot: step.ballot && filled(step.ballot),
    ...Object.fromEntries([...ticks, ...marks].flatMap((name) => (step[name] ? [[name, '1']] : []))),
    sla: sla && filled(sla),
    reminders: reminders && filled({ repeat: reminders.repeat, max: numberText(reminders.max) }),
    ...escalationDraft(step.escalation),
    ...handlerDraft('emptyHandler', step.emptyHandler, emailOf),
    ...timeoutDraft(step, emailOf),
    cc: step.cc?.map(emailOf).join('\n'),
  });
}

const numberText = (value: number | null | undefined): string | undefined =>
  value === undefined || value === null ? undefined : String(value);

/** Basis points as people say them: 6667 is 66.67. */
const percentText = (bp: number | undefined): string | undefined => (bp === undefined ? undefined : String(bp / 100));

const weightLines = (weights: Step['weights'], emailOf: EmailOf): string | undefined =>
  weights &&
  Object.entries(weights)
    .map(([id, weight]) => `${emailOf(id)} ${weight}`)
    .join('\n');

function escalationDraft(escalation: Step['escalation']): DraftNode {
  if (escalation === undefined) return {};
  if (escalation === false) return { escalate: 'never' };
  const { managerAtPercent, adminAtPercent } = escalation;
  // Left out is the usual share, null is never: `-` says the latter in the form.
  const shown = (value: number | null | undefined): string | undefined => (value === null ? '-' : numberText(value));
  return {
    escalate: 'at',
    escalation: filled({ managerAtPercent: shown(managerAtPercent), adminAtPercent: shown(adminAtPercent) }),
  };
}

/** `user:<id>` is a choice and, beside it, the address of the person. */
function handlerDraft(name: string, handler: string | undefined, emailOf: EmailOf): DraftNode {
  if (handler === undefined) return {};
  const [, id] = /^user:(.+)$/.exec(handler) ?? [];
  return id === undefined ? { [name]: handler } : { [name]: 'user', [`${name}Person`]: emailOf(id) };
}

function timeoutDraft({ timeout }: Step, emailOf: EmailOf): DraftNode {
  if (!timeout) return {};
  const [, id] = /^transfer:([0-9a-f-]{36})$/.exec(timeout.action) ?? [];
  return id === undefined
    ? { timeout: { action: timeout.action } }
    : { timeout: { action: 'transfer' }, timeoutPerson: emailOf(id) };
}

/** Who is asked, as one choice in a list; a person is named beside it. */
function sourceDraft(source: Assignee, emailOf: EmailOf): DraftNode {
  if ('user' in source) return { source: 'user', user: emailOf(source.user) };
  const [[name, value] = ['', true]] = Object.entries(source);
  return { source: value === true ? name : `${name}:${String(value)}` };
}
