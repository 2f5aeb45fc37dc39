import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { pathToFileURL } from 'node:url';

const GLOBALS = new URL('test-globals.ts', import.meta.url).href;

/**
 * Lets a process import a folder's TypeScript again and again, each time with nothing left of the times before; what lies in node_modules
 * is shared by all of them. Tests get Jest's globals without Jest.
 * @returns imports a file of the folder, by its path
 */
export function freshModules(folder: string): (file: string, time: number) => Promise<unknown> {
  const within = pathToFileURL(`${folder}/`).href;
  const stripped = new Map<string, string>();
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === '@jest/globals') return { url: GLOBALS, shortCircuit: true };
      const found = next(specifier, context);
      const time = context.parentURL && new URL(context.parentURL).search;
      return time && found.url.startsWith(within) && found.url.endsWith('.ts')
        ? { ...found, url: `${found.url}${time}` }
        : found;
    },
    load(url, context, next) {
      const [file = url, time] = url.split('?');
      if (time === undefined || !file.startsWith(within)) return next(url, context);
      const source = stripped.get(file) ?? stripTypeScriptTypes(String(next(url, context).source));
      stripped.set(file, source);
      return { format: 'module', source, shortCircuit: true };
    },
  });
  return (file, time) => import(`${pathToFileURL(file).href}?${time}`);
}
