/**
 * Tuples of the document as lists of a fixed length. The generator writes `prefixItems` without a length, which allows shorter and
 * longer ones as well, and which many tools cannot read; of unlike places any order is allowed then, and the product tells.
 */
export function withFixedLengths(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withFixedLengths);
  if (typeof node !== 'object' || node === null) return node;
  const { prefixItems, ...others } = Object.fromEntries(
    Object.entries(node).map(([name, below]) => [name, withFixedLengths(below)]),
  );
  if (prefixItems === undefined) return others;
  if (!Array.isArray(prefixItems)) return { prefixItems, ...others };
  const places = [...new Map(prefixItems.map((place) => [JSON.stringify(place), place as unknown])).values()];
  const items = places.length === 1 ? places[0] : { anyOf: places };
  return { ...others, items, minItems: prefixItems.length, maxItems: prefixItems.length };
}
