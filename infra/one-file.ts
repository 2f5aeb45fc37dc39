import { readFile } from 'node:fs/promises';
import { App, CfnCondition, CfnOutput, CfnResource, CfnWaitConditionHandle, Fn, type Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Bundle } from './bundle.ts';
import { ForwarderStack, withoutBootstrap } from './forwarder-stack.ts';
import { recommendedFlags } from './recommended-flags.ts';
import { TrailmendStack } from './trailmend-stack.ts';

/** Templates that need no CDK, no assets and no bootstrapped account. */
export interface Templates {
  /** The stack `Trailmend`, with the code of the function. */
  readonly hub: string;
  /** The stack of a forwarder, for every Region. In the Region of the hub, it contains nothing. */
  readonly forwarder: string;
}

/**
 * Synthesizes the templates for the CloudFormation console and for StackSets. They have the
 * resources of the CDK app, and the same sources give the same bytes.
 * @param outdir a folder for CDK's own files
 */
export async function oneFileTemplates({ path }: Bundle, outdir: string): Promise<Templates> {
  const app = new App({ outdir, analyticsReporting: false, context: recommendedFlags() });
  const code = Code.fromInline(await readFile(path, 'utf8'));
  const hub = new TrailmendStack(app, 'Trailmend', { code, synthesizer: withoutBootstrap() });
  const forwarder = new ForwarderStack(app, 'TrailmendForwarder', { stackName: 'TrailmendForwarder' });
  excludeHub(forwarder);
  const assembly = app.synth();
  const templateOf = ({ artifactId }: Stack) => `${JSON.stringify(assembly.getStackArtifact(artifactId).template)}\n`;
  return { hub: templateOf(hub), forwarder: templateOf(forwarder) };
}

/** Puts every resource and output under a condition that is false in the Region of the hub. */
function excludeHub(stack: ForwarderStack): void {
  const elements = stack.node.findAll();
  const isForwarder = new CfnCondition(stack, 'IsForwarder', { expression: Fn.conditionNot(stack.isHubRegion()) });
  const joined = new Map<CfnCondition, CfnCondition>();
  const joinedWith = (own: CfnCondition | undefined): CfnCondition => {
    if (!own) return isForwarder;
    const known = joined.get(own);
    if (known) return known;
    const expression = Fn.conditionAnd(own, isForwarder);
    const created = new CfnCondition(stack, `${own.node.id}InForwarder`, { expression });
    joined.set(own, created);
    return created;
  };
  for (const element of elements) {
    if (element instanceof CfnResource) element.cfnOptions.condition = joinedWith(element.cfnOptions.condition);
    if (element instanceof CfnOutput) element.condition = joinedWith(element.condition);
  }
  // A stack needs a resource. This one does nothing, and costs nothing.
  new CfnWaitConditionHandle(stack, 'Nothing');
}
