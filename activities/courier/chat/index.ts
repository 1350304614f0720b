import type { ChatKind } from '../../../domain/events/chat';
import { dingtalk } from './dingtalk';
import { feishu } from './feishu';
import type { Notifier } from './notifier';
import { slack } from './slack';
import { teams } from './teams';
import { wecom } from './wecom';

export const NOTIFIERS = { feishu, dingtalk, wecom, slack, teams } as const satisfies Record<ChatKind, Notifier>;
