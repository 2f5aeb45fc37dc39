/** A resource as it stands in a template. */
export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties differ for each type, and tests state what they expect
  readonly Properties: Record<string, any>;
}

/** The synthesized template, as far as tests read it. */
export interface Template {
  readonly Description: string;
  readonly Metadata: Readonly<Record<string, unknown>>;
  readonly Parameters: Readonly<Record<string, Parameter>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown; readonly Description: string }>>;
}

/** A template of which only resources are sure to be there. */
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

/** A stack as the CDK CLI will deploy it. */
export interface Stack {
  readonly template: AnyTemplate;
  /** What the CLI is told: role ARNs, bootstrap version, … */
  readonly deployment: Readonly<Record<string, unknown>>;
}

/** What `infra/trailmend-app.ts` synthesizes. */
export interface Synthesis {
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
 * The apps as this test run synthesized them: see synthesized-once.ts.
 * @throws what the synthesis said when it failed
 */
export async function synthesized(): Promise<Syntheses> {
  const answer = await fetch(`${process.env['SYNTHESIS_URL']}`);
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as Syntheses;
}
