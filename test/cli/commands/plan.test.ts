import { expect, test } from '@jest/globals';
import { runPlan } from '../../../cli/commands/plan.ts';

const unused = () => {
  throw new Error('unused');
};

test.each(['terraform', 'cloudformation', 'cdk'] as const)('the format %s is for one Region', async (format) => {
  const terminal = { write: unused, note: unused, progress: unused };
  await expect(runPlan(undefined, { format, allRegions: true }, terminal)).rejects.toThrow(
    `The format ${format} is for one Region: leave --all-regions out.`,
  );
});
