import type { Deeds } from '../deed.ts';
import { selectorDeeds, settingDeeds, targetDeeds } from './cloudtrail.ts';
import { ledgerDeeds } from './dynamodb.ts';
import { eventsDeeds } from './events.ts';
import { iamDeeds } from './iam.ts';
import { groupDeeds, ownGroupDeeds } from './logs.ts';
import { bucketDeeds, deniedDeeds } from './others.ts';
import { functionDeeds, scheduleDeeds } from './own-resources.ts';
import { topicDeeds } from './sns.ts';

/** Every deed by its name, which is also that of its trail. */
export const DEEDS: Deeds = {
  ...selectorDeeds,
  ...settingDeeds,
  ...targetDeeds,
  ...groupDeeds,
  ...ownGroupDeeds,
  ...iamDeeds,
  ...eventsDeeds,
  ...scheduleDeeds,
  ...functionDeeds,
  ...ledgerDeeds,
  ...bucketDeeds,
  ...deniedDeeds,
  ...topicDeeds,
};
