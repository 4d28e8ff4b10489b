/**
 * A real node on this machine, and what a wallet does with it.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createSocket } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Address, Hex } from '../../src/base/index.ts'

const PROGRAM = fileURLToPath(
  new URL(`node_modules/@foundry-rs/anvil-${process.platform}-${archName()}/bin/anvil`, import.meta.url),
)

function archName(): string {
  return process.arch === 'x64' ? 'amd64' : process.arch
}

export interface SentTransaction {
  readonly from?: Address
  readonly to?: Address
  readonly data?: Hex
  readonly value?: Hex
  readonly gas?: Hex
  readonly type?: Hex
  readonly gasPrice?: Hex
  readonly maxFeePerGas?: Hex
  readonly maxPriorityFeePerGas?: Hex
  readonly accessList?: readonly object[]
  readonly authorizationList?: readonly object[]
}

export interface Receipt {
  readonly transactionHash: Hex
  readonly contractAddress: Address | null
  readonly blockNumber: Hex
  readonly status: Hex
  readonly gasUsed: Hex
  readonly logs: readonly object[]
}

export class Anvil {
  readonly url: string
  readonly #process: ChildProcess
  /** The first of its accounts with ether. */
  account: Address = '0x'

  private constructor(url: string, process: ChildProcess) {
    this.url = url
    this.#process = process
  }

  static async start(): Promise<Anvil> {
    const port = await freePort()
    const child = spawn(PROGRAM, ['--host', '127.0.0.1', '--port', String(port), '--steps-tracing', '--silent'], {
      stdio: 'ignore',
    })
    const anvil = new Anvil(`http://127.0.0.1:${port}`, child)
    for (let tries = 0; ; tries++) {
      try {
        const [account] = (await anvil.call('eth_accounts', [])) as Address[]
        anvil.account = account!
        return anvil
      } catch (error) {
        if (tries > 1000) throw error
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.kill()
    await ended
  }

  async call(method: string, params: readonly unknown[]): Promise<unknown> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    })
    const answer = (await response.json()) as {
      readonly result?: unknown
      readonly error?: { readonly message: string }
    }
    if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`)
    return answer.result
  }

  /** Sends a transaction from its account, whatever it does, and waits until it is in a block. */
  async send(transaction: SentTransaction): Promise<Receipt> {
    return this.#receipt(await this.#hand(transaction))
  }

  /** Sends several that end up in one block, in this order. */
  async sendTogether(transactions: readonly SentTransaction[]): Promise<Receipt[]> {
    await this.call('evm_setAutomine', [false])
    try {
      const hashes: unknown[] = []
      for (const transaction of transactions) hashes.push(await this.#hand(transaction))
      await this.call('evm_mine', [])
      return await Promise.all(hashes.map((hash) => this.#receipt(hash)))
    } finally {
      await this.call('evm_setAutomine', [true])
    }
  }

  #hand(transaction: SentTransaction): Promise<unknown> {
    return this.call('eth_sendTransaction', [{ from: this.account, gas: '0x4c4b40', ...transaction }])
  }

  async #receipt(hash: unknown): Promise<Receipt> {
    for (let tries = 0; tries < 1000; tries++) {
      const receipt = (await this.call('eth_getTransactionReceipt', [hash])) as Receipt | null
      // The transaction itself may be told as pending a moment longer.
      const sent = (await this.call('eth_getTransactionByHash', [hash])) as { readonly blockHash?: Hex | null } | null
      if (receipt !== null && sent?.blockHash) return receipt
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('no receipt came')
  }
}

/** A way to the node that refuses some questions: of a method, or of a method with a word in its parameters. */
export async function proxyTo(
  url: string,
  refuses: (method: string, params: string) => boolean,
): Promise<{ url: string; server: Server }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const { id, method, params } = JSON.parse(body)
    if (refuses(method, JSON.stringify(params))) {
      response.end(
        JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: `${method} is not available` } }),
      )
      return
    }
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    response.end(await answer.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

async function freePort(): Promise<number> {
  const server = createSocket()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
