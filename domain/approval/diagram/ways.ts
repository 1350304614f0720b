import { branchesOf, isChoice, isInclusive, isParallel } from '../flow';
import type { Choice, Inclusive, Node, Parallel } from '../schema';
import type { GatewayKind, Way } from './shapes';
import { LABEL } from './shapes';
import { wrapText } from './text';

export type Fork = Parallel | Choice | Inclusive;

export interface Lane {
  readonly way: Way;
  readonly nodes: readonly Node[];
  /** Height of the text at its start; 0 for none. */
  readonly labelHeight: number;
}

export function gatewayOf(node: Fork): GatewayKind {
  if (isParallel(node)) return 'parallel';
  return isChoice(node) ? 'exclusive' : 'inclusive';
}

/** The branches of a block with the question that leads into each; `width` is what a question may fill. */
export function lanesOf(node: Fork, width: number): readonly Lane[] {
  return branchesOf(node).map((nodes, index) => {
    const way = { key: node.key, index, when: whenOf(node, index) };
    return { way, nodes, labelHeight: linesOf(way, width) * LABEL.lineHeight };
  });
}

function whenOf(node: Fork, index: number): string | null | undefined {
  if (isParallel(node)) return undefined;
  const conditions = isInclusive(node) ? node.inclusive : node.choose;
  return conditions[index]?.when ?? null;
}

function linesOf({ when }: Way, width: number): number {
  if (when === undefined) return 0;
  return when === null ? 1 : wrapText(when, { width, fontSize: LABEL.fontSize, lines: LABEL.lines }).length;
}
