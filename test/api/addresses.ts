/** A layer of an express router: a route, a router in it, or what calls pass on their way. */
interface Layer {
  readonly route?: { readonly path: unknown; readonly stack: readonly { readonly method?: string }[] };
  readonly handle: object;
  readonly name: string;
  /** Whether it is mounted at the root. */
  readonly slash: boolean;
  match(path: string): boolean;
}
// Express does not give the type of its layers.
const layersOf = (router: object): readonly Layer[] => (router as { readonly stack: readonly Layer[] }).stack;

/** Express keeps no text of where something is mounted, only what matches: these are tried. */
const PREFIXES = ['/api/v1', '/docs', '/codec', '/a', '/v', '/i', '/k', '/m', '/s', '/f', '/w', '/q'];

const mountOf = (layer: Layer): string =>
  layer.slash ? '' : (PREFIXES.find((path) => layer.match(path)) ?? '/somewhere-else');

/** `{method path}` of everything that an application answers, and `use {path} {name}` of what is mounted below a path. */
export const addressesOf = (router: object, prefix = ''): readonly string[] =>
  layersOf(router).flatMap((layer) => {
    const at = `${prefix}${mountOf(layer)}`;
    if (layer.route) return namesOf(layer.route, prefix);
    if ('stack' in layer.handle) return addressesOf(layer.handle, at);
    return at === prefix ? [] : [`use ${at} ${layer.name}`];
  });

const namesOf = ({ path, stack }: NonNullable<Layer['route']>, prefix: string): readonly string[] =>
  [path].flat().flatMap((one) => stack.map(({ method }) => `${method ?? 'all'} ${prefix}${String(one)}`));
