import { z } from 'zod'
import type { Database } from '../storage/index.ts'
import { digest } from './digest.ts'
import { entry } from './entry.ts'
import { type ScopeKind, scopeKind } from './scope.ts'
import type { OwnEntry, ShopKnowledge } from './shop-knowledge.ts'

interface ShopPlace {
  readonly orgId: string
  readonly shopId: string
  readonly groupId: string | null
}

const ownRow = z.object({ entry, scope: scopeKind, scope_id: z.string(), from_release: z.int() })
const packRow = z.object({
  pack_id: z.string(),
  version: z.string(),
  enabled: z.boolean(),
  disabled_scenarios: z.array(z.string()),
})
const found = z.object({
  packs: z.array(packRow),
  own: z.array(ownRow),
  releases: z.array(z.object({ scope: scopeKind, release: z.int() })),
})

const TEXT = `select
  coalesce((select jsonb_agg(to_jsonb(p) - 'digests' order by p.pack_id <> 'general', p.pack_id) from pack_subscription p
    where p.org_id = $1 and p.shop_id = $2), '[]') as packs,
  coalesce((select jsonb_agg(jsonb_build_object('entry', e.entry, 'scope', e.scope, 'scope_id', e.scope_id, 'from_release', e.from_release)
      order by e.entry_id) from knowledge_entry e
    where e.org_id = $1 and e.to_release is null and (e.scope, e.scope_id) in
      (('organisation', $1::uuid), ('group', $3::uuid), ('shop', $2::uuid))), '[]') as own,
  coalesce((select jsonb_agg(jsonb_build_object('scope', r.scope, 'release', r.release) order by r.scope) from
    (select scope, max(release) as release from knowledge_release where org_id = $1 and (scope, scope_id) in
      (('organisation', $1::uuid), ('group', $3::uuid), ('shop', $2::uuid)) group by scope) r), '[]') as releases`

const NOTHING_OFF: ReadonlySet<string> = new Set()
const NOTHING_OWN: readonly OwnEntry[] = []
const NEARNESS: Readonly<Record<ScopeKind, number>> = { organisation: 0, group: 1, shop: 2 }

/** One statement, one round trip. */
export async function readShopKnowledge(database: Database, shop: ShopPlace): Promise<ShopKnowledge> {
  const values = [shop.orgId, shop.shopId, shop.groupId]
  const [row] = await database.hot.run([shop.orgId], { name: 'shop-knowledge', text: TEXT, values })
  const { packs, own, releases } = found.parse(row)
  const on = packs.filter((pack) => pack.enabled)
  const inherited = inherit(own)
  const off = [...on.flatMap((pack) => pack.disabled_scenarios), ...inherited.off]
  const numbers = releases.map((one) => `${one.scope[0]}${one.release}`).join('.')
  return {
    version: `${numbers || 'r0'}-${digest({ packs, releases })}`,
    packIds: on.map((pack) => ({ packId: pack.pack_id, version: pack.version })),
    disabled: off.length > 0 ? new Set(off) : NOTHING_OFF,
    own: inherited.own.length > 0 ? inherited.own : NOTHING_OWN,
  }
}

/** The nearer scope wins for the same entry, and for the same scenario that two entries replace: also when it says "off". */
function inherit(rows: readonly z.infer<typeof ownRow>[]): { own: OwnEntry[]; off: string[] } {
  const nearest = new Map<string, OwnEntry>()
  for (const row of rows.toSorted((a, b) => NEARNESS[a.scope] - NEARNESS[b.scope])) {
    const origin = { kind: 'own', scope: row.scope, scopeId: row.scope_id, release: row.from_release } as const
    nearest.set(row.entry.entryId, { entry: row.entry, origin })
  }
  const replacing = new Map<string, OwnEntry>()
  for (const own of nearest.values()) {
    const rival = own.entry.overrides ? replacing.get(own.entry.overrides) : undefined
    if (own.entry.overrides && (!rival || NEARNESS[own.origin.scope] >= NEARNESS[rival.origin.scope]))
      replacing.set(own.entry.overrides, own)
  }
  const standing = [...nearest.values()].filter(
    (own) => !own.entry.overrides || replacing.get(own.entry.overrides) === own,
  )
  return {
    own: standing.filter(({ entry }) => !entry.off),
    off: standing.flatMap(({ entry }) => (entry.off && entry.overrides ? [entry.overrides] : [])),
  }
}
