import { z } from 'zod';
import { Duration } from '../calendar/schema';
import { ROLES } from '../people/people';
import { DepartmentId } from '../people/schema';
import { BasisPoints, Key, ShortText, Uuid } from '../shapes';
import { ENGAGEMENT_ROLES, MODES } from './words';

const Fraction = z.string().regex(/^(1|[1-9]\d{0,3}\/[1-9]\d{0,3})$/, 'is not a fraction such as 1/2');
const Percent = z.int().min(1).max(1_000);
const Count = z.int().min(1).max(200);
/** Bounds keep the expression cheap to evaluate; what it may contain is checked by `condition.ts`. */
const Condition = z.string().trim().min(1).max(500);

export const Assignee = z.union([
  z.strictObject({ user: Uuid }),
  z.strictObject({ role: z.enum(ROLES) }),
  z.strictObject({ manager: z.literal(true) }),
  z.strictObject({ headChain: z.int().min(1).max(10) }),
  z.strictObject({ engagementRole: z.enum(ENGAGEMENT_ROLES) }),
  /** Active members of a department; with `true`, of the requester's own. */
  z.strictObject({ department: z.union([z.literal(true), DepartmentId]) }),
  z.strictObject({ departmentHead: z.union([z.literal(true), DepartmentId]) }),
  z.strictObject({ requesterSelect: z.literal(true) }),
  /** Chosen by whoever approves the step right before this one. */
  z.strictObject({ previousSelect: z.literal(true) }),
]);
export type Assignee = Readonly<z.infer<typeof Assignee>>;

export const Step = z
  .strictObject({
    key: Key,
    title: ShortText,
    mode: z.enum(MODES),
    assignees: z.array(Assignee).min(1).max(200).readonly(),
    quorum: Count.optional(),
    ratioBp: BasisPoints.optional(),
    thresholdBp: BasisPoints.optional(),
    strict: z.boolean().optional(),
    veto: z.boolean().optional(),
    rejectWaits: z.boolean().optional(),
    anyApprove: z.boolean().optional(),
    weights: z.record(Uuid, z.int().min(0).max(1_000_000)).optional(),
    ballot: z
      .strictObject({ quorum: Fraction.optional(), threshold: Fraction, closesAfter: Duration.optional() })
      .readonly()
      .optional(),
    when: Condition.optional(),
    /** `end`, `sendBack:START`, `sendBack:previous` or `sendBack:<stepKey>`. */
    onReject: z
      .string()
      .regex(/^(end|sendBack:(START|previous|[a-z0-9][a-z0-9._-]{0,63}))$/, 'is end or sendBack:<target>')
      .optional(),
    afterReturn: z.enum(['rerun', 'resume']).optional(),
    /** Who steps in when nobody is found: `admin`, `user:<id>`, `reject`, or `approve` for a step of low risk. */
    emptyHandler: z
      .string()
      .regex(/^(admin|reject|approve|user:[0-9a-f-]{36})$/, 'is admin, reject, approve or user:<id>')
      .optional(),
    selfHandler: z.enum(['forbid', 'manager', 'skip', 'allow']).optional(),
    dedup: z.enum(['none', 'consecutive', 'once']).optional(),
    sla: z
      .strictObject({ duration: Duration, calendar: Key.default('24x7') })
      .readonly()
      .optional(),
    reminders: z
      .strictObject({ repeat: Duration.optional(), max: z.int().min(0).max(50).optional() })
      .readonly()
      .optional(),
    /** Percent of the SLA after which the manager, then the administrator, is asked too; `false` for never. */
    escalation: z
      .union([
        z.literal(false),
        z
          .strictObject({
            managerAtPercent: Percent.nullable().optional(),
            adminAtPercent: Percent.nullable().optional(),
          })
          .readonly(),
      ])
      .optional(),
    /** What happens to an undecided task when its SLA has passed. */
    timeout: z
      .strictObject({
        action: z
          .string()
          .regex(
            /^(none|approve|reject|transfer:(manager|admin|[0-9a-f-]{36}))$/,
            'is none, approve, reject or transfer:<who>',
          ),
      })
      .readonly()
      .optional(),
    requireSignature: z.boolean().optional(),
    requireComment: z.boolean().optional(),
    /** People who get a copy when the step has ended. */
    cc: z.array(Uuid).max(50).readonly().optional(),
    /** The clock of a task stands still while its holder waits for an opinion. */
    pauseOnDelegate: z.boolean().optional(),
    mandatoryHuman: z.boolean().optional(),
    risk: z.enum(['low', 'high']).optional(),
  })
  .readonly();
export type Step = z.infer<typeof Step>;

