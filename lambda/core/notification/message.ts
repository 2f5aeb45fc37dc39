import { visible } from '../model/foreign-text.ts';
import type { FirstScreen } from './first-screen.ts';

/** `subject` is ASCII, at most 99 characters (SNS API reference, Publish). */
export interface Message {
  readonly subject: string;
  readonly text: string;
}

/** Joins the sections that are not empty, with a blank line between them. */
export function joinSections(sections: readonly string[]): string {
  return `${sections.filter((part) => part !== '').join('\n\n')}\n`;
}

/** A title and its lines; empty without lines. */
export function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${visible(line)}`)].join('\n');
}

/** What the messages about all kinds of subjects have in common. */
export interface CommonParts {
  readonly screen: FirstScreen;
  /** Sections about the delivery of the message itself. */
  readonly notes: readonly string[];
}

export function linkLines({ links }: FirstScreen): readonly string[] {
  return links.map(([name, url]) => `${name}: ${url}`);
}
