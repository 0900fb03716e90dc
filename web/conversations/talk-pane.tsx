import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readConversation } from '../api/talk.ts'
import { useShop } from '../frame/use-shop.ts'
import { useMe } from '../frame/use-me.ts'
import { Failed } from '../ui/failed.tsx'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { buyerName } from './buyer-name.ts'
import { HumanDoor } from './human-door.tsx'
import { MemoryDrawer } from './memory-drawer.tsx'
import { OwnerChip } from './owner-chip.tsx'
import { Transcript } from './transcript.tsx'
import { useTranscript } from './use-transcript.ts'

const REFRESH_MS = 3000

export function TalkPane({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const { shops } = useShop()
  const { may } = useMe()
  const [isMemoryOpen, setMemoryOpen] = useState(false)
  const talk = useQuery({ queryKey: ['talk', id], queryFn: () => readConversation(id), refetchInterval: REFRESH_MS })
  const transcript = useTranscript(id)
  if (talk.isError && !talk.data) return <Failed error={talk.error} onRetry={() => talk.refetch()} />
  const shopName = shops.find(({ shopId }) => shopId === talk.data?.shopId)?.name
  return (
    <>
      <header className="talk-head">
        <Link
          to="/conversations"
          search={(before) => ({ ...before, id: undefined, why: undefined })}
          className="talk-back"
        >
          <Icon name="back" />
          <span className="visually-hidden">{t('talks.back')}</span>
        </Link>
        <div className="grow">
          <h2 className="clip">{talk.data ? buyerName(talk.data.buyer) : ' '}</h2>
          <span className="quiet small clip">
            {shopName}
            {talk.data?.buyer.customerId && ` · ${t('talks.customer', { id: talk.data.buyer.customerId })}`}
          </span>
        </div>
        {talk.data && <OwnerChip owner={talk.data.owner} />}
        {may('memory:write') && (
          <Button onClick={() => setMemoryOpen(true)} data-testid="memory">
            {t('memory.title')}
          </Button>
        )}
      </header>
      <Loaded query={transcript.query} rows={10}>
        {(lines) => <Transcript {...lines} onEarlier={transcript.loadEarlier} />}
      </Loaded>
      {talk.data && <HumanDoor talk={talk.data} onSaid={transcript.refresh} />}
      {isMemoryOpen && talk.data && (
        <MemoryDrawer id={id} shopId={talk.data.shopId} onClose={() => setMemoryOpen(false)} />
      )}
    </>
  )
}
