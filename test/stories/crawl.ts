import { pageRows } from '../../api/authorization/page-rows';
import type { Visitor } from './visitor';

/** A route with parts that differ, and what of an address makes another sort of page of it all the same. */
interface Sort {
  readonly route: string;
  readonly matches: RegExp;
}
/** Parts of paths that stand for other words, and with them for another form. */
const TELLING = ['form'];
const TELLING_QUERY = ['part'];
const escaped = (text: string): string => text.replaceAll('.', '\\.');

const SORTS: readonly Sort[] = Object.keys(pageRows)
  .filter((row) => row.startsWith('get '))
  .map((row) => row.slice('get '.length))
  .map((route) => ({ route, matches: new RegExp(`^${escaped(route).replace(/:\w+/g, '([^/]+)')}$`) }))
  // What is said in words goes before what may be anything.
  .toSorted((one, other) => partsOf(one.route).length - partsOf(other.route).length);

function partsOf(route: string): readonly string[] {
  return [...route.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
}

/** Every route that shows something, as the table of rights has them. */
export const ROUTES: readonly string[] = SORTS.map(({ route }) => route);

/** Two addresses of one sort show the same page of two things, or of one thing with other values in its filters. */
export function sortOf(address: string, origin: string): { readonly route: string | null; readonly sort: string } {
  const { pathname, searchParams } = new URL(address, origin);
  const found = SORTS.find(({ matches }) => matches.test(pathname));
  if (!found) return { route: null, sort: pathname };
  const values = found.matches.exec(pathname)?.slice(1) ?? [];
  const named = partsOf(found.route).flatMap((name, index) => (TELLING.includes(name) ? [values[index] ?? ''] : []));
  const asked = [...new Set(searchParams.keys())].map((name) =>
    TELLING_QUERY.includes(name) ? `${name}=${searchParams.get(name)}` : name,
  );
  return { route: found.route, sort: [found.route, ...named, ...asked.toSorted()].join(' ') };
}

export interface Crawl {
  readonly origin: string;
  readonly from: readonly string[];
  /** Routes that bring no page: a file, a stream, another place. */
  readonly apart: readonly string[];
  /** How many addresses of a sort are looked at. */
  readonly mostOf: (sort: string) => number;
  /** Sees one page, the how-manieth it is, and tells who saw it. */
  readonly see: (address: string, turn: number) => Promise<Visitor>;
}

export interface Crawled {
  /** The addresses that were seen. */
  readonly seen: ReadonlySet<string>;
  readonly routes: ReadonlySet<string>;
  readonly faults: readonly string[];
}

/** Follows every link from some pages to one of each sort, or as many as are wanted; tells what was seen, and every fault that was met. */
export async function crawl({ origin, from, apart, mostOf, see }: Crawl): Promise<Crawled> {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  const routes = new Set<string>();
  const faults: string[] = [];
  const ahead = [...from];
  for (let address = ahead.shift(); address !== undefined; address = ahead.shift()) {
    const { route, sort } = sortOf(address, origin);
    const count = counts.get(sort) ?? 0;
    if (route === null || apart.includes(route) || seen.has(address) || count >= mostOf(sort)) continue;
    counts.set(sort, count + 1);
    seen.add(address);
    routes.add(route);
    try {
      ahead.push(...(await linksOn(await see(address, seen.size))));
    } catch (error) {
      faults.push(String(error));
    }
  }
  return { seen, routes, faults };
}

/** Addresses of this product that a page leads to: no files, and not the page itself in another language. */
const linksOn = ({ page }: Visitor): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(`[...document.querySelectorAll('main a[href]:not([download]), nav a[href]')]
    .map((one) => new URL(one.getAttribute('href'), document.baseURI))
    .filter(({ origin, searchParams }) => origin === location.origin && !['lang', 'format', 'sheet'].some((name) => searchParams.has(name)))
    .map(({ pathname, search }) => pathname + search)`);
