import { expect, test } from '@jest/globals';
import { lookupCommand } from '../../../../lambda/core/commands/event-history.ts';

test('the command looks the call up in the event history of the Region', () => {
  expect(lookupCommand('StopLogging', 'eu-west-1')).toBe(
    'aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=StopLogging --region eu-west-1',
  );
});
