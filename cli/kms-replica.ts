/**
 * The ARN of a KMS key, or of its replica, in a Region; undefined: only a multi-Region key has
 * replicas.
 */
export function keyIn(region: string, keyArn: string): string | undefined {
  const [arn, partition, kms, home, account, key = ''] = keyArn.split(':');
  const isThere = home === region || key.startsWith('key/mrk-');
  return isThere ? [arn, partition, kms, region, account, key].join(':') : undefined;
}
