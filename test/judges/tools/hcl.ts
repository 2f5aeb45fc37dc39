import { createRequire } from 'node:module';

/** Terraform as JSON. Each kind of block is a list. */
interface Configuration {
  readonly resource: {
    readonly aws_cloudtrail: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  };
}

// Its declarations would add the DOM to the types of the project.
const { parse }: { parse: (file: string, text: string) => Promise<Configuration> } = createRequire(import.meta.url)(
  '@cdktf/hcl2json',
);

/** The trails in a text, by name, as HashiCorp's own parser reads them. */
export async function trailsIn(text: string): Promise<Configuration['resource']['aws_cloudtrail']> {
  return (await parse('main.tf', text)).resource.aws_cloudtrail;
}
