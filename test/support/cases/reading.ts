import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** A case file is not valid: the message names the file, the field and the problem. */
export class CaseError extends Error {
  override readonly name = 'CaseError';
}

export type Json = Readonly<Record<string, unknown>>;

/**
 * Where a case is: the folder that also holds `events`, `identities` and `perfect`, and the path of
 * the case's file in it.
 */
export interface Place {
  readonly folder: string;
  readonly file: string;
}

/** @throws CaseError when the file is missing or does not contain JSON */
export function readJson({ folder, file }: Place, path: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, path), 'utf8'));
  } catch (error) {
    throw new CaseError(`${file}: ${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** @throws CaseError when the value does not match the schema */
export function parsed<T extends z.ZodType>(schema: T, value: unknown, where: string): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new CaseError(`${where} is not valid:\n${z.prettifyError(result.error)}`);
}

/** The fields of a JSON object; an empty object for any other value. */
export function fieldsOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
