import { ENVIRONMENT } from '../../lambda/config.ts';
import { quoted } from '../../lambda/core/model/foreign-text.ts';
import type { Check } from './account-facts.ts';
import { awsCommand } from './mend.ts';
import { ok, problem } from './result.ts';
import type { StackFacts } from './stack-facts.ts';

/** The function has the settings that the parameters of its stack say. */
export const settingsDrift: Check<Pick<StackFacts, 'functionName' | 'stack'>> = ({ functionName, stack }) => {
  const { parameters, environment, region } = stack;
  const drifted = Object.entries(ENVIRONMENT).flatMap(([key, variable]) => {
    const name = `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
    const [wanted, actual] = [parameters[name], environment[variable] ?? ''];
    return wanted === undefined || wanted === actual ? [] : [{ name, variable, wanted, actual }];
  });
  if (drifted.length === 0) return [ok('The function has the settings of the stack.')];
  const changes = drifted.map(
    ({ name, wanted, actual }) => `${name} is ${quoted(actual)} and not ${quoted(wanted)} as in the stack`,
  );
  const restored = Object.fromEntries(drifted.map(({ variable, wanted }) => [variable, wanted]));
  const Environment = { Variables: { ...environment, ...restored } };
  return [
    problem(
      `Others changed the settings of the function: ${changes.join(', ')}.`,
      awsCommand('lambda update-function-configuration', { FunctionName: functionName, Environment }, region),
    ),
  ];
};
