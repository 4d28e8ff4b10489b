// Runs the examples of the documentation, so that no page shows what is not so.
//
//   ```ts        a program as a user writes it: type-checked against the published paths, then run. What it logs must
//                be what stands behind its `console.log(…) // …` lines, in order
//   ```console   `$ memlane …` lines are run; the lines below each must be its output (an example that shows none
//                must end with exit code 0). Other commands are not run
//
// Examples run in a folder of their own that has the project's `examples`: what they write is gone with it.
// Blocks in other languages, ```sh among them, are left alone.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './project.mjs'

/** Pages with examples: those of the project and the one of each room. A translation has the same ones. */
export function pages(project) {
  const under = (folder, depth) =>
    readdirSync(join(project, folder), { recursive: depth, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.endsWith('.zh.md') && !name.includes('node_modules'))
      .map((name) => join(folder, name))
  return [...under('.', false), ...under('docs', true), ...under('bench', false), ...under('src', true)].sort()
}

/** The fenced blocks of a page, with the line on which each one's text begins. */
export function blocksOf(text) {
  const blocks = []
  let open
  for (const [index, line] of text.split('\n').entries()) {
    const fence = line.match(/^```(\w*)/)
    if (open && fence) {
      blocks.push(open)
      open = undefined
    } else if (open) open.lines.push(line)
    else if (fence) open = { language: fence[1], line: index + 2, lines: [] }
  }
  return blocks
}

/** The commands of a ```console block, each with the output shown below it. */
export function commandsOf({ lines, line }) {
  const commands = []
  for (const [index, text] of lines.entries()) {
    if (text.startsWith('$ ')) commands.push({ command: text.slice(2), line: line + index, shown: [] })
    else commands.at(-1)?.shown.push(text)
  }
  return commands.filter(({ command }) => command.startsWith('memlane '))
}

/** What a program says it logs. */
export function promisedOutput(lines) {
  return lines.flatMap((line) => line.match(/console\.log\(.*\) \/\/ (.*)$/)?.[1] ?? [])
}

const tidy = (text) =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim()

/** Runs all examples. Each failure is the place of the example and what went wrong. */
export function checkDocs(project) {
  const folder = mkdtempSync(join(tmpdir(), 'memlane-docs-'))
  try {
    /** @type {{ programs: { lines: string[], line: number, place: string }[], commands: { command: string, place: string, shown: string[] }[] }} */
    const examples = { programs: [], commands: [] }
    for (const page of pages(project))
      for (const block of blocksOf(readFileSync(join(project, page), 'utf8'))) {
        if (block.language === 'ts') examples.programs.push({ ...block, place: `${page}:${block.line}` })
        if (block.language === 'console')
          for (const command of commandsOf(block))
            examples.commands.push({ ...command, place: `${page}:${command.line}` })
      }
    mkdirSync(join(folder, 'work'))
    if (existsSync(join(project, 'examples')))
      cpSync(join(project, 'examples'), join(folder, 'work/examples'), { recursive: true })
    const failures = [
      ...runPrograms(project, folder, examples.programs),
      ...runCommands(project, folder, examples.commands),
    ]
    return { passed: examples.programs.length + examples.commands.length - failures.length, failures }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** In a folder of its own where `memlane` and its dependencies are installed, as on a user's machine. */
function runPrograms(project, folder, programs) {
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
  const install = (name, from) => {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true })
    symlinkSync(from, join(folder, 'node_modules', name), 'junction')
  }
  install('memlane', project)
  for (const name of ['@types/node', ...Object.keys({ ...dependencies, ...peerDependencies })])
    install(name, join(project, 'node_modules', name))
  const settings = { strict: true, target: 'es2023', module: 'nodenext', types: ['node'], rootDir: '.', outDir: 'out' }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: settings, include: ['*.ts'] }))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  // Every file a module, also without imports; line 1 stays line 1.
  for (const [index, { lines }] of programs.entries())
    writeFileSync(join(folder, `${index}.ts`), `${lines.join('\n')}\nexport {}\n`)
  if (programs.length === 0) return []

  const compiler = join(project, 'node_modules/typescript/bin/tsc')
  const types = node(folder, [compiler, '-p', '.', '--pretty', 'false'])
  return programs.flatMap(({ lines, line, place }, index) => {
    const mistakes = [...types.stdout.matchAll(new RegExp(`^${index}\\.ts\\((\\d+),\\d+\\): (.*)$`, 'gm'))]
    if (mistakes.length > 0)
      return mistakes
        .slice(0, 1)
        .map(([, at, sentence]) => `${place.replace(/\d+$/, line + Number(at) - 1)}: ${sentence}`)
    const { status, stdout, stderr } = node(join(folder, 'work'), [join(folder, 'out', `${index}.js`)])
    if (status !== 0) return [`${place}: the program failed: ${stderr.trim()}`]
    const promised = promisedOutput(lines).join('\n')
    return tidy(stdout) === tidy(promised) ? [] : [`${place}: ${difference(promised, stdout)}`]
  })
}

function runCommands(project, folder, commands) {
  const memlane = join(folder, 'memlane')
  writeFileSync(memlane, `#!/bin/sh\nexec "${process.execPath}" "${join(project, 'dist/cli/main.js')}" "$@"\n`)
  chmodSync(memlane, 0o755)
  const work = join(folder, 'work')
  const env = { ...process.env, PATH: folder + delimiter + process.env.PATH, NO_COLOR: '1', LANG: 'C', LC_ALL: 'C' }
  return commands.flatMap(({ command, place, shown }) => {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: work, env, encoding: 'utf8' })
    const expected = tidy(shown.join('\n'))
    if (expected === '') return status === 0 ? [] : [`${place}: exit code ${status}: ${stderr.trim()}`]
    return tidy(stdout) === expected ? [] : [`${place}: ${difference(expected, stdout + stderr)}`]
  })
}

function node(folder, args) {
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } })
}

function difference(shown, real) {
  return `the page shows\n${tidy(shown)}\nbut the example prints\n${tidy(real)}`
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { passed, failures } = checkDocs(root)
  for (const failure of failures) console.error(failure)
  console.log(`${passed} examples passed, ${failures.length} failed`)
  process.exitCode = failures.length > 0 ? 1 : 0
}
