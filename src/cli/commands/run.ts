import type { Command } from '../command.ts'
export const run: Command = {
  name: 'run',
  operands: [
    { usage: '<target>', text: 'solidityTarget' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: ['call'],
  async run() {
    return 0
  },
}
