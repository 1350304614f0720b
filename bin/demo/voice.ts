import { performance } from 'node:perf_hooks';

/** One line per step, with the seconds since the beginning. */
export function createVoice(): { readonly title: (text: string) => void; readonly say: (text: string) => void } {
  const begun = performance.now();
  const seconds = (): string => `${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s`;
  return {
    title: (text) => console.log(`\n${text}`),
    say: (text) => console.log(`${seconds()}  ✔ ${text}`),
  };
}
