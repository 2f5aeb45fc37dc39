import { servedOnce } from '../support/served-once.ts';

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: each resource type has its own properties, and tests assert them
  readonly Properties: Record<string, any>;
}

/** The part of the synthesized template that tests read. */
export interface Template {
  readonly Description: string;
  readonly Metadata: Readonly<Record<string, unknown>>;
  readonly Parameters: Readonly<Record<string, Parameter>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown; readonly Description: string }>>;
}

/** A template in which everything but the resources is optional. */
export type AnyTemplate = Partial<Template> & Pick<Template, 'Resources'>;

export interface Parameter {
  readonly Type: string;
  readonly Default: string;
  readonly Description: string;
  readonly AllowedValues?: readonly string[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly MinValue?: number;
  readonly MaxValue?: number;
  readonly MaxLength?: number;
}

/** A stack as the CDK CLI deploys it. */
export interface Stack {
  readonly template: AnyTemplate;
  /** The deployment properties of the stack: role ARNs, bootstrap version, … */
  readonly deployment: Readonly<Record<string, unknown>>;
}

/** A synthesized app of `infra/trailmend-app.ts`. */
export interface Synthesis {
  /** The folder of the cloud assembly. */
  readonly assembly: string;
  /** The template of the stack `Trailmend`. */
  readonly template: Template;
  readonly stacks: Readonly<Record<string, Stack>>;
  /** The text of the bundled function that the template deploys. */
  readonly code: string;
}

/** The apps that tests read. */
export interface Syntheses {
  /** Without the context value `regions`. */
  readonly alone: Synthesis;
  /** With the hub in us-east-1 and forwarders in eu-west-1 and ap-southeast-2. */
  readonly forwarded: Synthesis;
}

/**
 * The apps that this test run synthesized: see ../support/global-setup.ts.
 * @throws Error with the message of a failed synthesis
 */
export function synthesized(): Promise<Syntheses> {
  return servedOnce('SYNTHESIS_URL');
}
