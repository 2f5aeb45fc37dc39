/**
 * The AWS CLI command that shows who made a call in the last 90 days. The event history needs no
 * trail.
 * Source: CloudTrail API reference, LookupEvents.
 */
export function lookupCommand(eventName: string, region: string): string {
  return `aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=${eventName} --region ${region}`;
}
