/** No cheatcodes yet: console and logs alone. @module */
import type { CallResult, Hooks } from '../../evm/index.ts'
import type { Ended, ProjectSettings, TestCheats } from '../../foundry/index.ts'
import { dsTestLine } from '../../foundry/suite/dsTestLog.ts'
import { CONSOLE_ADDRESS, consoleMessage } from '../../solidity/index.ts'

export class PlainCheats implements TestCheats {
  readonly hooks: Hooks
  readonly environment
  logs: string[] = []
  readonly labels = new Map<string, string>()
  constructor(settings: ProjectSettings) {
    this.environment = {
      chainId: settings.chainId,
      number: settings.blockNumber,
      timestamp: settings.blockTimestamp,
      gasLimit: settings.gasLimit,
      baseFee: 0n,
    }
    this.hooks = {
      interest: { calls: new Set([CONSOLE_ADDRESS] as const), results: false, logs: true },
      call: (request) => {
        const message = consoleMessage(request.input)
        if (message !== undefined) this.logs.push(message.text)
        return undefined
      },
      log: (log) => {
        const line = dsTestLine(log)
        if (line !== undefined) this.logs.push(line)
      },
    }
  }
  begin(): void {
    this.logs = []
  }
  end(_result: CallResult): Ended {
    return { status: 'pass' }
  }
  save(): unknown {
    return undefined
  }
  restore(): void {}
}
