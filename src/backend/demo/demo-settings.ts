import { z } from 'zod'

/** `backend_settings` of a shop whose back end is `demo`. */
export const demoSettings = z.object({
  url: z.url({ protocol: /^https?$/ }),
  apiKey: z.string().min(1),
  /** The demo server's id of this shop. */
  shopRef: z.string().min(1),
  webhookSecret: z.string().startsWith('whsec_'),
})
export type DemoSettings = z.infer<typeof demoSettings>
