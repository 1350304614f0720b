import { z } from 'zod';

/** What the trace of one load tells, in milliseconds but for the shift. */
export interface Painted {
  readonly fcp: number;
  readonly lcp: number;
  readonly cls: number;
  readonly blocking: number;
}

const Moment = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  ts: z.number(),
  dur: z.number().optional(),
  args: z
    .object({
      data: z
        .object({
          documentLoaderURL: z.string().optional(),
          isOutermostMainFrame: z.boolean().optional(),
          navigationId: z.string().optional(),
          score: z.number().optional(),
          had_recent_input: z.boolean().optional(),
        })
        .optional(),
    })
    .optional(),
});
type Moment = z.infer<typeof Moment>;
const Trace = z.object({ traceEvents: z.array(Moment) });

export const CATEGORIES = ['blink.user_timing', 'loading', 'toplevel', 'disabled-by-default-devtools.timeline'];
/** From where on a task holds up whoever touches the page. */
const LONG_MS = 50;

/** First and largest paint since the navigation, the shifts after it, and by how much tasks after the first paint were too long.
 * Null where the trace lacks them: a busy Chromium now and then drops a part of it. */
export function paintedIn(json: Buffer, url: string): Painted | null {
  const { traceEvents: all } = Trace.parse(JSON.parse(json.toString()));
  const start = all.findLast((one) => one.name === 'navigationStart' && dataOf(one)?.documentLoaderURL === url);
  if (!start) return null;
  const ofPage = all.filter(({ pid, tid, ts }) => pid === start.pid && tid === start.tid && ts >= start.ts);
  const named = (name: string): readonly Moment[] => ofPage.filter((one) => one.name === name);
  const first = named('firstContentfulPaint').at(0);
  const largest = named('largestContentfulPaint::Candidate').at(-1) ?? first;
  if (!first || !largest) return null;
  return {
    fcp: (first.ts - start.ts) / 1000,
    lcp: (largest.ts - start.ts) / 1000,
    cls: named('LayoutShift').reduce((sum, one) => sum + shiftOf(one), 0),
    blocking: named('RunTask').reduce((sum, one) => sum + blockedBy(one, first.ts), 0),
  };
}

const dataOf = ({ args }: Moment) => args?.data;
const shiftOf = (moment: Moment): number => (dataOf(moment)?.had_recent_input ? 0 : (dataOf(moment)?.score ?? 0));

/** Of a task that began before the first paint, what is after it. */
function blockedBy({ ts, dur = 0 }: Moment, from: number): number {
  const ms = (ts + dur - Math.max(ts, from)) / 1000;
  return Math.max(0, ms - LONG_MS);
}
