import { parseLogGroupArn } from '../model/trail-id.ts';

/** The log group of the function that sent a message. */
export interface FunctionLog {
  readonly partition: string;
  readonly region: string;
  readonly logGroupName: string;
}

interface Place {
  readonly partition: string;
  readonly region: string;
}

/** The domains of the AWS Management Console by partition (AWS service endpoints, "Console"). */
const DOMAINS: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-cn': 'console.amazonaws.cn',
};

/** The page of a trail in the console; undefined in other partitions. */
export function trailLink(arn: string): string | undefined {
  const [, partition = '', , region = ''] = arn.split(':');
  return consoleLink({ partition }, `cloudtrailv2/home?region=${region}#/trails/${arn}`);
}

/** The page of a log group in the console. @param arn as a trail names it */
export function logGroupLink(arn: string): string | undefined {
  const group = parseLogGroupArn(arn);
  return group && logsLink({ partition: arn.split(':')[1] ?? '', region: group.region }, group.name);
}

export function functionLogLink({ logGroupName, ...place }: FunctionLog): string | undefined {
  return logsLink(place, logGroupName);
}

function logsLink(place: Place, name: string): string | undefined {
  // The console reads the fragment twice, with $ for %.
  const encoded = encodeURIComponent(encodeURIComponent(name)).replaceAll('%', '$');
  return consoleLink(place, `cloudwatch/home?region=${place.region}#logsV2:log-groups/log-group/${encoded}`);
}

function consoleLink({ partition }: Pick<Place, 'partition'>, path: string): string | undefined {
  const domain = DOMAINS[partition];
  return domain && `https://${domain}/${path}`;
}
