/** `memlane serve [target]`: the playground in the browser. @module */
import type { Command } from '../command.ts'
import { RUN_OPTIONS } from '../options.ts'
import { EXIT } from '../report.ts'

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
    const { BUNDLED_FOLDER, BUNDLED_VERSION } = await import('../solc.ts')
    const { join } = await import('node:path')
    const { fileURLToPath } = await import('node:url')
    const server = await PageServer.start(
      {
        // Beside the program, where the build puts both.
        folder: fileURLToPath(new URL('../web', import.meta.url)),
        elsewhere: new Map([[`solc/soljson-${BUNDLED_VERSION}.js`, join(BUNDLED_FOLDER, 'soljson.js')]]),
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

    async function recordingOf(target: string): Promise<Uint8Array> {
      const { recordTarget } = await import('../recorded.ts')
      const { encodeRecording } = await import('../../trace/index.ts')
      const { recording: made, call, sources } = await recordTarget(target, callArguments, options, session)
      return encodeRecording(made, { call, creator: 'memlane', ...(sources === undefined ? {} : { sources }) })
    }
  },
}
