import { argument } from '../../lambda/core/commands/aws-cli.ts';
import { foreign } from '../../lambda/core/model/foreign-text.ts';
import { VERSION } from '../../lambda/version.ts';
import type { Check } from './account-facts.ts';
import { awsCommand } from './mend.ts';
import { ok, problem, unknown, warning } from './result.ts';
import type { StackFacts } from './stack-facts.ts';

type Facts = Pick<StackFacts, 'functionName' | 'smokeAnswer' | 'stack'>;

/** The function answers its smoke test, in the version of this command line. */
export const version: Check<Facts> = ({ functionName, smokeAnswer, stack }) => {
  if (!smokeAnswer.read && /^Invoke returned TooManyRequests/.test(smokeAnswer.why)) {
    return [
      problem(
        `Lambda throttles the function ${foreign(functionName)}: its concurrency, or that of the account, is used up.`,
        awsCommand('lambda delete-function-concurrency', { FunctionName: functionName }, stack.region),
      ),
    ];
  }
  if (!smokeAnswer.read) return [unknown('the smoke test of the function', smokeAnswer)];
  const answer = smokeAnswer.value;
  if (!answer.ok) {
    const tail = `aws logs tail ${argument(stack.logGroupName)} --since 1h --region ${stack.region}`;
    return [problem(`The smoke test of the function fails: ${foreign(answer.why)}.`, tail)];
  }
  if (answer.version === VERSION) return [ok(`The function runs version ${VERSION}, as this command line does.`)];
  return [
    warning(
      `The function runs version ${foreign(answer.version)}, and this command line has version ${VERSION}. Deploy the later one, or install it.`,
      'npx cdk deploy --all',
    ),
  ];
};
