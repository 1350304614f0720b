import type { ContractBody } from './schema';
import type { ContractChange } from './version-schema';

/** What two versions of a contract say differently: terms by their field, clauses and service levels by their key. */
export function contractChanges(before: ContractBody, after: ContractBody): ContractChange[] {
  const [old, now] = [flatten(before), flatten(after)];
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort();
  return paths.flatMap((path) => {
    const [was, is] = [old.get(path) ?? null, now.get(path) ?? null];
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ path, before: was, after: is }];
  });
}

type Plain = string | number | boolean | null;

/** Every single value by its path, so that what is shown is what was changed, not the part that holds it. */
function flatten(contract: ContractBody): ReadonlyMap<string, Plain> {
  const { clauses, slas = [], ...terms } = contract;
  const keyed = {
    ...terms,
    clauses: Object.fromEntries(clauses.map(({ code, ...clause }) => [code, clause])),
    slas: Object.fromEntries(slas.map(({ kpiId, ...sla }) => [kpiId, sla])),
  };
  return new Map(valuesIn(keyed, ''));
}

function valuesIn(value: unknown, path: string): readonly (readonly [string, Plain])[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, part]) => valuesIn(part, path ? `${path}.${name}` : name));
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? [[path, value]] : [];
}
