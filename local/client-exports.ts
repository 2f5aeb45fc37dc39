/** The place of a local AWS that clients need to know. */
interface Place {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly region: string;
}

/**
 * Shell commands after which AWS clients use the local AWS as its administrator. AWS CLI 2 and the
 * SDKs for JavaScript read AWS_REGION, AWS CLI 1 and boto3 only AWS_DEFAULT_REGION.
 * Source: AWS SDKs and Tools reference guide, "AWS Region"; AWS CLI user guide for version 1,
 * "Configuring environment variables".
 */
export function clientExports({ endpoint, region }: Place): readonly string[] {
  return [
    `export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test',
    'unset AWS_PROFILE AWS_SESSION_TOKEN',
  ];
}
