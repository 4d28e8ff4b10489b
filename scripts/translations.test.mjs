import { describe, expect, it } from 'vitest'
import { root } from './project.mjs'
import { checkTranslations, differences } from './translations.mjs'

const OWN = '# One\n\n```sh\n# no heading\nnpm start\n```\n\n## Two\n'

describe('translations', () => {
  it('are in step', () => expect(checkTranslations(root)).toEqual([]))
  it('may say everything else in their own words', () => expect(differences(OWN, OWN.replace('Two', '二'))).toEqual([]))
  it('are told apart by headings and by code', () => {
    expect(differences(OWN, OWN.replace('## ', '### '))[0]).toContain('levels 1 3 and not 1 2')
    expect(differences(OWN, OWN.replace('npm start', 'npm stop'))[0]).toContain('block 1')
    expect(differences(OWN, '# One\n\n## Two\n')[0]).toContain('block 1')
    expect(differences(OWN, `${OWN}\n\`\`\`sh\nls\n\`\`\`\n`)[0]).toContain('2 blocks')
  })
})
