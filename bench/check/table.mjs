// Tables of the docs.

/** @param {readonly string[]} head @param {readonly (readonly (string | number)[])[]} rows @param {number} texts so many columns are text, the others numbers */
export function table(head, rows, texts = 1) {
  const line = (/** @type {readonly (string | number)[]} */ cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index < texts ? '---' : '--:'))), ...rows.map(line)].join('\n')
}
