import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { addStacks } from './add-stacks.ts';
import type { FixedParameters } from './declare-parameters.ts';
import { recommendedFlags } from './recommended-flags.ts';
import { parseRegions } from './regions.ts';

export interface TrailmendProps {
  /**
   * The Region of the function (the hub), and then each other Region that forwards its events to
   * the hub. Default: no forwarders, in the Region of the stage or of the CDK CLI.
   */
  readonly regions?: readonly string[];
  /**
   * Settings that the app decides, by the names of the CloudFormation parameters. Forwarders get
   * them, too, without TopicKmsKeyArn. The others remain parameters of the stacks.
   */
  readonly parameters?: FixedParameters;
}

/**
 * trailmend in one account, deployed once: the stack `Trailmend`, and a stack
 * `TrailmendForwarder-REGION` for each further Region. Its scope is an app or a stage. It is usable
 * in the npm package, which contains the bundled function.
 */
export class Trailmend extends Construct {
  /** The topic of outcomes and alarms, for subscriptions. */
  readonly topic: ITopic;

  /**
   * @throws RegionsError for an unknown Region, one that is listed twice, and Regions of different
   *   partitions
   * @throws ParameterError for an unknown parameter, and for a value that it does not accept
   */
  constructor(scope: Construct, id: string, { regions, parameters }: TrailmendProps = {}) {
    super(scope, id);
    // The same templates in every app.
    for (const [flag, value] of Object.entries(recommendedFlags())) this.node.setContext(flag, value);
    this.topic = addStacks(this, {
      code: Code.fromAsset(fileURLToPath(new URL('../function', import.meta.url))),
      regions: parseRegions(regions),
      parameters,
    }).topic;
  }
}
