import type { Invariant } from './evidence';
import type { ScheduleName } from './schedules';

/** A place of the compiled product that is made wrong on purpose. */
export interface Patch {
  /** Below the folder of the compiled product. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly put: string;
}

export interface Mutant {
  readonly name: string;
  readonly patches: readonly Patch[];
  /** What is played to it. */
  readonly schedule: ScheduleName;
  /** One of these must be found violated. */
  readonly breaks: readonly Invariant[];
  /** How the checker says it. Another violation of the same rule may be a fault of the looking, and shows no power. */
  readonly tells: RegExp;
}

const one = (file: string, find: string, put: string): readonly Patch[] => [{ file, find, put }];

/** The product with one fault each; whoever finds nothing in one of them does not look. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'drop-a-decision',
    patches: one('db/stores/requests.js', 'decision: task.decision,', 'decision: null,'),
    schedule: 'F-D1',
    breaks: ['I2'],
    tells: /answered with success .* recorded as undecided/,
  },
  {
    name: 'double-a-vote',
    patches: one(
      'activities/approval.js',
      'const entries = facts.map((stamped) => auditEntry(state.id, stamped));',
      'const entries = facts.flatMap((stamped) => [stamped, { ...stamped, key: `${stamped.key}+` }]).map((stamped) => auditEntry(state.id, stamped));',
    ),
    schedule: 'F-D1',
    breaks: ['I1', 'I3'],
    tells: /the trail tells (task\.\w+), \1 of it/,
  },
  {
    name: 'forget-an-audit-entry',
    patches: one(
      'activities/approval.js',
      'const entries = facts.map((stamped) => auditEntry(state.id, stamped));',
      'const entries = facts.filter(({ fact }) => fact.type !== "task.reject").map((stamped) => auditEntry(state.id, stamped));',
    ),
    schedule: 'F-D1',
    breaks: ['I3'],
    tells: /is reject and the trail tells nothing of it/,
  },
  {
    name: 'skip-uniqueness',
    patches: one('api/mount.js', 'newId: held.subjectId', 'newId: call.newId'),
    schedule: 'F-T2',
    breaks: ['I1'],
    tells: /exists \d+ times/,
  },
  {
    name: 'ignore-the-idempotency-key',
    patches: one(
      'api/mount.js',
      'const honoured = route.method === "post"',
      'const honoured = route.method === "never"',
    ),
    schedule: 'F-D1',
    breaks: ['I1'],
    tells: /exists \d+ times/,
  },
  {
    name: 'mark-a-mail-sent-before-it-is',
    patches: one(
      'activities/mail.js',
      '    await mailer.send(',
      '    await (0, import_mail_log.noteSent)(db, key, now);\n    await mailer.send(',
    ),
    schedule: 'F-S1',
    breaks: ['I4'],
    tells: /is noted as sent and never arrived/,
  },
  {
    name: 'send-again-under-a-new-message-id',
    patches: one('activities/mail.js', '= messageIdOf(key, mailFrom);', '= messageIdOf(key + Date.now(), mailFrom);'),
    schedule: 'F-S3',
    breaks: ['I4'],
    tells: /arrived that no key made/,
  },
  {
    name: 'lose-a-reminder',
    patches: one(
      'activities/request-mail.js',
      'if (kind === "reminder" && recipient.digest)',
      'if (kind === "reminder")',
    ),
    schedule: 'F-D1',
    breaks: ['I5'],
    tells: /the reminder of task .* never came/,
  },
  {
    name: 'lose-the-mail-of-an-outcome',
    patches: one(
      'workflows/approval-post.js',
      'for (const mail of mails) void this.deliver(mail);',
      'for (const mail of mails) if (mail.kind !== "outcome") void this.deliver(mail);',
    ),
    schedule: 'F-D1',
    breaks: ['I4'],
    tells: /nobody was told that .* is (approved|rejected)/,
  },
  {
    name: 'answer-before-it-is-durable',
    patches: one(
      'api/requests.js',
      'await (0, import_duty_refusals.notingDuties)(deps.db, refused,',
      'void Promise.resolve().then(() => (0, import_duty_refusals.notingDuties)(deps.db, refused,',
    ).concat(
      one(
        'api/requests.js',
        '{ act, actor: (0, import_perform.actorOf)(actor, channel) }));',
        '{ act, actor: (0, import_perform.actorOf)(actor, channel) }))).catch(() => undefined);',
      ),
    ),
    schedule: 'F-D1',
    breaks: ['I2', 'I3'],
    tells: /answered with success/,
  },
  {
    name: 'leave-a-workflow-stuck',
    patches: one('workflows/approval-story.js', '    this.apply({ type: "tick" });', '    throw new Error("stuck");'),
    schedule: 'F-D1',
    breaks: ['I10'],
    tells: /its workflow task fails/,
  },
  {
    name: 'count-a-value-twice',
    patches: one('db/stores/report-value.js', 'if (last && saysTheSame(last, next))', 'if (last && last.revision > 1)'),
    schedule: 'F-D1',
    breaks: ['I7'],
    tells: /readings of one value/,
  },
  {
    name: 'call-an-outage-a-defect',
    patches: one('api/problems.js', 'if (isPassing(error))', 'if (false)'),
    schedule: 'F-PG1',
    breaks: ['I11'],
    tells: /was answered with 500/,
  },
];