export interface Parallel {
  readonly key: string;
  readonly parallel: readonly (readonly Node[])[];
}
export interface Choice {
  readonly key: string;
  readonly choose: readonly { readonly when: string; readonly steps: readonly Node[] }[];
  readonly default: readonly Node[];
}
/** Every branch whose condition holds runs, and all of them join; the default runs when none holds. */
export interface Inclusive {
  readonly key: string;
  readonly inclusive: readonly { readonly when: string; readonly steps: readonly Node[] }[];
  readonly default: readonly Node[];
}
/** A sequence of steps of which a decision matrix says which ones are needed. */
export interface MatrixBlock {
  readonly key: string;
  readonly matrix: Matrix;
  readonly steps: readonly Step[];
}
export type Block = Parallel | Choice | Inclusive | MatrixBlock;
/** A policy is a sequence of steps and of blocks that hold further sequences. */
export type Node = Step | Block;

/** One cell is a FEEL unary test of its input: `>= 100000`, `"it", "finance"`, `[1..5]`, or `-` for anything. */
const Cell = z.string().trim().min(1).max(200);
/**
 * A decision table after DMN 1.5: inputs are read from the subject's data, each rule has one cell per input and names the
 * steps that are needed when all its cells hold. `first` takes the first rule that holds, `collect` all of them.
 */
export const Matrix = z
  .strictObject({
    hitPolicy: z.enum(['first', 'collect']).default('first'),
    inputs: z
      .array(z.strictObject({ label: ShortText, expression: Condition }).readonly())
      .min(1)
      .max(10)
      .readonly(),
    rules: z
      .array(
        z.strictObject({ when: z.array(Cell).max(10).readonly(), steps: z.array(Key).max(50).readonly() }).readonly(),
      )
      .min(1)
      .max(200)
      .readonly(),
    /** Steps that are needed when no rule holds. */
    otherwise: z.array(Key).max(50).readonly(),
  })
  .readonly();
export type Matrix = z.infer<typeof Matrix>;

/** Blocks nest two deep: enough for a branch with a fork in it, and still readable as a picture. */
const MAX_DEPTH = 2;

const MatrixNode = z
  .strictObject({ key: Key, matrix: Matrix, steps: z.array(Step).min(1).max(50).readonly() })
  .readonly();

function nodesOf(depth: number): z.ZodType<readonly Node[]> {
  if (depth === 0) return z.array(Step).max(50).readonly();
  const inner = nodesOf(depth - 1);
  const parallel = z.strictObject({ key: Key, parallel: z.array(inner).min(2).max(10).readonly() }).readonly();
  const branch = z.strictObject({ when: Condition, steps: inner }).readonly();
  const choice = z
    .strictObject({ key: Key, choose: z.array(branch).min(1).max(20).readonly(), default: inner })
    .readonly();
  const inclusive = z
    .strictObject({ key: Key, inclusive: z.array(branch).min(1).max(20).readonly(), default: inner })
    .readonly();
  return z
    .array(z.union([Step, parallel, choice, inclusive, MatrixNode]))
    .max(50)
    .readonly();
}
const Nodes = nodesOf(MAX_DEPTH);

export const Settings = z
  .strictObject({
    withdraw: z.enum(['untilFirstDecision', 'untilFinal', 'never']).optional(),
    dedup: z.enum(['none', 'consecutive', 'once']).optional(),
    afterReturn: z.enum(['rerun', 'resume']).optional(),
    /** Fields of the subject's data that may change without voiding earlier decisions on `resume`. */
    minorFields: z.array(ShortText).max(50).readonly().optional(),
    /** Business time of `calendar` after which an undecided request expires. */
    expiresAfter: Duration.optional(),
    calendar: Key.optional(),
    /** How long a mailed link acts: at most seven days. */
    linkTtl: Duration.optional(),
    /** Whether a mailed link asks for a one-time code or sign-in as well; the gates that bind always do. */
    stepUp: z.boolean().optional(),
    /** Plain time between the last approval and its effect, in which it may be objected to; `PT0S` for none. */
    coolingOff: Duration.optional(),
    /** Least time between two reminders to one person for one task. */
    minGap: Duration.optional(),
    /** Every step of a round is decided by other people. */
    distinctApprovers: z.boolean().optional(),
    adminId: Uuid.optional(),
  })
  .readonly();
export type Settings = z.infer<typeof Settings>;

export const PolicyBody = z.strictObject({ title: ShortText, settings: Settings.default({}), steps: Nodes }).readonly();
export type PolicyBody = z.infer<typeof PolicyBody>;

export const PolicyVersion = z.strictObject({
  key: Key,
  version: z.int().min(1),
  title: z.string(),
  settings: Settings,
  steps: Nodes,
});
export type PolicyVersion = Readonly<z.infer<typeof PolicyVersion>>;
