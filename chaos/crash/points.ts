import { AsyncLocalStorage } from 'node:async_hooks';

/** `<point>:<n>`: the process ends the hardest way when it comes to this point for the n-th time. */
export interface Order {
  readonly point: string;
  readonly hit: number;
}

export function parseOrder(text: string): Order {
  const at = text.lastIndexOf(':');
  return { point: text.slice(0, at), hit: Number(text.slice(at + 1)) };
}

export const orderText = ({ point, hit }: Order): string => `${point}:${hit}`;

/** What the processes and the suite tell each other. */
export type ToProcess = { readonly crashAt: string };
/** In place of a point: what was told is forgotten. */
export const FORGET = '';
export type FromProcess = { readonly point: string };

const where = new AsyncLocalStorage<string>();
const seen = new Set<string>();
let armed: { point: string; left: number } | null = null;

export function arm(text: string): void {
  if (text === FORGET) return seen.clear();
  const { point, hit } = parseOrder(text);
  armed = { point, left: hit };
}

/** Whatever is done inside belongs to this piece of work. */
export const during = <T>(work: string, run: () => T): T => where.run(work, run);

/** A callback of a connection belongs to the work that asked, not to the work during which the connection was opened. */
export const keepingPlace = <Args extends unknown[], T>(callback: (...args: Args) => T): ((...args: Args) => T) =>
  AsyncLocalStorage.bind(callback);

/** A moment at which the process may be told to die. */
export function pass(moment: string): void {
  const point = `${where.getStore() ?? 'beside'}: ${moment}`;
  if (!seen.has(point)) tell(point);
  if (armed?.point !== point) return;
  armed.left -= 1;
  // The signal is delivered before the call returns: nothing after this line runs.
  if (armed.left === 0) process.kill(process.pid, 'SIGKILL');
}

function tell(point: string): void {
  seen.add(point);
  if (process.connected) process.send?.({ point } satisfies FromProcess, () => undefined);
}

/** Both sides of something that lasts. */
export async function around<T>(what: string, run: () => Promise<T>): Promise<T> {
  pass(`before ${what}`);
  const answer = await run();
  pass(`after ${what}`);
  return answer;
}
