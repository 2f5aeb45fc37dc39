import type { Actor } from '../model/trigger.ts';

/** The characters of IAM names and of service names. The caller may choose any other text. */
const UNEXPECTED = /[^\w+=,.@/:-]/g;
/** IAM Identity Center names the session after the user (IAM Identity Center user guide). */
const IDENTITY_CENTER_ROLE = /:role\/aws-reserved\/sso\.amazonaws\.com\//;
/** The types in the resource part of an ARN. The name follows. */
const RESOURCE_TYPE = /^(user|assumed-role|federated-user|role)\//;

/**
 * The actor's name for a subject: `dana`, `ROLE/SESSION`, `root`, `cloudformation.amazonaws.com`.
 * ASCII without spaces, so that no name reads as a part of the sentence.
 */
export function shortActorName({ name, issuer = '' }: Pick<Actor, 'name' | 'issuer'>): string {
  const resource = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.+)$/s.exec(name)?.[1] ?? name;
  const path = resource.replace(RESOURCE_TYPE, '');
  // The name of a user follows the path. Of a session, the role is more certain than the name.
  const isLast = resource.startsWith('user/') || IDENTITY_CENTER_ROLE.test(issuer);
  const short = isLast ? path.slice(path.lastIndexOf('/') + 1) : path;
  return short.replace(UNEXPECTED, '?');
}
