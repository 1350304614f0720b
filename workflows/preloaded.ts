/**
 * What all workflows of a process share: evaluated once, where everything else is evaluated and kept anew for each of them.
 * Only the domain is fit for it, because it keeps nothing of one workflow (`test/settings/shared-modules.test.ts`).
 */
import '../domain/approval/clock';
import '../domain/approval/objection';
import '../domain/approval/reducer';
import '../domain/engagement/agenda';
import '../domain/engagement/statuses';
import '../domain/errors';
import '../domain/review/course';
import '../domain/review/order';
