import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { z } from 'zod'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** Ended, not waited for: on a busy machine a page that is not in front may never come to the end of one. */
const COME_TO_REST = `for (const one of document.getAnimations())
  if (one.effect?.getComputedTiming().endTime !== Infinity) one.finish()`
const found = z.object({
  violations: z.array(
    z.object({ id: z.string(), impact: z.string().nullish(), nodes: z.array(z.object({ html: z.string() })) }),
  ),
})

/** What axe calls serious or critical, and by how much a page is wider than the screen; looked at when nothing moves. */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(COME_TO_REST)
  if (!(await page.evaluate('Boolean(window.axe)'))) await page.evaluate(`${axe.source};0`)
  const asked = { runOnly: RULES, resultTypes: ['violations'] }
  const { violations } = found.parse(await page.evaluate(`axe.run(document, ${JSON.stringify(asked)})`))
  const over = z.number().parse(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
  return [
    ...violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id} × ${nodes.length}: ${nodes[0]?.html.slice(0, 160)}`),
    ...(over > 0 ? [`${over} px wider than the screen`] : []),
  ]
}
