import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { offerHistory } from '../api/offers.ts'
import type { Offer } from '../api/shapes.ts'
import { Loaded } from '../ui/loaded.tsx'
import { sayInstant } from '../ui/say.ts'
import { sayAny } from '../ui/use-say-fact.ts'
import { useActorName } from './use-actor-name.ts'
import { sayFen, useSayRule } from './use-say-rule.ts'

/** Who changed it, when and why, and what it said before and after. */
export function OfferHistory({ shopId, offer }: { readonly shopId: string; readonly offer: Offer }) {
  const query = useQuery({
    queryKey: ['offer-history', shopId, offer.offerId, offer.version],
    queryFn: () => offerHistory(shopId, offer.offerId),
  })
  return (
    <Loaded query={query}>
      {({ items }) => (
        <ol className="stack history" data-testid="offer-history">
          {items.map((row, at) => (
            <li key={row.version} className="card">
              <Change row={row} before={items[at + 1]} />
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  )
}

function Change({ row, before }: { readonly row: Offer; readonly before: Offer | undefined }) {
  const { t, i18n } = useTranslation()
  const say = useSayRule()
  const nameOf = useActorName()
  const changes = differences(before?.rule ?? null, row.rule)
  const nameOfField = (path: string) => {
    if (path === 'title') return t('offers.title')
    return i18n.exists(`offer-field.${path}`) ? t(`offer-field.${path}`) : path
  }
  return (
    <>
      <div className="row between wrap">
        <strong>{row.rule ? say(row.rule) : t('offers.withdrawn')}</strong>
        <span className="chip">{t('offers.rowVersion', { version: row.version })}</span>
      </div>
      <p className="quiet small">
        {sayInstant(row.recordedAt, i18n.language)} · {t(`offer-source.${row.source.split(':')[0]}`)} ·{' '}
        {nameOf(row.changedBy)}
        {row.reason && ` · ${row.reason}`}
      </p>
      <dl className="facts small">
        {changes.map(({ path, from, to }) => [
          <dt key={path}>{nameOfField(path)}</dt>,
          <dd key={`${path}=`}>
            {from !== '' && <del>{inWords(path, from, i18n.language)}</del>}{' '}
            {to !== '' && <ins>{inWords(path, to, i18n.language)}</ins>}
          </dd>,
        ])}
      </dl>
    </>
  )
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/
function inWords(path: string, value: string, language: string): string {
  if (INSTANT.test(value)) return sayInstant(value, language)
  return path.endsWith('Fen') ? sayFen(Number(value), language) : value
}

/** What never changes of an offer and says nothing to people. */
const INNER: ReadonlySet<string> = new Set(['kind', 'owner'])

interface Difference {
  readonly path: string
  readonly from: string
  readonly to: string
}

function differences(before: Offer['rule'], after: Offer['rule']): Difference[] {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return keys
    .filter((path) => !INNER.has(path))
    .map((path) => ({ path, from: sayAny(before?.[path]), to: sayAny(after?.[path]) }))
    .filter(({ from, to }) => from !== to)
}
