import { branchesOf, isStep } from './flow';
import { placedNodes } from './policy-paths';
import type { PolicyDiff } from './policy-diff-schema';
import type { Node, PolicyVersion } from './schema';

type Fields = Readonly<Record<string, unknown>>;

/** What a later version says otherwise, by the keys of steps and blocks. */
export function diffPolicies(from: PolicyVersion, to: PolicyVersion): PolicyDiff {
  const [before, after] = [ownFields(from.steps), ownFields(to.steps)];
  const stayed = [...after.keys()].filter((key) => before.has(key));
  return {
    key: to.key,
    from: from.version,
    to: to.version,
    titleChanged: from.title !== to.title,
    settings: changedFields(from.settings, to.settings),
    added: [...after.keys()].filter((key) => !before.has(key)),
    removed: [...before.keys()].filter((key) => !after.has(key)),
    changed: stayed.flatMap((key) => {
      const fields = changedFields(before.get(key), after.get(key));
      return fields.length > 0 ? [{ key, fields }] : [];
    }),
    reordered: stayed.join(' ') !== [...before.keys()].filter((key) => after.has(key)).join(' '),
  };
}

const ownFields = (nodes: readonly Node[]): ReadonlyMap<string, Fields> =>
  new Map(placedNodes(nodes).map(({ node }) => [node.key, withoutSteps(node)]));

/** A block by its conditions and the keys of what it holds: a change inside belongs to the step that changed. */
function withoutSteps(node: Node): Fields {
  if (isStep(node)) return node;
  const branches = branchesOf(node).map((branch) => branch.map(({ key }) => key));
  const conditions = 'choose' in node ? node.choose : 'inclusive' in node ? node.inclusive : [];
  return {
    kind: Object.keys(node).filter((name) => KINDS.includes(name)),
    branches,
    when: conditions.map(({ when }) => when),
    ...('matrix' in node && { matrix: node.matrix }),
  };
}

const KINDS: readonly string[] = ['parallel', 'choose', 'inclusive', 'matrix'];

const changedFields = (before: Fields = {}, after: Fields = {}): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => canonical(before[name]) !== canonical(after[name]))
    .sort();

/** The database keeps fields in an order of its own. */
const canonical = (value: unknown): string | undefined =>
  JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
