import { describe, expect, it } from 'vitest'
import { keysOf } from './keys.ts'

describe('keysOf', () => {
  it('knows what terminals send', () => {
    expect([...keysOf('jK2')]).toEqual(['j', 'K', '2'])
    expect([...keysOf('\u001b[A\u001bOB\u001b[5~x')]).toEqual(['up', 'down', 'pageup', 'x'])
    expect([...keysOf('\u0003\t\r\u007f')]).toEqual(['ctrl-c', 'tab', 'enter', 'backspace'])
    expect([...keysOf('内')]).toEqual(['内'])
  })
  it('passes over sequences that mean nothing here', () => {
    expect([...keysOf('\u001b[1;5Hq\u001b[200~')]).toEqual(['q'])
  })
  it('takes Escape alone for itself', () => {
    expect([...keysOf('\u001b')]).toEqual(['escape'])
    expect([...keysOf('\u001bj')]).toEqual(['escape', 'j'])
  })
})
