const BYTES = 256;
const NOWHERE = -1;

/**
 * Finds texts in bytes that come piece by piece, all of them in one pass and in constant memory (the automaton of Aho and
 * Corasick, 1975). A text is found as it is written in UTF-8, in UTF-16 and in hexadecimal digits, as databases write bytes.
 */
export class Needles {
  private readonly next: Int32Array;
  /** The text that ends in a state, by its place in the list. */
  private readonly ends: readonly (readonly number[])[];
  private state = 0;
  private readonly seen = new Set<number>();

  constructor(private readonly texts: readonly string[]) {
    const patterns = texts.flatMap((text, index) => forms(text).map((bytes) => ({ bytes, index })));
    const size = 1 + patterns.reduce((sum, { bytes }) => sum + bytes.length, 0);
    this.next = new Int32Array(size * BYTES).fill(NOWHERE);
    const ends: number[][] = [[]];
    for (const { bytes, index } of patterns) ends[this.grow(bytes, ends)]?.push(index);
    this.ends = this.link(ends);
  }

  /** Looks through the next bytes of what is being read. */
  feed(bytes: Uint8Array): void {
    const { next, ends } = this;
    let { state } = this;
    for (const byte of bytes) {
      state = next[state * BYTES + byte] ?? 0;
      for (const index of ends[state] ?? []) this.seen.add(index);
    }
    this.state = state;
  }

  /** What is read next does not continue what was read before. Answers which texts have been found since the last time. */
  take(): readonly string[] {
    const found = this.texts.filter((_text, index) => this.seen.has(index));
    this.state = 0;
    this.seen.clear();
    return found;
  }

  /** Adds the states of a pattern; answers the one in which it ends. */
  private grow(bytes: Uint8Array, ends: number[][]): number {
    let state = 0;
    for (const byte of bytes) {
      const at = state * BYTES + byte;
      if (this.next[at] === NOWHERE) this.next[at] = ends.push([]) - 1;
      state = this.next[at] ?? 0;
    }
    return state;
  }

  /** Where a pattern breaks off, the search goes on in the longest other one that fits; no byte is read twice. */
  private link(ends: readonly (readonly number[])[]): readonly (readonly number[])[] {
    const all = [...ends];
    const back = new Int32Array(all.length);
    const queue = [0];
    const follow = (state: number, byte: number): void => {
      const at = state * BYTES + byte;
      const fallback = state === 0 ? 0 : (this.next[(back[state] ?? 0) * BYTES + byte] ?? 0);
      const child = this.next[at] ?? NOWHERE;
      this.next[at] = child === NOWHERE ? fallback : child;
      if (child === NOWHERE) return;
      back[child] = fallback;
      all[child] = [...(all[child] ?? []), ...(all[fallback] ?? [])];
      queue.push(child);
    };
    for (const state of queue) for (let byte = 0; byte < BYTES; byte += 1) follow(state, byte);
    return all;
  }
}

function forms(text: string): readonly Uint8Array[] {
  const utf8 = new TextEncoder().encode(text);
  const hex = [...utf8].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  const utf16 = Uint8Array.from(units.flatMap((unit) => [unit & 0xff, unit >> 8]));
  return [utf8, new TextEncoder().encode(hex), utf16];
}
