import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const SHOWN_MS = 20_000

/** White space is as browsers draw it. */
export const flat = (text: string | null): string => (text ?? '').replaceAll(/\s+/g, ' ').trim()

export const short = (text: string, most: number): string => [...text].slice(0, most).join('')

/** What a page asked for and opened while hostile texts were on it. */
export interface Watched {
  readonly asked: readonly string[]
  readonly dialogs: readonly string[]
  /** Waits until the page shows all of these as they were typed, then looks at what they did to it. */
  shows(texts: readonly string[]): Promise<void>
}

export function watchPage(page: Page): Watched {
  const asked: string[] = []
  const dialogs: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  return {
    asked,
    dialogs,
    async shows(texts) {
      const missing = async () => {
        const seen = flat(await page.evaluate<string>(WORDS))
        return texts.filter((text) => !seen.includes(flat(text)))
      }
      await expect.poll(missing, { timeout: SHOWN_MS }).toEqual([])
      const place = new URL(page.url()).pathname
      expect([place, await page.evaluate(TRACES)]).toEqual([place, { hit: undefined, odd: [], ran: 0 }])
    },
  }
}

/** Fields hold their words as values. */
const WORDS = `[document.body.textContent, ...[...document.querySelectorAll('input, textarea')].map(({ value }) => value)].join(' ')`
const ODD =
  '[onerror],[onload],[onbegin],[ontoggle],[onfocus],[onmouseover],a[href^="javascript" i],a[href^="data:" i],a[href^="vbscript" i],iframe,object,embed,base,meta[http-equiv=refresh],img[src="x"]'
/** Data in a block for machines is no script; a text may stand in an address of ours. */
const TRACES = `({ hit: window.hit,
  odd: [...document.querySelectorAll('${ODD}'), ...[...document.links].filter(({ hostname }) => hostname.includes('evil'))].map(({ outerHTML }) => outerHTML),
  ran: [...document.scripts].filter(({ type, textContent }) => !type.endsWith('json') && textContent.includes('window.hit')).length })`
