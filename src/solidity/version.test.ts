import { expect, it } from 'vitest'
import { withoutCommit } from './version.ts'

it.each([
  ['0.8.24+commit.e11b9ed9', '0.8.24'],
  ['0.8.24', '0.8.24'],
  ['0.8.25-nightly.2024.2.24+commit.8c98b3ba.Linux.g++', '0.8.25-nightly.2024.2.24'],
])('%s is %s', (version, expected) => expect(withoutCommit(version)).toBe(expected))
