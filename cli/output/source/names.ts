import { shortHash } from '../../../lambda/core/integration/names.ts';
import type { TrailId } from '../../../lambda/core/model/trail-id.ts';

/** The name of a trail's resources in Terraform: an identifier, and another one for each trail. */
export function terraformName({ name, arn }: TrailId): string {
  return /^[A-Za-z][\w-]*$/.test(name) ? name : `trail_${name.replaceAll(/[^\w-]/g, '_')}_${shortHash(arn)}`;
}

/** What the ids of a trail's resources in CloudFormation begin with: letters and digits only. */
export function logicalName({ name, arn }: TrailId): string {
  return /^[A-Za-z][A-Za-z\d]*$/.test(name) ? name : `Trail${name.replaceAll(/[^A-Za-z\d]/g, '')}${shortHash(arn)}`;
}
