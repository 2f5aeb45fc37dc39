import type { Definition } from './parameters.ts';

/** A parameter has no such name or value. The message is for the person who set it. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError';
}

/**
 * Checks a value as CloudFormation would check it at the deployment.
 * @throws ParameterError for an unknown name, and for a value that the parameter does not accept
 */
export function checkParameter(name: string, value: unknown, definitions: Readonly<Record<string, Definition>>): void {
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  if (!definition) {
    const names = Object.keys(definitions).join(', ');
    throw new ParameterError(`trailmend has no parameter ${JSON.stringify(name)}. Its parameters are ${names}.`);
  }
  if (typeof value === 'string' && accepts(definition, value)) return;
  const { allowedValues = [], constraintDescription = `${name} must be one of ${allowedValues.join(', ')}.` } =
    definition;
  throw new ParameterError(`The value ${JSON.stringify(value)} is not valid. ${constraintDescription}`);
}

/** CloudFormation compares the complete value with the pattern. */
function accepts({ allowedValues, allowedPattern, maxLength }: Definition, value: string): boolean {
  return (
    (allowedValues?.includes(value) ?? true) &&
    (allowedPattern === undefined || new RegExp(`^(?:${allowedPattern})$`).test(value)) &&
    value.length <= (maxLength ?? Number.POSITIVE_INFINITY)
  );
}
