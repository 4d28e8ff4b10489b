/** `memlane serve [target]`: the playground in the browser. @module */
import { MemlaneError } from '../../base/index.ts'
import type { Command } from '../command.ts'
import { RUN_OPTIONS } from '../options.ts'
import { EXIT, reportLines } from '../report.ts'

const USUAL_PORT = 4400

export const serve: Command = {
  name: 'serve',
  operands: [
    { usage: '[target]', text: 'target' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: ['port', 'open', 'rpcUrl', ...RUN_OPTIONS],
  async run([word, ...callArguments], options, session) {
    const { PageServer } = await import('../pageServer.ts')
    const recording = word === undefined ? undefined : await recordingOf(word)
    const { fileURLToPath } = await import('node:url')
    const server = await PageServer.start(
      {
        // Beside the program, where the build puts both.
        folder: fileURLToPath(new URL('../web', import.meta.url)),
        elsewhere: await compilerOfPage(),
        recording,
      },
      options.port ?? USUAL_PORT,
    )
    const url = recording === undefined ? server.url : `${server.url}#target`
    if (options.json) session.showJson({ version: 1, url, port: server.port })
    else session.io.stdout.write(`${session.messages.serve.listening(url)}\n`)
    if (options.open) await (await import('../browser.ts')).openInBrowser(url)
    await session.io.untilInterrupted?.()
    await server.stop()
    return EXIT.fine

    /** The page shows recordings without it. */
    async function compilerOfPage(): Promise<ReadonlyMap<string, string>> {
      const { DEFAULT_VERSION, bringDefaultSolc, findDefaultSolc } = await import('../defaultSolc.ts')
      const { join } = await import('node:path')
      try {
        const found = findDefaultSolc(session.io)
        if (!found.isHere) session.note(session.messages.progress.fetching(DEFAULT_VERSION))
        const folder = await bringDefaultSolc(found, session.io)
        return new Map([[`solc/soljson-${DEFAULT_VERSION}.js`, join(folder, 'soljson.js')]])
      } catch (error) {
        if (!(error instanceof MemlaneError)) throw error
        session.note(reportLines(error, session.language).join('\n'))
        return new Map()
      }
    }

    async function recordingOf(target: string): Promise<Uint8Array> {
      const { recordTarget } = await import('../recorded.ts')
      const { encodeRecording } = await import('../../trace/index.ts')
      const { recording: made, call, sources } = await recordTarget(target, callArguments, options, session)
      return encodeRecording(made, { call, creator: 'memlane', ...(sources === undefined ? {} : { sources }) })
    }
  },
}
