import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { trailmendApp } from '../../infra/trailmend-app.ts';

/** How long bundling and synthesizing may take, in milliseconds: seconds, and many of them on a machine that is busy. */
export const PATIENCE_MS = 120_000;

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

/** What a synthesis wrote, read before its folder was removed. */
export interface Synthesis {
  readonly template: Template;
  // biome-ignore lint/suspicious/noExplicitAny: CDK's own report format
  readonly validation: any;
}

/**
 * Synthesizes the real app in a temporary folder and removes the folder.
 * @param prepare gets the app before it is synthesized
 * @throws what the synthesis throws
 */
export async function synthesize(prepare: (app: App) => void = () => undefined): Promise<Synthesis> {
  return inTemporaryFolder(async (folder) => {
    const { app } = await trailmendApp(folder);
    prepare(app);
    app.synth();
    const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
    return { template: read('Trailmend.template.json'), validation: read('validation-report.json') };
  });
}

/** Gives `use` a folder that exists for as long as it works. */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'trailmend-infra-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
