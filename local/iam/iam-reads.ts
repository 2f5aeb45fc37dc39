import { type EmulatorApi, EmulatorError } from '../emulator/api.ts';
import { unescapedXml } from '../wire/xml.ts';

const VERSION = '2010-05-08';
/** IAM is global, so any Region works. */
const REGION = 'us-east-1';

/** Reads from IAM in one account; undefined when the resource does not exist. */
export type IamReads = (Action: string, parameters: Readonly<Record<string, string>>) => Promise<string | undefined>;

export function iamReads(api: EmulatorApi, account: string): IamReads {
  return async (Action, parameters) => {
    try {
      return await api.query('iam', { Action, ...parameters, Version: VERSION }, { account, region: REGION });
    } catch (error) {
      if (error instanceof EmulatorError && error.code === 'NoSuchEntity') return undefined;
      throw error;
    }
  };
}

/** IAM returns documents URL-encoded (IAM API reference, GetRole). */
export function parseDocument(encoded: string): unknown {
  const text = decodeURIComponent(encoded);
  try {
    return JSON.parse(text);
  } catch {
    return text; // the emulator also stores documents that are not JSON
  }
}

/** The contents of all elements with a name in the XML of an answer. */
export function elements(xml: string | undefined, name: string): string[] {
  return [...(xml ?? '').matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(([, content = '']) => content);
}

/** The content of the first of them; empty without such an element. */
export function element(xml: string | undefined, name: string): string {
  return elements(xml, name)[0] ?? '';
}

/** The tags in the XML of a role or a user. */
export function tagsIn(xml: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    elements(xml, 'member').map((tag) => [unescapedXml(element(tag, 'Key')), unescapedXml(element(tag, 'Value'))]),
  );
}
