/** The page from a plain static server, in a folder of it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Playground, type PlaygroundPage } from './playground.ts'

let playground: Playground
beforeAll(async () => {
  playground = await Playground.start()
})
afterEach(() => playground.leaveAll())
afterAll(() => playground.stop())

const objects = ({ page }: PlaygroundPage) => page.locator('.dock tbody tr').allInnerTexts()

describe('the page', () => {
  it('shows the memory of MemoryLane, object by object', async () => {
    const opened = await playground.open()
    expect(await opened.page.title()).toBe('Memlane: the memory of the EVM')
    await opened.press('G', 'j')
    await opened.answer('g', 'end')
    await opened.atStep(119)
    const rows = (await objects(opened)).map((row) => row.replace(/\s+/g, ' '))
    expect(rows).toEqual([
      '0x000 64 scratch space – –',
      '0x040 32 free memory pointer 0x160 –',
      '0x060 32 zero slot 0 –',
      '0x080 160 bytes32[5] a [0, 0, 0, 0, 0] MemoryLane.sol:7',
      '0x120 64 bytes32[2] b [1, 0] MemoryLane.sol:8',
    ])
    await opened.tab('Result')
    expect(await opened.text('.screen')).toContain('MemoryLane.memoryLane()   stopped   gas 434, of which memory 33')
    expect(opened.errors).toEqual([])
  })

  it('works without a network once it was loaded', async () => {
    const opened = await playground.open()
    const { page } = opened
    await page.waitForFunction('navigator.serviceWorker.controller !== null || navigator.serviceWorker.ready')
    await page.reload()
    await opened.ready()
    await page.context().setOffline(true)
    await page.reload()
    await opened.ready()
    await opened.answer('g', 'end')
    await opened.atStep(119)
  })

  it('does what the dock and the lanes show: every row leads somewhere', async () => {
    const opened = await playground.open()
    await opened.answer('g', 'end')
    for (const [tab, cell] of [
      ['Objects', '0x120'],
      ['Allocations', /^\d+$/],
      ['Flow', '82'],
      ['Calls', '0'],
      ['Gas', 'MemoryLane.sol:8  bytes32[2] memory b;'],
    ] as const) {
      await opened.tab(tab)
      await opened.page.locator('.dock button.link').filter({ hasText: cell }).last().click()
      await opened.rest()
    }
    expect(await opened.text('.inspector .place')).toContain('MemoryLane.sol:8')
    await opened.page.locator('.slider').fill('100')
    await opened.atStep(100)
    expect(opened.errors).toEqual([])
  })
})
