import { DomainError } from '../errors';
import { holds } from './condition';
import { isChoice, isMatrix, type Switch } from './flow';
import { rulesHit } from './matrix';
import type { Choice, Inclusive, MatrixBlock, Step } from './schema';

type Data = Readonly<Record<string, unknown>>;

/** Whether a step is needed; one whose condition the data cannot answer asks its people. */
export const stepApplies = ({ when }: Step, data: Data): boolean => when === undefined || holdsOr(true, when, data);

/** Numbers of the branches taken at a block, the default being the last one; of a matrix, the rules that hold. */
export function branchesTaken(node: Switch, data: Data): number[] {
  if (isMatrix(node)) return rulesOrAll(node, data);
  return isChoice(node) ? [firstHeld(node, data)] : allHeld(node, data);
}

/** A branch whose condition the data cannot answer is not taken. */
function firstHeld({ choose }: Choice, data: Data): number {
  const index = choose.findIndex(({ when }) => holdsOr(false, when, data));
  return index === -1 ? choose.length : index;
}

function allHeld({ inclusive }: Inclusive, data: Data): number[] {
  const held = inclusive.flatMap(({ when }, index) => (holdsOr(true, when, data) ? [index] : []));
  return held.length > 0 ? held : [inclusive.length];
}

/** A matrix that the data cannot answer asks everybody it names: nobody's consent is lost to a spelling mistake. */
function rulesOrAll(node: MatrixBlock, data: Data): number[] {
  try {
    return [...rulesHit(node, data)];
  } catch (error) {
    if (error instanceof DomainError) return node.matrix.rules.map((_, index) => index);
    throw error;
  }
}

function holdsOr(otherwise: boolean, when: string, data: Data): boolean {
  try {
    return holds(when, data);
  } catch (error) {
    if (error instanceof DomainError) return otherwise;
    throw error;
  }
}
