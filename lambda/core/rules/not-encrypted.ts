import { judgeTrail, type Rule } from './verdicts.ts';

/** The trail encrypts its log files with a KMS key. */
export const notEncrypted: Rule = (facts) =>
  judgeTrail(facts, ({ kmsKeyId }) => (kmsKeyId === '' ? 'KmsKeyId is not set' : undefined));
