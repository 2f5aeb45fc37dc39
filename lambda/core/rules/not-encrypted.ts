import { HEALTHY, judgeTrail, type Rule, violated } from './verdicts.ts';

/** The trail encrypts its log files with a KMS key. */
export const notEncrypted: Rule = (facts) =>
  judgeTrail(facts, ({ kmsKeyId }) => (kmsKeyId === '' ? violated('GetTrail', 'KmsKeyId is not set') : HEALTHY));
