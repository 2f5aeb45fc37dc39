const COLUMNS = 88;

/** Indented JSON in which a value that fits on one line has one line. */
export function jsonLines(value: unknown, room: number = COLUMNS): readonly string[] {
  const inline = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');
  if (inline.length <= room || typeof value !== 'object' || value === null) return [inline];
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const entries = Object.entries(value).map(([key, entry]): readonly string[] => {
    const label = Array.isArray(value) ? '' : `${JSON.stringify(key)}: `;
    const [first = '', ...more] = jsonLines(entry, room - 2 - label.length);
    return [`${label}${first}`, ...more];
  });
  return [
    open,
    ...entries.flatMap((lines, index) => {
      const comma = index < entries.length - 1 ? ',' : '';
      return lines.map((line, at) => `  ${line}${at === lines.length - 1 ? comma : ''}`);
    }),
    close,
  ];
}
