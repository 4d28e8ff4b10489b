// README.zh.md says what README.md says: the same headings at the same levels, the same blocks of code.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { blocksOf } from './docs.mjs'
import { root } from './project.mjs'

const PAIRS = [['README.md', 'README.zh.md']]

/** What is not the same, a sentence each. */
export function checkTranslations(project) {
  return PAIRS.flatMap(([name, translation]) => {
    const [own, other] = [name, translation].map((file) => readFileSync(join(project, file), 'utf8'))
    return differences(own, other).map((what) => `${translation}: ${what} ${name} has.`)
  })
}

/** Of two texts, of which the second is the first one's translation. */
export function differences(own, other) {
  const wrong = []
  const [levels, otherLevels] = [levelsOf(own), levelsOf(other)]
  if (levels.join(' ') !== otherLevels.join(' '))
    wrong.push(`its headings are at the levels ${otherLevels.join(' ')} and not ${levels.join(' ')}, which`)
  const [blocks, otherBlocks] = [blocksOf(own), blocksOf(other)]
  const at = blocks.findIndex(({ lines }, index) => otherBlocks[index]?.lines.join('\n') !== lines.join('\n'))
  if (at >= 0) wrong.push(`block ${at + 1} of its code is not the one in line ${blocks[at].line} that`)
  else if (otherBlocks.length > blocks.length) wrong.push(`it has ${otherBlocks.length} blocks of code, more than`)
  return wrong
}

function levelsOf(text) {
  const outside = text.replace(/^```[\s\S]*?^```/gm, '')
  return [...outside.matchAll(/^(#+) /gm)].map(([, marks]) => marks.length)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const wrong = checkTranslations(root)
  for (const sentence of wrong) console.error(sentence)
  process.exitCode = wrong.length > 0 ? 1 : 0
}
