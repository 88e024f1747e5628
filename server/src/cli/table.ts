/** Rows as aligned columns under headings, for a terminal. */
export function table(headings: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const cells = [headings, ...rows].map((row) => row.map(cellText));
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Control characters of somebody's data must not steer the terminal. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return '-';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed.
  return String(value).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}
