import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** What workflows show of themselves in `temporal workflow list`; registered at start-up. */
export const STAGE = defineSearchAttributeKey('TenureStage', SearchAttributeType.KEYWORD);
export const OWNER = defineSearchAttributeKey('TenureOwner', SearchAttributeType.KEYWORD);
export const VENDOR = defineSearchAttributeKey('TenureVendor', SearchAttributeType.KEYWORD);
export const HEALTH = defineSearchAttributeKey('TenureHealth', SearchAttributeType.KEYWORD);
export const DUE_AT = defineSearchAttributeKey('TenureDueAt', SearchAttributeType.DATETIME);
